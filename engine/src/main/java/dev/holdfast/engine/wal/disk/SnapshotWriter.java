package dev.holdfast.engine.wal.disk;

import dev.holdfast.engine.disk.BlockFile;
import dev.holdfast.engine.disk.BlockWriter;
import dev.holdfast.engine.disk.Disk;
import dev.holdfast.engine.wal.JournalException;

import java.io.IOException;
import java.nio.ByteBuffer;

/// Writes one snapshot. Serves one thread.
final class SnapshotWriter {

    private static final int BUFFERS = 2;
    private static final int BUFFER_BYTES = 1 << 20;

    private final BlockFile file;
    private final BlockWriter out;
    private final long number;
    private final long salt;
    private long count;

    SnapshotWriter(BlockFile file, long number, long salt) throws IOException {
        this.file = file;
        this.number = number;
        this.salt = salt;
        out = new BlockWriter(file, 0, BUFFERS, BUFFER_BYTES);
        out.put(Snapshot.head(number, salt));
    }

    void put(long lsn, int type, byte[] payload) throws IOException {
        out.put(new Frame(lsn, 0, type, payload).head(salt + count));
        out.put(ByteBuffer.wrap(payload));
        count++;
    }

    /// Makes all of it durable, reads it back past the cache where the file system lets one, and
    /// only then ends it, so that it counts.
    ///
    /// @throws JournalException when it is not what was written
    Snapshot finish(long lsn) throws IOException, JournalException {
        out.cut();
        long bytes = out.position();
        BlockWriter.await(out.sent());
        file.force();
        var snapshot = new Snapshot(number, salt, lsn, count, bytes);
        snapshot.read(file, (_, _, _) -> {});
        BlockWriter.await(file.write(snapshot.end(), bytes));
        file.force();
        if (file.size() != bytes + Disk.BLOCK) {
            throw new IOException(snapshot.name() + " is not as long as it was written");
        }
        return snapshot;
    }
}
