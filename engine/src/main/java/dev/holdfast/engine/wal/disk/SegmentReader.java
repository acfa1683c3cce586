package dev.holdfast.engine.wal.disk;

import dev.holdfast.engine.disk.BlockFile;
import dev.holdfast.engine.disk.Disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/// Reads frames of one segment from front to back. Serves one thread.
final class SegmentReader {

    private final Segment segment;
    private final long size;
    private final FileWindow window;
    private long position = Disk.BLOCK;

    SegmentReader(BlockFile file, Segment segment) throws IOException {
        this.segment = segment;
        window = new FileWindow(file, segment.name());
        size = window.size();
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

    /// The next sound frame, of whatever lsn; what cannot be read is passed over, block by block.
    Optional<Frame> nextSound() {
        while (position < size) {
            var frame = readableFrameAt(position);
            position = frame.isPresent() ? position + frame.get().length() : block(position + 1);
            if (frame.isPresent()) {
                return frame;
            }
        }
        return Optional.empty();
    }

    private Optional<Frame> readableFrameAt(long at) {
        try {
            return frameAt(at);
        } catch (IOException e) {
            return Optional.empty(); // a block that cannot be read is as one that is damaged
        }
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
        var head = ByteBuffer.wrap(window.bytes(at, Frame.HEAD));
        int length = Frame.claimedLength(head);
        if (length < 0 || at + Frame.HEAD + length > size) {
            return Optional.empty();
        }
        var payload = window.bytes(at + Frame.HEAD, length);
        return Frame.isSound(segment.salt(), head, payload)
                ? Optional.of(Frame.of(head, payload))
                : Optional.empty();
    }
}
