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
        int slot = Place.slot(place);
        long at = Place.offset(place);
        var file = files.take(slot);
        try {
            long from = at + RecordHeader.BYTES;
            var span = new Span(file, slot, from, Place.length(place), settled);
            if (!reader.read(span, id, sealed)) {
                return Optional.empty();
            }
            var blocks = BufferPool.aligned(2 * Disk.BLOCK);
            file.read(blocks, at & -Disk.BLOCK);
            int within = (int) (at & (Disk.BLOCK - 1));
            return blocks.position() < within + RecordHeader.BYTES
                    ? Optional.empty()
                    : RecordHeader.tag(blocks.position(within), files.number(slot), at);
        } finally {
            files.give(slot);
        }
    }
}
