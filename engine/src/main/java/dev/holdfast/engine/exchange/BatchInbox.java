package dev.holdfast.engine.exchange;

import dev.holdfast.engine.core.batch.Batch;
import dev.holdfast.engine.core.batch.BatchChain.Verdict;
import dev.holdfast.engine.core.batch.Chain;
import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.membership.Roster;
import dev.holdfast.engine.crypto.Signatures;
import dev.holdfast.engine.wal.JournalException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.function.Supplier;

/// Takes in batches that other devices wrote, whoever sent them. Each is checked as it came: its
/// form, its pool, its writer's signature and standing, its place in its chain.
public final class BatchInbox {

    private static final Logger LOG = LoggerFactory.getLogger(BatchInbox.class);

    private final Chains chains;
    private final Signatures signatures;
    private final Supplier<Roster> roster;

    public BatchInbox(Chains chains, Signatures signatures, Supplier<Roster> roster) {
        this.chains = chains;
        this.signatures = signatures;
        this.roster = roster;
    }

    /// Takes in consecutive batches of one chain, as many as are good.
    ///
    /// @return how far the chain is durable here now
    /// @throws MalformedException when one is not what its writer signed, which its sender could
    ///   see
    public long accept(Chain chain, List<byte[]> bytes)
            throws MalformedException, JournalException {
        for (var one : bytes) {
            var batch = Batch.read(one);
            if (!Chain.of(batch.header()).equals(chain)) {
                throw new MalformedException("a batch of another chain");
            }
            if (!isSigned(batch) || !chains.locked(() -> take(chain, batch))) {
                break;
            }
        }
        return chains.durable(chain);
    }

    /// Appends a batch that is the next of its chain.
    ///
    /// @return true when it is held now, or was before
    private boolean take(Chain chain, Batch batch) throws JournalException {
        var end = chains.end(chain);
        long n = batch.header().dot().n();
        if (!new Standing(roster.get()).mayWrite(chain, n)) {
            return false;
        }
        var same = n <= end.n() ? chains.held(chain, n).id() : batch.id();
        return switch (end.judge(batch.header(), batch.id(), _ -> same)) {
            case Verdict.Accept(var then) -> {
                chains.append(batch, then);
                yield true;
            }
            case Verdict.Duplicate() -> true;
            case Verdict.Gap _, Verdict.Late _ -> false;
            case Verdict.Fork(var from) -> {
                LOG.error(
                        "Two histories of {} in volume {} from batch {} on.",
                        chain.actor(),
                        chain.volume(),
                        from);
                chains.cut(chain, from);
                yield false;
            }
        };
    }

    /// Puts right what was taken in before the roster said that its writer was put out.
    public void judgeAgain() throws JournalException {
        for (var chain : chains.all().keySet()) {
            chains.locked(() -> judgeAgain(chain));
        }
        chains.durable();
    }

    /// @return true when fewer of its batches count now
    private boolean judgeAgain(Chain chain) throws JournalException {
        var standing = new Standing(roster.get());
        var end = chains.end(chain);
        long cut = standing.cut(chain);
        var last = standing.hashOfLast(chain);
        if (last.isPresent() && chains.differs(chain, cut - 1, last.get())) {
            cut--;
        }
        if (cut >= end.cut()) {
            return false;
        }
        LOG.warn("{} was put out; its batches from {} on do not count.", chain.actor(), cut);
        chains.cut(chain, cut);
        return true;
    }

    /// Whether its writer signed it; false of one not yet heard of, whose batches are asked for
    /// again when the roster is here.
    private boolean isSigned(Batch batch) throws MalformedException {
        var now = roster.get();
        if (!batch.header().pool().equals(now.pool())) {
            throw new MalformedException("a batch of another pool");
        }
        var writer = now.device(batch.header().dot().actor().device());
        if (writer.isEmpty()) {
            return false;
        }
        var key = writer.get().card().keys().signing().toBytes();
        if (!signatures.verify(key, batch.id().toBytes(), batch.signature())) {
            throw new MalformedException("a batch that its writer did not sign");
        }
        return true;
    }
}
