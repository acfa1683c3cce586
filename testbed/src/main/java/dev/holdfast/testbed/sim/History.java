package dev.holdfast.testbed.sim;

import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.namespace.Dot;
import dev.holdfast.testbed.sim.Promises.BrokenPromise;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/// What people have replaced or removed, and when: how long it must be kept, and when its room must
/// have come back.
final class History {

    /// In so long what was replaced has gone everywhere, when nothing is in the way.
    private static final Duration LEFT_MAX = Duration.ofMinutes(50);

    private final Map<Dot, Replaced> replaced = new LinkedHashMap<>();
    private final Set<ChunkId> adoptable = new HashSet<>();
    private boolean areClocksRight = true;
    private boolean areWritersOne = true;

    private record Replaced(ChunkId chunk, Instant at) {}

    /// A clock does not show the right time any more, so that nobody can tell how long ago it was.
    void clocksAreWrong() {
        areClocksRight = false;
    }

    /// A device writes under another name, so that what it was storing is never known to be over.
    void isAnew() {
        areWritersOne = false;
    }

    /// Somebody has replaced or removed a version that had this chunk.
    void replaced(Dot version, ChunkId chunk, Instant now) {
        replaced.putIfAbsent(version, new Replaced(chunk, now));
    }

    /// All others count for nothing.
    void keep(Predicate<Dot> counting) {
        replaced.keySet().removeIf(counting.negate());
    }

    /// A device that was put out has stored it in a batch that does not count: whoever has that
    /// keeps the chunk, for an owner may adopt the device.
    void mayBeAdopted(ChunkId chunk) {
        adoptable.add(chunk);
    }

    /// A device deletes chunks.
    void deleted(Life by, Collection<ChunkId> chunks, Instant now) {
        for (var each : replaced.values()) {
            if (chunks.contains(each.chunk) && !mayGo(each, now)) {
                throw new BrokenPromise(
                        "%s deletes at %s what was replaced only at %s"
                                .formatted(by, clock(now), clock(each.at)));
            }
        }
    }

    /// Whether every version that had this chunk was replaced so long ago that devices delete it.
    boolean mayGo(ChunkId chunk, Instant now) {
        return replaced.values().stream()
                .filter(each -> each.chunk.equals(chunk))
                .allMatch(each -> mayGo(each, now));
    }

    private boolean mayGo(Replaced each, Instant now) {
        return !areClocksRight || !each.at.plus(Collecting.KEEP).plus(Collecting.AGE).isAfter(now);
    }

    /// The chunks whose room must have come back.
    ///
    /// @param shown those that stand in some name
    Set<ChunkId> gone(Set<ChunkId> shown, Instant now) {
        var gone = new HashSet<ChunkId>();
        if (areClocksRight && areWritersOne) {
            var latest = now.minus(LEFT_MAX);
            replaced.values().forEach(each -> gone.add(each.chunk));
            gone.removeIf(
                    chunk ->
                            replaced.values().stream()
                                    .filter(each -> each.chunk.equals(chunk))
                                    .anyMatch(each -> each.at.isAfter(latest)));
            gone.removeAll(shown);
            gone.removeAll(adoptable);
        }
        return gone;
    }

    private static String clock(Instant at) {
        return Pool.clock(Duration.between(Instant.EPOCH, at));
    }
}
