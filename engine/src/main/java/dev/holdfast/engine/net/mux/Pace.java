package dev.holdfast.engine.net.mux;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/// How many bytes of bulk may be on their way at once: what the path delivers in a round trip and
/// [#QUEUED_MAX] more. So the path is never idle, and a message never queues behind more bulk than
/// leaves within that time.
///
/// Rate and round trip are estimated from receipts as in BBR (Cardwell et al. 2016): the greatest
/// rate of the recent past, and the least round trip since the path was last empty; later ones
/// include what this sender has queued itself. Times are `System.nanoTime` values given by the
/// caller. Not safe for many threads.
final class Pace {

    static final Duration QUEUED_MAX = Duration.ofMillis(100);

    /// Before anything is known, and the least ever. Bytes.
    static final long INITIAL = 256 << 10;

    static final long MIN = 128 << 10;

    private static final int SHARE_MIN = 16 << 10;

    /// The greatest of a window and the one before it count.
    private static final long WINDOW_NANOS = Duration.ofSeconds(2).toNanos();

    /// Marks are no closer than this. Bytes.
    private static final int MARK_STEP = 64 << 10;

    /// A moment: the bytes sent until then, and how many of them were known to have arrived.
    private record Mark(long sent, long arrived, long nanos) {}

    private final Deque<Mark> marks = new ArrayDeque<>();
    private long markedAt;
    private long windowFrom;
    private double rate;
    private double rateBefore;
    private long trip = Long.MAX_VALUE;
    private long allowed = INITIAL;

    long allowed() {
        return allowed;
    }

    /// How much of it one stream may take at a time, so that many share even a slow path.
    int share() {
        return Math.clamp(allowed / 4, SHARE_MIN, Frame.BYTES_MAX);
    }

    /// Notes that `sent` bytes have been sent in all while `arrived` were known to have arrived.
    void sent(long sent, long arrived, long now) {
        if (sent - arrived <= MARK_STEP) {
            trip = Long.MAX_VALUE;
            marks.clear();
        }
        if (marks.isEmpty() || sent - markedAt >= MARK_STEP) {
            marks.add(new Mark(sent, arrived, now));
            markedAt = sent;
        }
    }

    /// Notes that `arrived` bytes have arrived in all.
    void arrived(long arrived, long now) {
        Mark mark = null;
        while (!marks.isEmpty() && marks.getFirst().sent <= arrived) {
            mark = marks.removeFirst();
        }
        if (mark == null) {
            return;
        }
        turnWindow(now);
        long took = Math.max(now - mark.nanos, 1);
        trip = Math.min(trip, took);
        rate = Math.max(rate, (arrived - mark.arrived) / (double) took);
        double perNano = Math.max(rate, rateBefore);
        double bytes = perNano * (trip + QUEUED_MAX.toNanos());
        allowed = Math.max(MIN, (long) bytes);
    }

    private void turnWindow(long now) {
        if (now - windowFrom >= WINDOW_NANOS) {
            windowFrom = now;
            rateBefore = rate;
            rate = 0;
        }
    }
}
