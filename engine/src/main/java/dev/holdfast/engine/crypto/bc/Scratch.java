package dev.holdfast.engine.crypto.bc;

import dev.holdfast.engine.core.content.ChunkRef;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/// Lends arrays that a chunk fits into, so that encoding a large file does not allocate as much
/// again.
final class Scratch {

    /// Arrays kept while nobody uses them. More are made when more are asked for at once.
    private static final int KEPT_MAX = 4;

    /// Below this an array is made anew: cheaper than the memory a kept one holds. Bytes.
    private static final int SMALL = 64 << 10;

    private final BlockingQueue<byte[]> kept = new ArrayBlockingQueue<>(KEPT_MAX);

    /// An array of at least `length` bytes, with anything in it.
    byte[] take(int length) {
        if (length <= SMALL) {
            return new byte[length];
        }
        var array = kept.poll();
        return array != null ? array : new byte[ChunkRef.LENGTH_MAX];
    }

    void giveBack(byte[] array) {
        if (array.length == ChunkRef.LENGTH_MAX) {
            kept.offer(array);
        }
    }
}
