package dev.holdfast.engine.disk;

import java.nio.ByteBuffer;

/// Tells stretches of nothing but zeros, which the holes of sparse files read as. A chunk of them
/// is cut, sealed, fetched and opened once for a whole file, and where it is placed they leave
/// holes.
public final class Zeros {

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(64 << 10).asReadOnlyBuffer();

    private Zeros() {}

    /// Whether all of what remains is zero, and there is something; looks at no more of other bytes
    /// than it must.
    public static boolean is(ByteBuffer bytes) {
        int end = bytes.limit();
        int step = NOTHING.capacity();
        for (int at = bytes.position(); at < end; at += step) {
            int length = Math.min(step, end - at);
            if (bytes.get(at) != 0
                    || NOTHING.slice(0, length).mismatch(bytes.slice(at, length)) >= 0) {
                return false;
            }
        }
        return bytes.hasRemaining();
    }

    /// Fills all that remains.
    public static void fill(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            bytes.put(NOTHING.slice(0, Math.min(NOTHING.capacity(), bytes.remaining())));
        }
    }
}
