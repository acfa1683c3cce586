package dev.holdfast.engine.files;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// Buffers that nobody uses just now. They are never dropped: who makes and drops such large ones
/// leaves garbage where it is collected last. All that read and write chunks share one shelf, so
/// that what a put has used serves the next get. Safe for many threads.
final class Shelf {

    private final List<ByteBuffer> idle = new ArrayList<>();

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
        return best < 0 ? ByteBuffer.allocate(length) : idle.remove(best);
    }

    synchronized void give(ByteBuffer buffer) {
        idle.add(buffer);
    }
}
