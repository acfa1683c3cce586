package dev.holdfast.engine.core.routing;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Optional;

/// Whom to ask for a chunk, and when to ask one more: the likeliest first; the next at once when
/// one has no sound copy, and beside it when one is slow. The first sound copy ends it.
///
/// Not a value but an object with one owner; it holds no clock. The owner calls [#next], then waits
/// for an answer or for its patience to end, says which it was, and begins anew.
///
/// @param <T> a holder that can be asked
public final class HolderRace<T> {

    /// Holders that race for one chunk.
    public static final int RACERS_MAX = 3;

    private final Deque<T> waiting;
    private int running;
    private boolean isGivenUp;

    /// @param holders the likeliest first
    public HolderRace(Collection<T> holders) {
        waiting = new ArrayDeque<>(holders);
    }

    /// Whether there is anyone to ask or to wait for.
    public boolean goesOn() {
        return !isGivenUp && (running > 0 || !waiting.isEmpty());
    }

    /// Whom to ask now; empty when enough are racing or nobody is left.
    public Optional<T> next() {
        if (!isAnotherReady()) {
            return Optional.empty();
        }
        running++;
        return Optional.of(waiting.removeFirst());
    }

    /// Whether there is one more to ask should those that race be slow.
    public boolean isAnotherReady() {
        return !waiting.isEmpty() && running < RACERS_MAX;
    }

    /// One of those that race has no sound copy, or has broken off.
    public void lost() {
        running--;
    }

    /// Nothing has come for as long as patience lasts. When there is nobody more to ask the chunk
    /// is given up.
    public void silent() {
        isGivenUp = !isAnotherReady();
    }
}
