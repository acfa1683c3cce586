package dev.holdfast.engine.files;

import dev.holdfast.engine.buffers.Shelf;

import java.nio.ByteBuffer;
import java.util.concurrent.Semaphore;

/// Lends buffers, so many bytes of them at once. Whoever asks for more than is left waits for his
/// turn, so memory stays bounded however many commands run.
final class BufferPool {

    private final int steps;
    private final Semaphore free;
    private final Shelf shelf;

    BufferPool(long bytes, Shelf shelf) {
        steps = steps(bytes);
        free = new Semaphore(steps, true);
        this.shelf = shelf;
    }

    /// A pool of its own number of bytes, which shares with this one what nobody uses.
    BufferPool beside(long bytes) {
        return new BufferPool(bytes, shelf);
    }

    /// What a buffer of so many bytes takes of a pool.
    static long room(int length) {
        return (long) steps(length) * Shelf.STEP;
    }

    /// A buffer of exactly `length` bytes, which are no more than the pool has in all.
    Lease lease(int length) throws InterruptedException {
        int wanted = steps(length);
        if (wanted > steps) {
            throw new IllegalArgumentException(length + " bytes are more than there are");
        }
        free.acquire(wanted);
        return new Lease(shelf.take(length), length, wanted);
    }

    private static int steps(long bytes) {
        return Math.toIntExact((bytes + Shelf.STEP - 1) / Shelf.STEP);
    }

    /// A buffer for as long as it is open. Closing it twice is harmless.
    final class Lease implements AutoCloseable {

        private final ByteBuffer whole;
        private final int length;
        private final int taken;
        private boolean open = true;

        private Lease(ByteBuffer whole, int length, int taken) {
            this.whole = whole;
            this.length = length;
            this.taken = taken;
        }

        /// The buffer, empty; its array may be longer.
        ByteBuffer buffer() {
            return whole.slice(0, length);
        }

        @Override
        public void close() {
            if (open) {
                open = false;
                shelf.give(whole);
                free.release(taken);
            }
        }
    }
}
