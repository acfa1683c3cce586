package dev.holdfast.engine.files;

import java.nio.ByteBuffer;
import java.util.concurrent.Semaphore;

/// Lends buffers, so many bytes of them at once. Whoever asks for more than is left waits for his
/// turn, so memory stays bounded however many commands run.
final class BufferPool {

    /// Lengths are rounded up to this, so that what served one chunk serves others too. Bytes.
    static final int STEP = 256 << 10;

    private final int steps;
    private final Semaphore free;
    private final Shelf shelf;

    BufferPool(long bytes) {
        this(bytes, new Shelf());
    }

    private BufferPool(long bytes, Shelf shelf) {
        steps = steps(bytes);
        free = new Semaphore(steps, true);
        this.shelf = shelf;
        shelf.grow((long) steps * STEP);
    }

    /// A pool of its own number of bytes, which shares with this one what nobody uses.
    BufferPool beside(long bytes) {
        return new BufferPool(bytes, shelf);
    }

    /// What a buffer of so many bytes takes of a pool.
    static long room(int length) {
        return (long) steps(length) * STEP;
    }

    /// A buffer of exactly `length` bytes, which are no more than the pool has in all.
    Lease lease(int length) throws InterruptedException {
        int wanted = steps(length);
        if (wanted > steps) {
            throw new IllegalArgumentException(length + " bytes are more than there are");
        }
        free.acquire(wanted);
        return new Lease(shelf.take(wanted * STEP), length, wanted);
    }

    private static int steps(long bytes) {
        return Math.toIntExact((bytes + STEP - 1) / STEP);
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
