package dev.holdfast.engine.node;

import dev.holdfast.engine.store.StoreException;
import dev.holdfast.engine.store.disk.DiskChunkStore;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;

/// Gives the room of chunks that were let go back to the file system, in its own time.
final class Tidying implements AutoCloseable {

    /// Between two packs, so that moving takes at most 25 MB/s of the disk.
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private static final Duration EVERY_MIN = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(Tidying.class);

    private final DiskChunkStore store;
    private final Duration every;
    private final Chore chore;

    private Tidying(DiskChunkStore store, Duration every) {
        this.store = store;
        this.every = every;
        chore =
                Chore.start(
                        "tidying",
                        "A pack is still being emptied; the next start goes on.",
                        this::run);
    }

    /// Looks from now on as often as copies are let go.
    static Tidying start(DiskChunkStore store, Duration evictAfter) {
        var every = evictAfter.compareTo(EVERY_MIN) < 0 ? EVERY_MIN : evictAfter;
        return new Tidying(store, every);
    }

    private void run() throws InterruptedException {
        while (true) {
            SteadyClock.sleep(every);
            tidy();
        }
    }

    /// A failure costs room and nothing else; the next look tries again.
    private void tidy() throws InterruptedException {
        try {
            for (long freed = store.compact(); freed > 0; freed = store.compact()) {
                LOG.info("Gave {} MB back to the file system.", freed / 1_000_000);
                SteadyClock.sleep(PAUSE);
            }
        } catch (StoreException e) {
            LOG.warn("Room of removed chunks is not given back: {}", e.getMessage());
        }
    }

    @Override
    public void close() {
        chore.close();
    }
}
