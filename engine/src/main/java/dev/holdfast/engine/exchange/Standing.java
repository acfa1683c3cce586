package dev.holdfast.engine.exchange;

import dev.holdfast.engine.core.batch.BatchChain;
import dev.holdfast.engine.core.batch.Chain;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.membership.Roster;
import dev.holdfast.engine.core.membership.Statement.LastBatch;

import java.util.Optional;

/// Whose batches count, as the roster has it. A device that was put out is believed up to the batch
/// that its revocation names, and no further.
record Standing(Roster roster) {

    /// Whether a batch may be taken in; false too of a writer not yet heard of.
    boolean mayWrite(Chain chain, long n) {
        var writer = roster.device(chain.actor().device());
        if (writer.isEmpty()) {
            return false;
        }
        return writer.get().isAdmitted() ? writer.get().role().mayWrite() : n < cut(chain);
    }

    /// The number from which nothing of a chain counts; [BatchChain#UNCUT] when all does.
    long cut(Chain chain) {
        return isPutOut(chain)
                ? last(chain).map(last -> last.n() + 1).orElse(1L)
                : BatchChain.UNCUT;
    }

    /// The batch at which the word of a writer ends that was put out.
    Optional<Hash> hashOfLast(Chain chain) {
        return last(chain).map(LastBatch::hash);
    }

    private boolean isPutOut(Chain chain) {
        return roster.device(chain.actor().device())
                .filter(writer -> !writer.isAdmitted())
                .isPresent();
    }

    private Optional<LastBatch> last(Chain chain) {
        return roster.revocation(chain.actor().device()).stream()
                .flatMap(revocation -> revocation.says().batches().stream())
                .filter(last -> last.volume().equals(chain.volume().hash()))
                .filter(last -> last.incarnation() == chain.actor().incarnation())
                .findFirst();
    }
}
