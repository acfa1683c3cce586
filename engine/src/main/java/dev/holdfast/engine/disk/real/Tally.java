package dev.holdfast.engine.disk.real;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/// Counts what one disk does. Safe for many threads.
final class Tally {

    private final LongAdder syncs = new LongAdder();
    private final LongAdder syncNanos = new LongAdder();
    private final LongAdder written = new LongAdder();
    private final LongAdder read = new LongAdder();

    void wrote(long bytes) {
        written.add(bytes);
    }

    void read(long bytes) {
        read.add(bytes);
    }

    /// @param start when the sync began, by `System.nanoTime`
    void synced(long start) {
        syncs.increment();
        syncNanos.add(System.nanoTime() - start);
    }

    RealDisk.Work work() {
        return new RealDisk.Work(
                syncs.sum(), Duration.ofNanos(syncNanos.sum()), written.sum(), read.sum());
    }
}
