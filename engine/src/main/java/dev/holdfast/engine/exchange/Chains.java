package dev.holdfast.engine.exchange;

import dev.holdfast.engine.core.batch.Batch;
import dev.holdfast.engine.core.batch.BatchChain;
import dev.holdfast.engine.core.batch.Chain;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.membership.Statement.LastBatch;
import dev.holdfast.engine.core.namespace.Dot;
import dev.holdfast.engine.core.record.JournalRecord;
import dev.holdfast.engine.ledger.Ledger;
import dev.holdfast.engine.wal.JournalException;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// How far every chain goes, including what is appended to the journal and not yet durable. Whoever
/// adds to a chain holds the lock from looking to appending, so no two do so at once; whoever tells
/// others how far one goes asks [#durable], which waits.
public final class Chains {

    private final Ledger ledger;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Chain, BatchChain> ends = new HashMap<>();
    private long lastLsn;

    public Chains(Ledger ledger) {
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
    public BatchChain end(Chain chain) {
        return locked(() -> ends.getOrDefault(chain, BatchChain.EMPTY));
    }

    /// Where every chain ends.
    public Map<Chain, BatchChain> all() {
        return locked(() -> Map.copyOf(ends));
    }

    /// The last batches of a device that are held here: what a revocation of it names.
    List<LastBatch> lastOf(DeviceId device) {
        return all().entrySet().stream()
                .filter(e -> e.getKey().actor().device().equals(device) && e.getValue().n() > 0)
                .map(
                        e ->
                                new LastBatch(
                                        e.getKey().volume().hash(),
                                        e.getKey().actor().incarnation(),
                                        e.getValue().n(),
                                        e.getValue().last()))
                .toList();
    }

    /// Where every chain ends; all of it would survive a power cut.
    public Map<Chain, BatchChain> durable() throws JournalException {
        return durable(this::all);
    }

    /// How far a chain goes; all of it would survive a power cut.
    public long durable(Chain chain) throws JournalException {
        return durable(() -> end(chain).n());
    }

    private <T> T durable(Supplier<T> question) throws JournalException {
        var asked = locked(() -> new Asked<>(question.get(), lastLsn));
        ledger.await(asked.lsn);
        return asked.answer;
    }

    /// An answer, and what must be durable for it to be true after a power cut.
    private record Asked<T>(T answer, long lsn) {}

    /// True when the batch of this number that is held is another one, and still counts.
    public boolean differs(Chain chain, long n, Hash id) throws JournalException {
        return locked(
                () -> {
                    var end = end(chain);
                    return n <= end.n() && n < end.cut() && !idOf(chain, end, n).equals(id);
                });
    }

    private Hash idOf(Chain chain, BatchChain end, long n) throws JournalException {
        return n == end.n() ? end.last() : held(chain, n).id();
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
        lastLsn = lsn;
        return lsn;
    }
}
