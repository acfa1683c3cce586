package dev.holdfast.testbed.sim;

import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.hash.Sha256;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/// Virtual time: what is to happen, in order, and the one source of chance.
final class Timeline {

    private static final Comparator<Happening> ORDER =
            Comparator.comparing(Happening::at).thenComparingLong(Happening::number);

    private final PriorityQueue<Happening> queue = new PriorityQueue<>(ORDER);
    private final SplittableRandom random;
    private Hash trace = new Hash(0, 0, 0, 0);
    private Instant now = Instant.EPOCH;
    private long count;

    private record Happening(Instant at, long number, String what, Runnable deed) {}

    Timeline(long seed) {
        random = new SplittableRandom(seed);
    }

    Instant now() {
        return now;
    }

    /// `what` becomes part of the trace when the time has come.
    void in(Duration delay, String what, Runnable deed) {
        queue.add(new Happening(now.plus(delay), count++, what, deed));
    }

    /// Lets everything happen that is due until then, and does `after` after each thing.
    void runUntil(Instant end, Runnable after) {
        for (var next = queue.peek();
                next != null && !next.at().isAfter(end);
                next = queue.peek()) {
            queue.remove();
            now = next.at();
            note(next.what());
            next.deed().run();
            after.run();
        }
        now = end;
    }

    /// Lets everything happen that is due until then.
    void runUntil(Instant end) {
        runUntil(end, () -> {});
    }

    /// Adds a line to the trace.
    void note(String what) {
        var line = now + " " + what;
        trace = Sha256.of(trace.toBytes(), line.getBytes(StandardCharsets.UTF_8));
    }

    /// A hash of everything that happened, in order.
    Hash trace() {
        return trace;
    }

    /// How many things have happened or are to.
    long count() {
        return count;
    }

    /// True once in so many times.
    boolean onceIn(int times) {
        return random.nextInt(times) == 0;
    }

    /// From 0 to less than 1.
    double chance() {
        return random.nextDouble();
    }

    void fill(byte[] bytes) {
        random.nextBytes(bytes);
    }

    <T> T oneOf(List<T> things) {
        return things.get(random.nextInt(things.size()));
    }

    /// Between one millisecond and `max`, short ones more often.
    Duration delayUpTo(Duration max) {
        double drawn = random.nextDouble();
        return Duration.ofMillis(1 + (long) (max.toMillis() * drawn * drawn * drawn));
    }
}
