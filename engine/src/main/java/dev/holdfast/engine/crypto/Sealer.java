package dev.holdfast.engine.crypto;

import dev.holdfast.engine.core.content.ChunkRef;
import dev.holdfast.engine.core.content.Padding;
import dev.holdfast.engine.core.hash.Hash;

import java.nio.ByteBuffer;

/// Turns plain chunks into sealed ones and back. Safe for many threads; one call uses one thread.
///
/// Equal plain bytes give equal sealed bytes on every device of the pool that has the same encoder,
/// so each content is stored once. Buffers are backed by arrays, where AES is fastest.
///
/// To store: [#draft] copies the chunk into the buffer it will be sealed in and hashes it there;
/// the caller may look its [#name] up, and only content that is not known goes on to [#seal].
public interface Sealer {

    /// The most bytes that a sealed chunk has, and enough room for every [#draft] and [#open].
    int ROOM = ChunkRef.SEALED_MAX;

    /// Bytes of room that a chunk of `length` plain bytes needs: version, frame, padding, tag.
    static int roomFor(int length) {
        return 1 + Padding.padded(FRAME_HEADER + length) + 16;
    }

    /// Bytes before the encoded ones in a frame: two lengths and the codec.
    int FRAME_HEADER = 4 + 4 + 1;

    /// Copies what remains in `plain` (1..[ChunkRef#LENGTH_MAX] bytes, position not moved) to where
    /// it will be sealed, from the position of `into` on, and hashes it there. Until it is sealed
    /// or dropped, that room belongs to the draft and nobody else may write there.
    Draft draft(ByteBuffer plain, ByteBuffer into);

    /// HMAC of a leaf under the dedup secret: how a catalog knows content it has seen.
    Hash name(Hash leaf);

    /// Encodes, pads and encrypts in place. A draft is sealed once; then its buffer holds exactly
    /// the sealed bytes between position and limit.
    ChunkRef seal(Draft draft);

    /// Opens what remains in `sealed` (position not moved). On return the plain bytes, exactly
    /// `ref.length()`, are those between position and limit of `into`, which has [#roomFor] that
    /// length and shares no array with `sealed`. That `sealed` has the hash `ref.id()` is for the
    /// store and the wire to check.
    ///
    /// @return the Merkle leaf of the plain bytes
    /// @throws TamperedException if any bit differs from what sealing the plain bytes gives
    Hash open(ChunkRef ref, ByteBuffer sealed, ByteBuffer into) throws TamperedException;

    /// The key of this pool's chunker.
    Hash chunkerKey();

    /// A chunk on its way to being sealed.
    ///
    /// @param leaf SHA-256(0x00 ‖ plain), its leaf in the Merkle tree
    /// @param buffer where it is sealed, from its position on
    record Draft(Hash leaf, int length, ByteBuffer buffer) {}
}
