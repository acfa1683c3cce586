package dev.holdfast.engine.exchange;

import dev.holdfast.engine.core.batch.Chain;
import dev.holdfast.engine.core.batch.Errands;
import dev.holdfast.engine.core.batch.Errands.Errand;
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

import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// Talks with one peer over one connection, as its [Errands] say: one thing after another.
final class PeerLoop {

    /// What the loop tells.
    interface Hearing {

        /// The peer has these chains.
        void heads(DeviceId peer, List<ChainHead> heads) throws JournalException;

        /// The peer holds a chain durably so far.
        void stored(DeviceId peer, Chain chain, long n) throws JournalException;

        /// A chain has become longer here by what the peer had.
        void pulled(DeviceId peer, Chain chain) throws JournalException;

        /// What the peer had of a chain was held against what is here.
        void proved(Chain chain);

        /// How far a chain is held here.
        long mine(Chain chain);
    }

    private static final Logger LOG = LoggerFactory.getLogger(PeerLoop.class);

    private final Connection connection;
    private final PeerTalk talk;
    private final Hearing hearing;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition more = lock.newCondition();
    private final Errands errands = new Errands();
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
        change(Errands::compareAgain);
    }

    /// A chain has become longer here.
    void changed(Chain chain, boolean isMine) {
        change(errands -> errands.changed(chain, isMine));
    }

    /// The peer holds a chain up to `n`, this device up to `mine`.
    void theyHave(Chain chain, long n, long mine) {
        change(errands -> errands.theyHave(chain, n, mine));
    }

    /// The peer holds another batch `n` of a chain than this device.
    void theyDiffer(Chain chain, long n) {
        change(errands -> errands.theyDiffer(chain, n));
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

    private void change(Consumer<Errands> change) {
        lock.lock();
        try {
            change.accept(errands);
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
            return stopped ? Optional.empty() : errands.next();
        } finally {
            lock.unlock();
        }
    }

    private void run(DeviceId peer, Errand errand)
            throws NetException, InterruptedException, JournalException, MalformedException {
        switch (errand) {
            case Errand.Compare() -> hearing.heads(peer, talk.compare(connection));
            case Errand.Pull(var chain) -> {
                long before = hearing.mine(chain);
                if (talk.pull(connection, chain, before) > before) {
                    hearing.pulled(peer, chain);
                    talk.tell(connection, chain);
                }
            }
            case Errand.Prove(var chain, var n) -> {
                talk.pull(connection, chain, n - 1);
                hearing.proved(chain);
            }
            case Errand.Push(var chain) -> push(peer, chain);
            case Errand.Tell(var chain) -> talk.tell(connection, chain);
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
            return errands.theyHave(chain);
        } finally {
            lock.unlock();
        }
    }
}
