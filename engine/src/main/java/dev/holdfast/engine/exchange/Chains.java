package dev.holdfast.engine.exchange;

import dev.holdfast.engine.core.batch.Batch;
import dev.holdfast.engine.core.batch.BatchChain;
import dev.holdfast.engine.core.namespace.Dot;
import dev.holdfast.engine.core.record.JournalRecord;
import dev.holdfast.engine.ledger.Ledger;
import dev.holdfast.engine.wal.JournalException;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/// How far every chain goes, including what is appended to the journal and not yet in the catalog.
/// Whoever adds to a chain holds the lock from looking to appending, so no two do so at once.
final class Chains {

    private final Ledger ledger;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Chain, BatchChain> ends = new HashMap<>();
    private long lastLsn;

    Chains(Ledger ledger) {
        this.ledger = ledger;
        ledger.views()
                .batches()
                .chains()
                .forEach(
                        (volume, actors) ->
                                actors.forEach((a, end) -> ends.put(new Chain(volume, a), end)));
    }

    ReentrantLock lock() {
        return lock;
    }

    /// Something done with the lock held.
    interface Step<T, X extends Exception> {
        T run() throws X;
    }

    <T, X extends Exception> T locked(Step<T, X> step) throws X {
        lock.lock();
        try {
            return step.run();
        } finally {
            lock.unlock();
        }
    }

    /// Where a chain ends. Call it with the lock held when something follows from the answer.
    BatchChain end(Chain chain) {
        return locked(() -> ends.getOrDefault(chain, BatchChain.EMPTY));
    }

    Map<Chain, BatchChain> all() {
        return locked(() -> Map.copyOf(ends));
    }

    /// Appends the next batch of a chain to the journal, with the lock held.
    ///
    /// @return what to wait for
    long append(Batch batch, BatchChain then) throws JournalException {
        long lsn = ledger.append(List.of(new JournalRecord.BatchAccepted(batch.bytes())));
        ends.put(Chain.of(batch.header()), then);
        lastLsn = lsn;
        return lsn;
    }

    /// A batch of a chain, with the lock held. One that was just appended is waited for.
    Batch held(Chain chain, long n) throws JournalException {
        var dot = new Dot(chain.actor(), n);
        var held = ledger.views().batches().batch(chain.volume(), dot);
        if (held.isEmpty()) {
            ledger.await(lastLsn);
            held = ledger.views().batches().batch(chain.volume(), dot);
        }
        return held.orElseThrow(() -> new IllegalStateException("batch " + n + " is not held"))
                .batch();
    }

    /// Nothing of this writer counts from there on.
    long cut(Chain chain, long from) throws JournalException {
        long lsn =
                ledger.append(
                        List.of(
                                new JournalRecord.WriterCut(
                                        chain.volume(), new Dot(chain.actor(), from))));
        ends.put(chain, end(chain).cutAt(from));
        return lsn;
    }
}
