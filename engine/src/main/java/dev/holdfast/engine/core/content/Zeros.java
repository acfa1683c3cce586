package dev.holdfast.engine.core.content;

import java.nio.ByteBuffer;

/// Tells stretches of nothing but zeros, which the holes of sparse files read as. A chunk of them
/// is cut, sealed, fetched and opened once for a whole file, and where it is placed they leave
/// holes.
public final class Zeros {

    private static final ByteBuffer NOTHING =
            ByteBuffer.allocate(ChunkRef.LENGTH_MAX).asReadOnlyBuffer();

    private Zeros() {}

    /// Whether all of what remains is zero, and there is something; looks at no more of other bytes
    /// than it must. More than [ChunkRef#LENGTH_MAX] is never taken for zeros.
    public static boolean is(ByteBuffer bytes) {
        int length = bytes.remaining();
        return length > 0
                && length <= ChunkRef.LENGTH_MAX
                && bytes.get(bytes.position()) == 0
                && NOTHING.slice(0, length).mismatch(bytes) < 0;
    }

    /// Fills all that remains.
    public static void fill(ByteBuffer bytes) {
        bytes.put(NOTHING.slice(0, bytes.remaining()));
    }
}
