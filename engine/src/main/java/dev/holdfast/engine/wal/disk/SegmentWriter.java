package dev.holdfast.engine.wal.disk;

import dev.holdfast.engine.disk.BlockFile;
import dev.holdfast.engine.disk.BlockWriter;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

/// Writes frames into one segment. Not safe for threads: its owner holds a lock.
final class SegmentWriter {

    private static final int BUFFERS = 2;
    private static final int BUFFER_BYTES = 1 << 20;

    private final Segment segment;
    private final BlockFile file;
    private final BlockWriter out;

    /// Goes on with `file` at the block at `offset`.
    SegmentWriter(Segment segment, BlockFile file, long offset) {
        this.segment = segment;
        this.file = file;
        out = new BlockWriter(file, offset, BUFFERS, BUFFER_BYTES);
    }

    Segment segment() {
        return segment;
    }

    BlockFile file() {
        return file;
    }

    /// Whether a frame with such a payload would make the segment longer than `segmentBytes`.
    boolean isFull(int payloadLength, long segmentBytes) {
        return out.position() + Frame.HEAD + payloadLength > segmentBytes;
    }

    /// The length of the file, in bytes.
    long position() {
        return out.position();
    }

    void put(Frame frame) throws IOException {
        out.put(frame.head(segment.salt()));
        out.put(ByteBuffer.wrap(frame.payload()));
    }

    /// Ends the batch; done when it is written.
    CompletableFuture<Void> cut() {
        out.cut();
        return out.sent();
    }

    /// Ends the batch and makes it durable.
    void finish() throws IOException {
        BlockWriter.await(cut());
        file.force();
    }
}
