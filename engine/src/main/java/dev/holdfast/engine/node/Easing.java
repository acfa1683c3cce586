package dev.holdfast.engine.node;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;

/// Carries out in this process what [Repose] decides. Only for a process that is there for one
/// device: the heap is collected as a whole.
final class Easing implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Easing.class);

    private final Runnable dropIdle;
    private final Chore chore;

    private Easing(Runnable dropIdle) {
        this.dropIdle = dropIdle;
        chore = Chore.start("easing", "The heap is still being collected.", this::run);
    }

    /// Begins at once.
    ///
    /// @param dropIdle lets go of memory that is kept for work to come
    static Easing start(Runnable dropIdle) {
        return new Easing(dropIdle);
    }

    private void run() throws InterruptedException {
        var repose = Repose.begun(sample());
        while (true) {
            SteadyClock.sleep(Repose.EVERY);
            var looked = repose.look(sample());
            repose =
                    switch (looked.step()) {
                        case NOTHING -> looked.then();
                        case COLLECT -> collected(looked.then());
                        case LET_GO -> {
                            dropIdle.run();
                            yield collected(looked.then());
                        }
                    };
        }
    }

    private static Repose collected(Repose repose) {
        long before = used();
        System.gc();
        var after = sample();
        LOG.debug("Collected the heap: {} of {} bytes are in use.", after.usedBytes(), before);
        return repose.collected(after);
    }

    private static Repose.Sample sample() {
        var cpu = ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
        return new Repose.Sample(System.nanoTime(), cpu, used());
    }

    private static long used() {
        var runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    @Override
    public void close() {
        chore.close();
    }
}
