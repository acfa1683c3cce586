package dev.holdfast.engine.crypto.bc;

import dev.holdfast.engine.buffers.Shelf;

import java.nio.ByteBuffer;

/// Lends arrays that a chunk fits into, so that encoding a large file does not allocate as much
/// again.
record Scratch(Shelf shelf) {

    /// Below this an array is made anew: what it costs to collect is little. Bytes.
    private static final int SMALL = 512;

    /// An array of at least `length` bytes, with anything in it.
    byte[] take(int length) {
        return length <= SMALL ? new byte[length] : shelf.take(length).array();
    }

    void giveBack(byte[] array) {
        if (array.length > SMALL) {
            shelf.give(ByteBuffer.wrap(array));
        }
    }
}
