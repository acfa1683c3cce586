package dev.holdfast.engine.core.batch;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What a device has to do so that neither it nor one peer lacks a batch that the other has: one
/// thing after another, and never the same thing twice because two events asked for it. What is to
/// be done is a set, so it is bounded by the chains.
///
/// Not a value but an object with one owner, for as long as a connection stands. It begins with a
/// comparison.
public final class Errands {

    /// One thing to do.
    public sealed interface Errand {

        /// Tell each other how far each chain is held.
        record Compare() implements Errand {}

        /// Fetch what the peer has more of a chain.
        record Pull(Chain chain) implements Errand {}

        /// Fetch batch `n`, which is another one there.
        record Prove(Chain chain, long n) implements Errand {}

        /// Give what the peer lacks of a chain.
        record Push(Chain chain) implements Errand {}

        /// Say how far a chain is held here.
        record Tell(Chain chain) implements Errand {}
    }

    private final Set<Errand> errands = new LinkedHashSet<>(List.of(new Errand.Compare()));
    private final Map<Chain, Long> theirs = new HashMap<>();

    /// What to do next; it counts as done then.
    public Optional<Errand> next() {
        var first = errands.stream().findFirst();
        first.ifPresent(errands::remove);
        return first;
    }

    public boolean isEmpty() {
        return errands.isEmpty();
    }

    /// The roster has changed: batches that were refused may count now.
    public void compareAgain() {
        errands.add(new Errand.Compare());
    }

    /// A chain has become longer here. Its writer gives the batches; others say that they have
    /// them.
    public void changed(Chain chain, boolean isMine) {
        errands.add(isMine ? new Errand.Push(chain) : new Errand.Tell(chain));
    }

    /// The peer holds a chain up to `n`, this device up to `mine`.
    public void theyHave(Chain chain, long n, long mine) {
        theirs.merge(chain, n, Math::max);
        if (n > mine) {
            errands.add(new Errand.Pull(chain));
        }
    }

    /// The peer holds another batch `n` of a chain than this device: both see both.
    public void theyDiffer(Chain chain, long n) {
        errands.add(new Errand.Prove(chain, n));
    }

    /// How far the peer said that it holds a chain.
    public long theyHave(Chain chain) {
        return theirs.getOrDefault(chain, 0L);
    }
}
