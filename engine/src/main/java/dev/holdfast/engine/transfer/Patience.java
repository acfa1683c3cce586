package dev.holdfast.engine.transfer;

import java.time.Duration;

/// How long to wait for what a peer was asked for. While bulk comes over the connection at all,
/// what is waited for stands behind it, so what counts is silence. And nobody is waited for for
/// ever who sends a byte now and then.
///
/// @param silence how long no bulk at all may come
/// @param first how long it may take in all, beside the time that what came of it takes at
///   [#PATH_RATE_MIN]
record Patience(Duration silence, Duration first) {

    /// The slowest path that is served: a quarter of the least rate that a person may set. Bytes a
    /// second.
    static final int PATH_RATE_MIN = 16 << 10;

    /// How much longer to wait; zero or less when no longer.
    ///
    /// @param waited since it was asked for
    /// @param quiet since bulk came over the connection, whenever that was
    /// @param got bytes of it that have come
    Duration left(Duration waited, Duration quiet, long got) {
        long silent = Math.min(quiet.toNanos(), waited.toNanos());
        long untilSilent = silence.toNanos() - silent;
        long untilSlow = first.plus(atLowestRate(got)).minus(waited).toNanos();
        return Duration.ofNanos(Math.min(untilSilent, untilSlow));
    }

    private static Duration atLowestRate(long bytes) {
        return Duration.ofMillis(bytes * 1000 / PATH_RATE_MIN);
    }
}
