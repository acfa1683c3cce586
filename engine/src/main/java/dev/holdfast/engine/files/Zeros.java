package dev.holdfast.engine.files;

import dev.holdfast.engine.core.content.ChunkRef;

import java.nio.ByteBuffer;

/// Tells chunks of nothing but zeros, which the holes of sparse files read as. One is cut, sealed,
/// fetched and opened once for a whole file, and leaves a hole where it is placed.
final class Zeros {

    private static final ByteBuffer NOTHING =
            ByteBuffer.allocate(ChunkRef.LENGTH_MAX).asReadOnlyBuffer();

    private Zeros() {}

    /// Whether all of what remains is zero; looks at no more of other bytes than it must.
    static boolean is(ByteBuffer bytes) {
        int length = bytes.remaining();
        return length > 0
                && length <= ChunkRef.LENGTH_MAX
                && bytes.get(bytes.position()) == 0
                && NOTHING.slice(0, length).mismatch(bytes) < 0;
    }

    /// Fills all that remains.
    static void fill(ByteBuffer bytes) {
        bytes.put(NOTHING.slice(0, bytes.remaining()));
    }
}
