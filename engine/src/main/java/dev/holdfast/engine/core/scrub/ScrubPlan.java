package dev.holdfast.engine.core.scrub;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Says which pack is to be read next, from when on, and how fast.
///
/// The pack whose last look is longest ago comes first. Its turn begins when half of the span is
/// over, so that a device which is off at night, or for a fortnight, still comes to all of them in
/// time. The pace is the slowest at which every pack is read before three quarters of it are over;
/// the last quarter is for those that did not come to it, at the full pace.
///
/// @param within how long after its last look a pack is read again at the latest
/// @param bytesPerSecond the most that reading may take of the disk, also when it is late
public record ScrubPlan(Duration within, long bytesPerSecond) {

    /// So much is read in a second even when there is time: a pack in four minutes.
    public static final long SLOWEST = 1 << 20;

    /// A twentieth of what a modest disk reads in a row.
    public static final long FASTEST = 16 << 20;

    public ScrubPlan {
        if (within.isNegative() || bytesPerSecond < 1) {
            throw new IllegalArgumentException(
                    "all within " + within + " at " + bytesPerSecond + " bytes per second");
        }
    }

    /// A pack.
    ///
    /// @param number names it
    /// @param bytes to be read in it
    /// @param seen when it was last read, or found for the first time
    public record Pack(long number, long bytes, Instant seen) {}

    /// What is to be done.
    ///
    /// @param pack to be read; empty when there is none at all
    /// @param at not sooner
    /// @param bytesPerSecond no faster
    public record Turn(Optional<Pack> pack, Instant at, long bytesPerSecond) {}

    /// The next turn. A look that lies in the future was noted by a clock that was wrong, and
    /// counts as one of now.
    public Turn next(List<Pack> packs, Instant now) {
        var inOrder =
                packs.stream()
                        .map(pack -> pack.seen().isAfter(now) ? seen(pack, now) : pack)
                        .sorted(Comparator.comparing(Pack::seen).thenComparingLong(Pack::number))
                        .toList();
        if (inOrder.isEmpty()) {
            return new Turn(Optional.empty(), now.plus(within.dividedBy(2)), SLOWEST);
        }
        var first = inOrder.getFirst();
        return new Turn(
                Optional.of(first), first.seen().plus(within.dividedBy(2)), pace(inOrder, now));
    }

    private static Pack seen(Pack pack, Instant at) {
        return new Pack(pack.number(), pack.bytes(), at);
    }

    private long pace(List<Pack> inOrder, Instant now) {
        double fastest = SLOWEST;
        double bytes = 0;
        for (var pack : inOrder) {
            bytes += pack.bytes();
            var left = Duration.between(now, pack.seen().plus(within.multipliedBy(3).dividedBy(4)));
            fastest =
                    Math.max(
                            fastest,
                            left.isPositive() ? bytes * 1e3 / left.toMillis() : Long.MAX_VALUE);
        }
        return Math.min((long) fastest, bytesPerSecond);
    }
}
