package dev.holdfast.engine.transfer;

import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.hash.Sha256;
import dev.holdfast.engine.net.NetException;

import java.nio.ByteBuffer;

/// Takes in the bytes of a chunk and finds out whether they are that. Each piece is hashed while it
/// is in the cache of the processor, and while the next one is on its way.
final class Reception {

    /// Bytes hashed at a time.
    private static final int PIECE = 128 << 10;

    private Reception() {}

    /// Fills what remains in `into`.
    ///
    /// @return whether the bytes are what `id` names
    static boolean receive(Answer from, ChunkId id, ByteBuffer into)
            throws NetException, InterruptedException {
        var sha = new Sha256();
        int end = into.limit();
        while (into.position() < end) {
            var piece = into.slice(into.position(), Math.min(PIECE, end - into.position()));
            from.receiveBytes(piece);
            sha.update(piece.flip());
            into.position(into.position() + piece.limit());
        }
        return sha.finish().equals(id.hash());
    }
}
