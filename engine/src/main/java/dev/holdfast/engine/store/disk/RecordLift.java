package dev.holdfast.engine.store.disk;

import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.disk.BufferPool;
import dev.holdfast.engine.disk.Disk;
import dev.holdfast.engine.store.ChunkTag;
import dev.holdfast.engine.store.disk.ChunkReader.Span;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/// Reads whole records, so that they can be appended anew.
record RecordLift(PackFiles files, ChunkReader reader) {

    /// Puts a chunk into `sealed`, and gives its tag; empty when either is damaged.
    ///
    /// @param settled up to where the bytes of its pack never change any more
    Optional<ChunkTag> lift(ChunkId id, long place, long settled, ByteBuffer sealed)
            throws IOException {
        return files.read(
                place,
                settled,
                span ->
                        reader.read(span, id, sealed)
                                ? tag(span, Place.offset(place))
                                : Optional.empty());
    }

    /// What is written beside the chunk whose record begins at `at`.
    private Optional<ChunkTag> tag(Span span, long at) throws IOException {
        var blocks = BufferPool.aligned(2 * Disk.BLOCK);
        span.file().read(blocks, at & -Disk.BLOCK);
        int within = (int) (at & (Disk.BLOCK - 1));
        return blocks.position() < within + RecordHeader.BYTES
                ? Optional.empty()
                : RecordHeader.tag(blocks.position(within), files.number(span.slot()), at);
    }
}
