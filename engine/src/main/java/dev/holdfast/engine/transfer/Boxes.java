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
        return take(() -> {});
    }

    private Box take(Runnable onClose) throws InterruptedException {
        places.acquire();
        var buffer = idle.poll();
        var box = buffer == null ? ByteBuffer.allocate(ChunkRef.SEALED_MAX) : buffer;
        return new Box(box, onClose);
    }

    /// A part of them, so that a move that is slow leaves some to the others.
    final class Share {

        private final Semaphore own;

        Share(int count) {
            own = new Semaphore(count);
        }

        Box take() throws InterruptedException {
            own.acquire();
            boolean isTaken = false;
            try {
                var box = Boxes.this.take(own::release);
                isTaken = true;
                return box;
            } finally {
                if (!isTaken) {
                    own.release();
                }
            }
        }
    }

    /// A buffer for as long as it is open.
    final class Box implements AutoCloseable {

        private final ByteBuffer buffer;
        private final Runnable onClose;

        private Box(ByteBuffer buffer, Runnable onClose) {
            this.buffer = buffer.clear();
            this.onClose = onClose;
        }

        ByteBuffer buffer() {
            return buffer;
        }

        @Override
        public void close() {
            idle.add(buffer);
            places.release();
            onClose.run();
        }
    }
}
