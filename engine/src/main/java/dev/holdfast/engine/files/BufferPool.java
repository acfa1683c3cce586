package dev.holdfast.engine.files;

import java.nio.ByteBuffer;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;

/// A fixed number of equal buffers, made when they are first needed and lent in turn. Whoever asks
/// while all are lent waits, so memory stays bounded however many commands run.
final class BufferPool {

    private final Semaphore places;
    private final Queue<ByteBuffer> idle = new ConcurrentLinkedQueue<>();
    private final int capacity;

    BufferPool(int count, int capacity) {
        places = new Semaphore(count);
        this.capacity = capacity;
    }

    /// Buffers come with an array, where AES and SHA are fastest.
    Lease lease() throws InterruptedException {
        places.acquire();
        var buffer = idle.poll();
        return new Lease(buffer == null ? ByteBuffer.allocate(capacity) : buffer);
    }

    /// A buffer for as long as it is open. Closing it twice is harmless.
    final class Lease implements AutoCloseable {

        private final ByteBuffer buffer;
        private boolean open = true;

        private Lease(ByteBuffer buffer) {
            this.buffer = buffer;
        }

        /// The buffer, empty and whole.
        ByteBuffer buffer() {
            return buffer.clear();
        }

        @Override
        public void close() {
            if (open) {
                open = false;
                idle.add(buffer);
                places.release();
            }
        }
    }
}
