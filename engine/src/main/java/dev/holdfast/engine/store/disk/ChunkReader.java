package dev.holdfast.engine.store.disk;

import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.hash.Sha256;
import dev.holdfast.engine.disk.BlockFile;
import dev.holdfast.engine.disk.BufferPool;
import dev.holdfast.engine.disk.Disk;

import java.io.IOException;
import java.nio.ByteBuffer;

/// Reads chunks through a few buffers and hashes each piece while it is in the cache.
final class ChunkReader {

    private static final int BUFFERS = 4;
    private static final int BUFFER_BYTES = 1 << 20;

    private final BufferPool buffers = new BufferPool(BUFFERS, BUFFER_BYTES);

    /// Puts the chunk whose sealed bytes begin at `offset` into `into`.
    ///
    /// @return whether the bytes are what `id` names; if not, the position of `into` has not moved
    boolean read(BlockFile file, long offset, ChunkId id, int length, ByteBuffer into)
            throws IOException {
        int from = into.position();
        var target = into.slice(from, length);
        var sha = new Sha256();
        boolean whole =
                pieces(
                        file,
                        offset,
                        length,
                        piece -> {
                            var copy = target.slice(target.position(), piece.remaining());
                            target.put(piece);
                            sha.update(copy);
                        });
        boolean sound = whole && sha.finish().equals(id.hash());
        into.position(sound ? from + length : from);
        return sound;
    }

    /// Whether the bytes at `offset` are what `id` names.
    boolean isSound(BlockFile file, long offset, ChunkId id, int length) throws IOException {
        var sha = new Sha256();
        return pieces(file, offset, length, sha::update) && sha.finish().equals(id.hash());
    }

    @FunctionalInterface
    private interface Sink {
        void take(ByteBuffer piece);
    }

    private boolean pieces(BlockFile file, long offset, int length, Sink sink) throws IOException {
        var buffer = buffers.take();
        try {
            long at = offset & -Disk.BLOCK;
            int skip = (int) (offset - at);
            int left = length;
            while (left > 0) {
                int wanted = Math.min(BUFFER_BYTES, (skip + left + Disk.BLOCK - 1) & -Disk.BLOCK);
                int count = file.read(buffer.clear().limit(wanted), at);
                if (count <= skip) {
                    return false;
                }
                var piece = buffer.slice(skip, Math.min(left, count - skip));
                left -= piece.remaining();
                at += count;
                skip = 0;
                sink.take(piece);
            }
            return true;
        } finally {
            buffers.give(buffer);
        }
    }
}
