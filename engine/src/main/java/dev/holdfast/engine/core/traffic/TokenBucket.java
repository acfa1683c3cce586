package dev.holdfast.engine.core.traffic;

import java.time.Duration;

/// Spaces bytes so that no more than a rate go over any longer time: each share goes when those
/// before it have had their time. What was not used for a while is lost but for [#BURST]. Whoever
/// asks first goes first.
///
/// Not a value but an object with one owner; times are given by the caller, in nanoseconds.
public final class TokenBucket {

    /// So much of what was not used may go at once.
    public static final Duration BURST = Duration.ofMillis(100);

    private static final int SHARE_MIN = 4 << 10;
    private static final int SHARE_MAX = 256 << 10;
    private static final int SHARES_PER_SECOND = 20;

    private long free;
    private boolean isBegun;

    /// How many bytes of `wanted` to take at a time, so that many share even a slow rate.
    public static int share(int wanted, long bytesPerSecond) {
        return Math.min(
                wanted, Math.clamp(bytesPerSecond / SHARES_PER_SECOND, SHARE_MIN, SHARE_MAX));
    }

    /// Takes a place for so many bytes at this rate.
    ///
    /// @return how many nanoseconds from `now` on they are to wait
    public long take(int bytes, long bytesPerSecond, long now) {
        long earliest = now - BURST.toNanos();
        if (!isBegun || free - earliest < 0) {
            free = earliest;
            isBegun = true;
        }
        long wait = Math.max(0, free - now);
        free += Math.round(bytes * 1e9 / bytesPerSecond);
        return wait;
    }

    /// From now on another rate holds: nobody waits for what the one before made late.
    public void restart() {
        isBegun = false;
    }
}
