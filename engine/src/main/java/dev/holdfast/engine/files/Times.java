package dev.holdfast.engine.files;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

/// Times of files as entries keep them: nanoseconds since 1970 UTC, good until the year 2262.
final class Times {

    private static final long NANOS = TimeUnit.SECONDS.toNanos(1);

    private Times() {}

    static Instant instant(long nanos) {
        return Instant.ofEpochSecond(Math.floorDiv(nanos, NANOS), Math.floorMod(nanos, NANOS));
    }

    /// The nearest time that can be kept.
    static long nanos(Instant time) {
        try {
            return Math.addExact(Math.multiplyExact(time.getEpochSecond(), NANOS), time.getNano());
        } catch (ArithmeticException e) {
            return time.getEpochSecond() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
    }
}
