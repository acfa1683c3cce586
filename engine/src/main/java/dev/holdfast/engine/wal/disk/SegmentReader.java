package dev.holdfast.engine.wal.disk;

import dev.holdfast.engine.disk.BlockFile;
import dev.holdfast.engine.disk.BufferPool;
import dev.holdfast.engine.disk.Disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/// Reads frames of one segment from front to back. Serves one thread.
final class SegmentReader {

    private static final int WINDOW = 256 << 10;

    private final BlockFile file;
    private final Segment segment;
    private final long size;
    private final ByteBuffer window = BufferPool.aligned(WINDOW).limit(0);
    private long windowAt;
    private long position = Disk.BLOCK;

    SegmentReader(BlockFile file, Segment segment) throws IOException {
        this.file = file;
        this.segment = segment;
        size = file.size();
    }

    /// The frame that comes when `expected` is the next lsn, here or at a later block: a batch
    /// begins with one, and a mark between two batches may be lost. Empty when there is none.
    Optional<Frame> next(long expected) throws IOException {
        var frame = frameAt(position).filter(found -> found.continues(expected));
        for (long at = block(position + 1); frame.isEmpty() && at < size; at += Disk.BLOCK) {
            frame = frameAt(at).filter(found -> found.continues(expected));
            position = frame.isPresent() ? at : position;
        }
        frame.ifPresent(found -> position += found.length());
        return frame;
    }

    /// Any later sound frame behind a bad one, so far as it can be found: a batch begins with a
    /// block.
    Optional<Frame> nextAfterBad(long expected) throws IOException {
        while (position < size) {
            var frame = frameAt(position).filter(found -> found.lsn() >= expected);
            position = frame.isPresent() ? position + frame.get().length() : block(position + 1);
            if (frame.isPresent()) {
                return frame;
            }
        }
        return Optional.empty();
    }

    /// The first block behind the last frame that was read.
    long block() {
        return block(position);
    }

    /// Whether nothing follows the last frame that was read.
    boolean isAtEnd() {
        return block() == size;
    }

    private static long block(long at) {
        return (at + Disk.BLOCK - 1) & -Disk.BLOCK;
    }

    private Optional<Frame> frameAt(long at) throws IOException {
        if (at + Frame.HEAD > size) {
            return Optional.empty();
        }
        var head = ByteBuffer.wrap(bytes(at, Frame.HEAD));
        int length = Frame.claimedLength(head);
        if (length < 0 || at + Frame.HEAD + length > size) {
            return Optional.empty();
        }
        var payload = bytes(at + Frame.HEAD, length);
        return Frame.isSound(segment.salt(), head, payload)
                ? Optional.of(Frame.of(head, payload))
                : Optional.empty();
    }

    private byte[] bytes(long at, int length) throws IOException {
        var bytes = new byte[length];
        int done = 0;
        while (done < length) {
            int from = toWindow(at + done);
            int count = Math.min(length - done, window.limit() - from);
            window.get(from, bytes, done, count);
            done += count;
        }
        return bytes;
    }

    /// Makes the window hold the byte at `at` and returns its index there.
    private int toWindow(long at) throws IOException {
        if (at < windowAt || at >= windowAt + window.limit()) {
            windowAt = at & -Disk.BLOCK;
            file.read(window.clear(), windowAt);
            window.flip();
            if (at >= windowAt + window.limit()) {
                throw new IOException(segment.name() + " became shorter while it was read");
            }
        }
        return (int) (at - windowAt);
    }
}
