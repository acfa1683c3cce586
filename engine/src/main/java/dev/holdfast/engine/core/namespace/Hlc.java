package dev.holdfast.engine.core.namespace;

import dev.holdfast.engine.core.canonical.CanonicalReader;
import dev.holdfast.engine.core.canonical.CanonicalWriter;
import dev.holdfast.engine.core.canonical.MalformedException;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;

/// A hybrid logical clock's stamp: the wall clock where clocks are right, and a counter where they
/// are not. Kulkarni et al., "Logical physical clocks", 2014.
///
/// Stamps say which of two concurrent versions is shown under the plain name and what stood at a
/// given time. Whether a version replaces another is never asked of a clock.
///
/// @param millis since 1970 UTC
/// @param count orders stamps of one millisecond
public record Hlc(long millis, int count) implements Comparable<Hlc> {

    public static final Hlc ZERO = new Hlc(0, 0);

    /// How far ahead of the own wall clock a stamp is believed. A clock that is wrong by more does
    /// not drag the others along.
    public static final Duration SKEW_MAX = Duration.ofMinutes(5);

    private static final long DAY_MILLIS = Duration.ofDays(1).toMillis();

    private static final Comparator<Hlc> ORDER =
            Comparator.comparingLong(Hlc::millis).thenComparingInt(Hlc::count);

    public Hlc {
        if (millis < 0 || count < 0) {
            throw new IllegalArgumentException("a stamp of " + millis + "." + count);
        }
    }

    /// The stamp of something done at `wallMillis` by one who has seen `seen`: later than `seen`,
    /// unless `seen` is more than [#SKEW_MAX] ahead.
    public static Hlc after(Hlc seen, long wallMillis) {
        if (seen.millis < wallMillis) {
            return new Hlc(wallMillis, 0);
        }
        long believed = Math.addExact(wallMillis, SKEW_MAX.toMillis());
        if (seen.millis > believed) {
            return new Hlc(believed, 0);
        }
        return seen.count == Integer.MAX_VALUE
                ? new Hlc(seen.millis + 1, 0)
                : new Hlc(seen.millis, seen.count + 1);
    }

    /// The day of the stamp by UTC, so it is the same on every device: days since 1970.
    public long day() {
        return millis / DAY_MILLIS;
    }

    public Instant instant() {
        return Instant.ofEpochMilli(millis);
    }

    public void write(CanonicalWriter to) {
        to.u64(millis).u32(count);
    }

    public static Hlc read(CanonicalReader in) throws MalformedException {
        return new Hlc(in.u64(), in.u32());
    }

    @Override
    public int compareTo(Hlc that) {
        return ORDER.compare(this, that);
    }
}
