package dev.holdfast.testbed.sim;

import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.namespace.Dot;
import dev.holdfast.testbed.sim.Promises.BrokenPromise;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/// What people have replaced or removed, and when: how long it must be kept, and when its room must
/// have come back.
final class History {

    /// So long after its time what was replaced has gone everywhere, when nothing is in the way.
    private static final Duration LEFT_MAX = Duration.ofMinutes(45);

    private final Duration daily;
    private final Map<Dot, List<Replaced>> replaced = new LinkedHashMap<>();
    private final Set<ChunkId> adoptable = new HashSet<>();
    private boolean areClocksRight = true;
    private boolean areWritersOne = true;

    /// @param kept how long it stays after that
    private record Replaced(ChunkId chunk, Instant at, Duration kept) {}

    /// @param daily how long the last version of each day is kept
    History(Duration daily) {
        this.daily = daily;
    }

    /// A clock does not show the right time any more, so that nobody can tell how long ago it was.
    void clocksAreWrong() {
        areClocksRight = false;
    }

    /// A device writes under another name, so that what it was storing is never known to be over.
    void isAnew() {
        areWritersOne = false;
    }

    /// Somebody has replaced or removed a version that had this chunk.
    void replaced(Dot version, ChunkId chunk, Instant now, boolean isLastOfDay) {
        boolean isOfDays = isLastOfDay && daily.compareTo(Collecting.KEEP) > 0;
        replaced.computeIfAbsent(version, _ -> new ArrayList<>())
                .add(new Replaced(chunk, now, isOfDays ? daily : Collecting.KEEP));
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
            if (chunks.contains(each.getFirst().chunk) && !mayGo(each, now)) {
                throw new BrokenPromise(
                        "%s deletes at %s what was replaced only at %s"
                                .formatted(by, clock(now), clock(each.getFirst().at)));
            }
        }
    }

    /// Whether every version that had this chunk was replaced so long ago that devices delete it.
    boolean mayGo(ChunkId chunk, Instant now) {
        return replaced.values().stream()
                .filter(each -> each.getFirst().chunk.equals(chunk))
                .allMatch(each -> mayGo(each, now));
    }

    /// Whether one of those who have replaced a version did so long enough ago.
    private boolean mayGo(List<Replaced> version, Instant now) {
        return !areClocksRight
                || version.stream()
                        .anyMatch(by -> !by.at.plus(by.kept).plus(Collecting.AGE).isAfter(now));
    }

    /// Whether all of them did so that long ago that its room must have come back.
    private static boolean mustBeGone(List<Replaced> version, Instant now) {
        return version.stream().noneMatch(by -> by.at.plus(by.kept).plus(LEFT_MAX).isAfter(now));
    }

    /// The chunks whose room must have come back.
    ///
    /// @param shown those that stand in some name
    Set<ChunkId> gone(Set<ChunkId> shown, Instant now) {
        var gone = new HashSet<ChunkId>();
        if (areClocksRight && areWritersOne) {
            replaced.values().forEach(each -> gone.add(each.getFirst().chunk));
            replaced.values().stream()
                    .filter(each -> !mustBeGone(each, now))
                    .forEach(each -> gone.remove(each.getFirst().chunk));
            gone.removeAll(shown);
            gone.removeAll(adoptable);
        }
        return gone;
    }

    private static String clock(Instant at) {
        return Pool.clock(Duration.between(Instant.EPOCH, at));
    }
}
