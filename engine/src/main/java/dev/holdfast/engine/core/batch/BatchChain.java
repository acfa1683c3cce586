package dev.holdfast.engine.core.batch;

import dev.holdfast.engine.core.hash.Hash;

/// One writer's chain in one volume, as far as it is held here.
///
/// @param n number of the last batch held; 0 before the first
/// @param last id of that batch
/// @param cut number from which nothing of this writer counts; [#UNCUT] when all does
public record BatchChain(long n, Hash last, long cut) {

    public static final long UNCUT = Long.MAX_VALUE;

    public static final BatchChain EMPTY = new BatchChain(0, BatchHeader.NONE, UNCUT);

    /// What to do with a batch that arrives.
    public sealed interface Verdict {

        /// It is the next one: keep it.
        record Accept(BatchChain then) implements Verdict {}

        /// It is held already.
        record Duplicate() implements Verdict {}

        /// Batches before it are missing.
        record Gap(long next) implements Verdict {}

        /// There are two batches of one number, so two writers with one key. Nothing of this writer
        /// counts from there on.
        record Fork(long from) implements Verdict {}

        /// The writer was cut off before it: removed from the pool, or forked.
        record Late(long cut) implements Verdict {}
    }

    /// Finds the id of a batch that is held.
    @FunctionalInterface
    public interface Held {
        Hash idOf(long n);
    }

    /// Judges a batch whose signature is good. `held` is asked only for numbers up to [#n].
    public Verdict judge(BatchHeader header, Hash id, Held held) {
        long arrived = header.dot().n();
        if (arrived >= cut) {
            return new Verdict.Late(cut);
        }
        if (arrived <= n) {
            return held.idOf(arrived).equals(id)
                    ? new Verdict.Duplicate()
                    : new Verdict.Fork(arrived);
        }
        if (arrived > n + 1) {
            return new Verdict.Gap(n + 1);
        }
        return header.previous().equals(last)
                ? new Verdict.Accept(new BatchChain(arrived, id, cut))
                : new Verdict.Fork(n);
    }

    /// The same chain when nothing counts from `from` on.
    public BatchChain cutAt(long from) {
        return new BatchChain(n, last, Math.min(cut, from));
    }
}
