package dev.holdfast.engine.node;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// Starts at the wall clock's time and then goes on evenly, whatever is done to the wall clock.
final class SteadyClock implements InstantSource {

    private final Instant start = Instant.now();
    private final long began = System.nanoTime();

    @Override
    public Instant instant() {
        return start.plusNanos(System.nanoTime() - began);
    }

    /// Lets time pass on the calling thread.
    static void sleep(Duration duration) throws InterruptedException {
        Thread.sleep(duration);
    }
}
