package dev.holdfast.engine.node;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// Starts at the time of a wall clock and then goes on evenly, whatever is done to that one.
final class SteadyClock implements InstantSource {

    private final Instant start;
    private final long began = System.nanoTime();

    SteadyClock(InstantSource wall) {
        start = wall.instant();
    }

    @Override
    public Instant instant() {
        return start.plusNanos(System.nanoTime() - began);
    }

    /// Lets time pass on the calling thread.
    static void sleep(Duration duration) throws InterruptedException {
        Thread.sleep(duration);
    }
}
