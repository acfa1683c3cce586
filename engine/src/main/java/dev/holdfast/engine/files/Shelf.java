package dev.holdfast.engine.files;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// Buffers that nobody uses just now. They are dropped only when they are too small for what is
/// wanted and there are enough bytes: who makes and drops such large ones leaves garbage where it
/// is collected last. All that read and write chunks share one shelf, so that what a put has used
/// serves the next get. Safe for many threads.
final class Shelf {

    private final List<ByteBuffer> idle = new ArrayList<>();
    private long bytesMax;
    private long bytes;

    /// So many more bytes may be lent.
    synchronized void grow(long by) {
        bytesMax += by;
    }

    /// A buffer of at least `length` bytes, with anything in it: the smallest there is, or another.
    /// It comes with an array, where AES and SHA are fastest.
    synchronized ByteBuffer take(int length) {
        int best = -1;
        for (int i = 0; i < idle.size(); i++) {
            int room = idle.get(i).capacity();
            if (room >= length && (best < 0 || room < idle.get(best).capacity())) {
                best = i;
            }
        }
        return best < 0 ? another(length) : idle.remove(best);
    }

    /// All that are idle are smaller.
    private ByteBuffer another(int length) {
        while (bytes + length > bytesMax && !idle.isEmpty()) {
            bytes -= idle.removeFirst().capacity();
        }
        bytes += length;
        return ByteBuffer.allocate(length);
    }

    /// Of all buffers, lent or idle.
    synchronized long bytes() {
        return bytes;
    }

    synchronized void give(ByteBuffer buffer) {
        idle.add(buffer);
    }
}
