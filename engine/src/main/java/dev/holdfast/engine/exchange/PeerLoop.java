package dev.holdfast.engine.exchange;

import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.wire.CloseCode;
import dev.holdfast.engine.core.wire.NamesMessage.ChainHead;
import dev.holdfast.engine.net.CloseReason;
import dev.holdfast.engine.net.Connection;
import dev.holdfast.engine.net.NetException;
import dev.holdfast.engine.wal.JournalException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Talks with one peer over one connection: one thing after another, and never the same thing twice
/// because two events asked for it. What is to be done is a set, so it is bounded by the chains.
final class PeerLoop {

    /// What the loop tells.
    interface Hearing {

        /// The peer has these chains.
        void heads(DeviceId peer, List<ChainHead> heads) throws JournalException;

        /// The peer holds a chain durably so far.
        void stored(DeviceId peer, Chain chain, long n) throws JournalException;

        /// A chain has become longer here by what the peer had.
        void pulled(DeviceId peer, Chain chain) throws JournalException;

        /// How far a chain is held here.
        long mine(Chain chain);
    }

    /// One thing to do.
    private sealed interface Errand {}

    private record Compare() implements Errand {}

    private record Pull(Chain chain) implements Errand {}

    private record Prove(Chain chain, long n) implements Errand {}

    private record Push(Chain chain) implements Errand {}

    private record Tell(Chain chain) implements Errand {}

    private static final Logger LOG = LoggerFactory.getLogger(PeerLoop.class);

    private final Connection connection;
    private final PeerTalk talk;
    private final Hearing hearing;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition more = lock.newCondition();
    private final Set<Errand> errands = new LinkedHashSet<>(List.of(new Compare()));
    private final Map<Chain, Long> theirs = new HashMap<>();
    private boolean stopped;

    PeerLoop(Connection connection, PeerTalk talk, Hearing hearing) {
        this.connection = connection;
        this.talk = talk;
        this.hearing = hearing;
    }

    boolean isOf(Connection other) {
        return connection.equals(other);
    }

    /// The roster has changed: batches that were refused may count now.
    void compareAgain() {
        errand(new Compare());
    }

    /// A chain has become longer here. Its writer gives the batches; others say that they have
    /// them.
    void changed(Chain chain, boolean isMine) {
        errand(isMine ? new Push(chain) : new Tell(chain));
    }

    /// The peer holds a chain up to `n`, this device up to `mine`.
    void theyHave(Chain chain, long n, long mine) {
        lock.lock();
        try {
            theirs.merge(chain, n, Math::max);
        } finally {
            lock.unlock();
        }
        if (n > mine) {
            errand(new Pull(chain));
        }
    }

    /// The peer holds another batch `n` of a chain than this device: both see both.
    void theyDiffer(Chain chain, long n) {
        errand(new Prove(chain, n));
    }

    void stop() {
        lock.lock();
        try {
            stopped = true;
            more.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void errand(Errand errand) {
        lock.lock();
        try {
            errands.add(errand);
            more.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Runs errands until the connection is no more.
    void run() {
        var peer = connection.peer().device();
        try {
            for (var next = next(); next.isPresent(); next = next()) {
                run(peer, next.get());
            }
        } catch (NetException e) {
            LOG.debug("The exchange with {} broke off: {}", peer, e.getMessage());
            if (e.kind() == NetException.Kind.TIMEOUT) {
                connection.close(
                        CloseReason.of(CloseCode.TOO_SLOW, "no answer in the exchange of batches"));
            }
        } catch (MalformedException e) {
            LOG.warn("{} sent a batch that cannot be: {}", peer, e.getMessage());
            connection.close(CloseReason.of(CloseCode.MALFORMED, "a batch: " + e.getMessage()));
        } catch (JournalException e) {
            LOG.error("Names cannot be written any more.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Optional<Errand> next() throws InterruptedException {
        lock.lock();
        try {
            while (errands.isEmpty() && !stopped) {
                more.await();
            }
            if (stopped) {
                return Optional.empty();
            }
            var next = errands.iterator().next();
            errands.remove(next);
            return Optional.of(next);
        } finally {
            lock.unlock();
        }
    }

    private void run(DeviceId peer, Errand errand)
            throws NetException, InterruptedException, JournalException, MalformedException {
        switch (errand) {
            case Compare() -> hearing.heads(peer, talk.compare(connection));
            case Pull(var chain) -> {
                long before = hearing.mine(chain);
                if (talk.pull(connection, chain, before) > before) {
                    hearing.pulled(peer, chain);
                    talk.tell(connection, chain);
                }
            }
            case Prove(var chain, var n) -> talk.pull(connection, chain, n - 1);
            case Push(var chain) -> push(peer, chain);
            case Tell(var chain) -> talk.tell(connection, chain);
        }
    }

    private void push(DeviceId peer, Chain chain)
            throws NetException, InterruptedException, JournalException {
        long after = theyHave(chain);
        if (after >= hearing.mine(chain)) {
            return;
        }
        long n = talk.push(connection, chain, after);
        if (n < after) {
            // It lost some since it told: begin where it is now.
            n = talk.push(connection, chain, n);
        }
        hearing.stored(peer, chain, n);
    }

    /// How far the peer said that it holds a chain.
    long theyHave(Chain chain) {
        lock.lock();
        try {
            return theirs.getOrDefault(chain, 0L);
        } finally {
            lock.unlock();
        }
    }
}
