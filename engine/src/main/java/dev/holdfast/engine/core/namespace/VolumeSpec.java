package dev.holdfast.engine.core.namespace;

import dev.holdfast.engine.core.canonical.CanonicalReader;
import dev.holdfast.engine.core.canonical.CanonicalWriter;
import dev.holdfast.engine.core.canonical.MalformedException;

import java.time.Duration;

/// How a volume is kept. Its name is the path of its entry in the system volume, its id the node.
///
/// @param factor copies of each chunk
/// @param chunkBytes size of every chunk, or 0 where the content decides
/// @param waitFor durable copies a command waits for: a number, or [#WAIT_ALL]; 0 and 1 wait for no
///   other device
/// @param keep how long what was replaced or deleted stays, all of it
/// @param daily how long the last version of each day stays; nothing more than `keep` says where it
///   is no longer
public record VolumeSpec(int factor, int chunkBytes, int waitFor, Duration keep, Duration daily) {

    public static final int FACTOR_MAX = 8;

    /// As many copies as the factor asks for.
    public static final int WAIT_ALL = 255;

    public static final int CHUNK_MIN = 1 << 10;

    public static final int CHUNK_MAX = 512 << 20;

    public static final Duration KEEP_MAX = Duration.ofDays(36_500);

    /// What `init` makes.
    public static final VolumeSpec DEFAULT =
            new VolumeSpec(3, 0, 2, Duration.ofDays(30), Duration.ofDays(365));

    public VolumeSpec {
        if (factor < 1 || factor > FACTOR_MAX) {
            throw new IllegalArgumentException("a factor of " + factor + " is not in 1..8");
        }
        if (chunkBytes != 0 && (chunkBytes < CHUNK_MIN || chunkBytes > CHUNK_MAX)) {
            throw new IllegalArgumentException("chunks of " + chunkBytes + " bytes");
        }
        if (waitFor < 0 || (waitFor > FACTOR_MAX && waitFor != WAIT_ALL)) {
            throw new IllegalArgumentException("a wait for " + waitFor + " copies");
        }
        checkSpan(keep);
        checkSpan(daily);
    }

    private static void checkSpan(Duration span) {
        if (span.isNegative() || span.compareTo(KEEP_MAX) > 0) {
            throw new IllegalArgumentException("keeping for " + span);
        }
    }

    /// Whether anything of a day may stay.
    public boolean hasDays() {
        return !daily.isZero();
    }

    /// In one of two forms: only one [#hasDays] tells of those.
    public void write(CanonicalWriter to) {
        to.u8(factor).u32(chunkBytes).u8(waitFor).u64(keep.toSeconds());
        if (hasDays()) {
            to.u64(daily.toSeconds());
        }
    }

    /// @param hasDays in which of the two forms it is
    public static VolumeSpec read(CanonicalReader in, boolean hasDays) throws MalformedException {
        int factor = in.u8();
        int chunkBytes = in.u32();
        int waitFor = in.u8();
        var keep = span(in);
        var daily = hasDays ? span(in) : Duration.ZERO;
        if (hasDays == daily.isZero()) {
            throw new MalformedException("a volume that keeps no days, and says so");
        }
        try {
            return new VolumeSpec(factor, chunkBytes, waitFor, keep, daily);
        } catch (IllegalArgumentException e) {
            throw new MalformedException("a volume that cannot be", e);
        }
    }

    private static Duration span(CanonicalReader in) throws MalformedException {
        return Duration.ofSeconds(in.u64());
    }
}
