package dev.holdfast.engine.node;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/// Lets a command wait on a device that has just joined: every pool has a volume, and who knows of
/// none has not met another device yet.
///
/// @param heard whether a volume is known
/// @param most how long a command waits; it then answers from what is known
record FirstWord(BooleanSupplier heard, Duration most) {

    /// Long enough to find a device on the same network, short enough for who has none in reach.
    static final Duration MOST = Duration.ofSeconds(10);

    private static final Duration LOOK = Duration.ofMillis(20);

    void await() throws InterruptedException {
        long end = System.nanoTime() + most.toNanos();
        while (!heard.getAsBoolean() && System.nanoTime() - end < 0) {
            SteadyClock.sleep(LOOK);
        }
    }
}
