package dev.holdfast.engine.files;

import java.nio.ByteBuffer;
import java.util.concurrent.Semaphore;

/// Lends a fixed number of buffers in turn. Whoever asks while all are lent waits, so memory stays
/// bounded however many commands run.
final class BufferPool {

    private final Semaphore places;
    private final Shelf shelf;

    BufferPool(int count) {
        this(count, new Shelf());
    }

    private BufferPool(int count, Shelf shelf) {
        places = new Semaphore(count);
        this.shelf = shelf;
    }

    /// A pool of its own number of buffers, which shares with this one what nobody uses.
    BufferPool beside(int count) {
        return new BufferPool(count, shelf);
    }

    /// A buffer of exactly `length` bytes.
    Lease lease(int length) throws InterruptedException {
        places.acquire();
        return new Lease(shelf.take(length), length);
    }

    /// A buffer for as long as it is open. Closing it twice is harmless.
    final class Lease implements AutoCloseable {

        private final ByteBuffer whole;
        private final int length;
        private boolean open = true;

        private Lease(ByteBuffer whole, int length) {
            this.whole = whole;
            this.length = length;
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
                places.release();
            }
        }
    }
}
