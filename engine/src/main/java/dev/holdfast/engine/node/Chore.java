package dev.holdfast.engine.node;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Work that a device does beside everything else for as long as it runs, on a thread of its own.
/// When it fails in a way that nobody foresaw, the log tells so and it begins again: a device that
/// scrubs, mends or keeps folders in step must not stand still in silence.
final class Chore implements AutoCloseable {

    /// For what is under way, before things are closed under it.
    private static final Duration STOP_MAX = Duration.ofSeconds(10);

    /// What becomes of work that fails.
    ///
    /// @param againAfter until it begins again
    /// @param told of each failure, beside the log
    record Failing(Duration againAfter, Consumer<RuntimeException> told) {

        /// What fails at once must not fill the log.
        private static final Duration USUAL = Duration.ofSeconds(30);

        static Failing tell(Consumer<RuntimeException> told) {
            return new Failing(USUAL, told);
        }
    }

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
        return start(name, ifLate, Failing.tell(_ -> {}), work);
    }

    /// The same for work of which others are to hear when it fails.
    static Chore start(String name, String ifLate, Failing failing, Work work) {
        var chore = new Chore(name, ifLate);
        chore.thread.execute(
                () -> {
                    try {
                        while (!isDone(name, failing, work)) {
                            SteadyClock.sleep(failing.againAfter());
                        }
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
        return chore;
    }

    private static boolean isDone(String name, Failing failing, Work work)
            throws InterruptedException {
        try {
            work.run();
            return true;
        } catch (RuntimeException e) {
            LOG.error("The chore \"{}\" failed; it begins again soon.", name, e);
            failing.told().accept(e);
            return false;
        }
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
