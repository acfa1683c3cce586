package dev.holdfast.engine.node;

import dev.holdfast.engine.catalog.CatalogException;
import dev.holdfast.engine.disk.Room;
import dev.holdfast.engine.ledger.Ledger;
import dev.holdfast.engine.ledger.Shortening;
import dev.holdfast.engine.store.disk.DiskChunkStore;
import dev.holdfast.engine.wal.JournalException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;

/// Keeps the journal short, in its own time: writes a snapshot when that is worth it, and deletes
/// the segments that it stands for.
final class Bookkeeping implements AutoCloseable {

    /// How long journals are, and how often one looks at them.
    ///
    /// @param segmentBytes the length at which a segment of the journal ends
    record Scale(long segmentBytes, Duration every) {

        /// Full segments that a snapshot must take away.
        private static final int SEGMENTS_MIN = 2;

        Shortening policy() {
            return new Shortening(SEGMENTS_MIN * segmentBytes);
        }
    }

    /// What a snapshot takes of the disk.
    private static final long BYTES_PER_SECOND = 16 << 20;

    /// Between two rests.
    private static final int BYTES_AT_ONCE = 4 << 20;

    /// A disk that refused is left alone for so long.
    private static final Duration AFTER_FAILURE = Duration.ofHours(1);

    private static final Duration REST =
            Duration.ofMillis(1000L * BYTES_AT_ONCE / BYTES_PER_SECOND);

    private static final Logger LOG = LoggerFactory.getLogger(Bookkeeping.class);

    private final Ledger ledger;
    private final Room room;
    private final Scale scale;
    private final Chore chore;

    private Bookkeeping(Ledger ledger, Room room, Scale scale) {
        this.ledger = ledger;
        this.room = room;
        this.scale = scale;
        chore =
                Chore.start(
                        "bookkeeping",
                        "A snapshot is still being written; the next start forgets it.",
                        this::run);
    }

    /// @param room that the journal has
    static Bookkeeping start(Ledger ledger, Room room, Scale scale) {
        return new Bookkeeping(ledger, room, scale);
    }

    private void run() throws InterruptedException {
        boolean isWell = true;
        while (!Thread.currentThread().isInterrupted()) {
            SteadyClock.sleep(isWell ? scale.every() : AFTER_FAILURE);
            isWell = shorten();
        }
    }

    /// A failure costs room and nothing else; a later look tries again.
    ///
    /// @return whether all went well
    private boolean shorten() {
        try {
            long spare = room.usable() - DiskChunkStore.floorBytes(room.total());
            var policy = scale.policy();
            if (ledger.shorten(extent -> policy.isDue(extent, spare), new Stroll())) {
                LOG.info("The journal has a new snapshot.");
            }
            return true;
        } catch (IOException | JournalException | CatalogException e) {
            if (!Thread.currentThread().isInterrupted()) {
                LOG.warn("The journal is not made shorter now: {}", e.getMessage());
            }
            return false;
        }
    }

    /// Rests after so many bytes; gives up when the device stops.
    private static final class Stroll implements Ledger.Pace {

        private long bytes;

        @Override
        public boolean goesOn(int more) {
            bytes += more;
            if (bytes < BYTES_AT_ONCE) {
                return !Thread.currentThread().isInterrupted();
            }
            bytes = 0;
            try {
                SteadyClock.sleep(REST);
                return true;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
    }

    @Override
    public void close() {
        chore.close();
    }
}
