package dev.holdfast.engine.net;

import java.time.Duration;

/// How well the path between two devices works, for tests and demonstrations: how long a byte takes
/// one way, how many pass in a second each way, and whether the path is cut. At 0 bytes a second
/// nothing moves and nobody is told.
public record LinkConditions(Duration delay, long bytesPerSecond, boolean cut) {

    public static final long UNLIMITED = Long.MAX_VALUE;

    public static final LinkConditions PERFECT =
            new LinkConditions(Duration.ZERO, UNLIMITED, false);
    public static final LinkConditions CUT = new LinkConditions(Duration.ZERO, UNLIMITED, true);
    public static final LinkConditions SILENT = new LinkConditions(Duration.ZERO, 0, false);

    public LinkConditions {
        if (delay.isNegative() || bytesPerSecond < 0) {
            throw new IllegalArgumentException(
                    "a delay of %s and %d bytes a second".formatted(delay, bytesPerSecond));
        }
    }

    /// A path that is slow to answer and as broad as ever.
    public static LinkConditions roundTrip(Duration thereAndBack) {
        return new LinkConditions(thereAndBack.dividedBy(2), UNLIMITED, false);
    }

    /// When something that was sent at `sent`, behind what left at `before`, has left. Nanoseconds.
    public long departure(long sent, long before, int bytes) {
        long start = sent - before > 0 ? sent : before;
        return bytesPerSecond == UNLIMITED
                ? start
                : start + Math.round(bytes * 1e9 / bytesPerSecond);
    }
}
