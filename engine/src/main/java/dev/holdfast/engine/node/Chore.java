package dev.holdfast.engine.node;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// Work that a device does beside everything else for as long as it runs, on a thread of its own.
final class Chore implements AutoCloseable {

    /// For what is under way, before things are closed under it.
    private static final Duration STOP_MAX = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(Chore.class);

    private final String ifLate;
    private final ExecutorService thread;

    private Chore(String name, String ifLate) {
        this.ifLate = ifLate;
        thread =
                Executors.newSingleThreadExecutor(Thread.ofVirtual().name(name + "-", 0).factory());
    }

    /// What is done until the thread is interrupted.
    @FunctionalInterface
    interface Work {
        void run() throws InterruptedException;
    }

    /// Begins at once.
    ///
    /// @param ifLate what to say when the work is not over in time at the end
    static Chore start(String name, String ifLate, Work work) {
        var chore = new Chore(name, ifLate);
        chore.thread.execute(
                () -> {
                    try {
                        work.run();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
        return chore;
    }

    /// Interrupts the work and waits for its end, but not for ever.
    @Override
    public void close() {
        thread.shutdownNow();
        try {
            if (!thread.awaitTermination(STOP_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn(ifLate);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
