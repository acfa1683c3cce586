package dev.holdfast.engine.transfer;

import dev.holdfast.engine.core.content.ChunkRef;
import dev.holdfast.engine.core.membership.DeviceId;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;

/// Buffers for one sealed chunk each, a fixed number of them for all moves of a device. Whoever
/// finds none free waits, those who came first first; so however many peers talk at once, memory
/// stays what it is.
final class Boxes {

    private final Semaphore places;
    private final int perPeer;
    private final Map<DeviceId, Share> shares = new ConcurrentHashMap<>();
    private final Queue<ByteBuffer> idle = new ConcurrentLinkedQueue<>();

    Boxes(int count) {
        this(count, count);
    }

    /// Of which no peer has more than `perPeer`: one that takes its time leaves the others as many.
    Boxes(int count, int perPeer) {
        places = new Semaphore(count, true);
        this.perPeer = perPeer;
    }

    /// Those for what is said to one peer.
    Share of(DeviceId peer) {
        return shares.computeIfAbsent(peer, _ -> new Share());
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

        private final Semaphore own = new Semaphore(perPeer, true);

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
