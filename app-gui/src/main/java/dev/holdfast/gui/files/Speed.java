package dev.holdfast.gui.files;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/// How fast a transfer goes, over its last seconds. A value: each report gives the next.
///
/// @param perSecond of what the reports count; empty before there is enough to tell
record Speed(long done, long atNanos, OptionalLong perSecond) {

    private static final double NANOS_PER_SECOND = 1e9;

    /// Reports closer together than this are taken as one, nanoseconds.
    private static final long APART_MIN = 400_000_000;

    /// How much the latest measurement weighs against those before.
    private static final double WEIGHT = 0.4;

    static Speed starting(long done, long atNanos) {
        return new Speed(done, atNanos, OptionalLong.empty());
    }

    Speed next(long nowDone, long nowNanos) {
        long nanos = nowNanos - atNanos;
        if (nowDone < done) {
            return starting(nowDone, nowNanos);
        }
        if (nanos < APART_MIN) {
            return this;
        }
        double latest = (nowDone - done) * NANOS_PER_SECOND / nanos;
        double smooth =
                perSecond.isPresent()
                        ? WEIGHT * latest + (1 - WEIGHT) * perSecond.getAsLong()
                        : latest;
        return new Speed(nowDone, nowNanos, OptionalLong.of(Math.round(smooth)));
    }

    /// How long what is left will take at this speed.
    Optional<Duration> left(long total) {
        if (perSecond.isEmpty() || perSecond.getAsLong() == 0 || total <= done) {
            return Optional.empty();
        }
        return Optional.of(Duration.ofSeconds((total - done) / perSecond.getAsLong() + 1));
    }
}
