package dev.holdfast.engine.exchange;

import dev.holdfast.engine.core.batch.Batch;
import dev.holdfast.engine.core.batch.BatchChain.Verdict;
import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.membership.Device;
import dev.holdfast.engine.core.membership.Roster;
import dev.holdfast.engine.core.membership.Statement.LastBatch;
import dev.holdfast.engine.crypto.Signatures;
import dev.holdfast.engine.ledger.Ledger;
import dev.holdfast.engine.wal.JournalException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.function.Supplier;

/// Takes in batches that other devices wrote, whoever sent them. Each is checked as it came: its
/// form, its pool, its writer's signature and standing, its place in its chain.
final class BatchInbox {

    private static final Logger LOG = LoggerFactory.getLogger(BatchInbox.class);

    private final Ledger ledger;
    private final Chains chains;
    private final Signatures signatures;
    private final Supplier<Roster> roster;

    BatchInbox(Ledger ledger, Chains chains, Signatures signatures, Supplier<Roster> roster) {
        this.ledger = ledger;
        this.chains = chains;
        this.signatures = signatures;
        this.roster = roster;
    }

    /// Takes in consecutive batches of one chain, as many as are good.
    ///
    /// @return how far the chain is durable here now
    /// @throws MalformedException when one is not what its writer signed, which its sender could
    ///   see
    long accept(Chain chain, List<byte[]> bytes) throws MalformedException, JournalException {
        long lsn = 0;
        for (var one : bytes) {
            var batch = Batch.read(one);
            if (!Chain.of(batch.header()).equals(chain)) {
                throw new MalformedException("a batch of another chain");
            }
            if (!mayCount(batch)) {
                break;
            }
            long appended = chains.locked(() -> judge(chain, batch));
            if (appended == 0) {
                break;
            }
            lsn = Math.max(lsn, appended);
        }
        if (lsn > 0) {
            ledger.await(lsn);
        }
        return chains.end(chain).n();
    }

    /// @return the lsn to wait for, -1 when the batch is held already, 0 when it is not taken
    private long judge(Chain chain, Batch batch) throws JournalException {
        var end = chains.end(chain);
        long n = batch.header().dot().n();
        var same = n <= end.n() ? chains.held(chain, n).id() : batch.id();
        return switch (end.judge(batch.header(), batch.id(), _ -> same)) {
            case Verdict.Accept(var then) -> chains.append(batch, then);
            case Verdict.Duplicate() -> -1;
            case Verdict.Gap _, Verdict.Late _ -> 0;
            case Verdict.Fork(var from) -> {
                LOG.error(
                        "Two histories of {} in volume {} from batch {} on.",
                        chain.actor(),
                        chain.volume(),
                        from);
                ledger.await(chains.cut(chain, from));
                yield 0;
            }
        };
    }

    /// Whether the writer signed it and may write; false too of a writer not yet heard of, whose
    /// batches are asked for again when the roster is here.
    private boolean mayCount(Batch batch) throws MalformedException {
        var now = roster.get();
        var writer = now.device(batch.header().dot().actor().device());
        if (!batch.header().pool().equals(now.pool())) {
            throw new MalformedException("a batch of another pool");
        }
        if (writer.isEmpty()) {
            return false;
        }
        var key = writer.get().card().keys().signing().toBytes();
        if (!signatures.verify(key, batch.id().toBytes(), batch.signature())) {
            throw new MalformedException("a batch that its writer did not sign");
        }
        return mayWrite(writer.get(), batch, now);
    }

    private static boolean mayWrite(Device writer, Batch batch, Roster roster) {
        if (writer.isAdmitted()) {
            return writer.role().mayWrite();
        }
        return roster.revocation(writer.id()).stream()
                .flatMap(revocation -> revocation.says().batches().stream())
                .anyMatch(last -> isWithin(last, batch));
    }

    /// Whether a revocation lets the batch stand.
    private static boolean isWithin(LastBatch last, Batch batch) {
        var dot = batch.header().dot();
        return last.volume().equals(batch.header().volume().hash())
                && last.incarnation() == dot.actor().incarnation()
                && dot.n() <= last.n();
    }
}
