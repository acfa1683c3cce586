package dev.holdfast.engine.transfer;

import dev.holdfast.engine.core.content.ChunkRef;

import java.nio.ByteBuffer;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;

/// Buffers for one sealed chunk each, a fixed number of them for all moves of a device. Whoever
/// finds none free waits; so however many peers talk at once, memory stays what it is.
final class Boxes {

    private final Semaphore places;
    private final Queue<ByteBuffer> idle = new ConcurrentLinkedQueue<>();

    Boxes(int count) {
        places = new Semaphore(count);
    }

    Box take() throws InterruptedException {
        places.acquire();
        var buffer = idle.poll();
        return new Box(buffer == null ? ByteBuffer.allocate(ChunkRef.SEALED_MAX) : buffer);
    }

    /// A buffer for as long as it is open.
    final class Box implements AutoCloseable {

        private final ByteBuffer buffer;

        private Box(ByteBuffer buffer) {
            this.buffer = buffer.clear();
        }

        ByteBuffer buffer() {
            return buffer;
        }

        @Override
        public void close() {
            idle.add(buffer);
            places.release();
        }
    }
}
