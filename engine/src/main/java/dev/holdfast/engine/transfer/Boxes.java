package dev.holdfast.engine.transfer;

import dev.holdfast.engine.buffers.Shelf;
import dev.holdfast.engine.core.content.ChunkRef;
import dev.holdfast.engine.core.membership.DeviceId;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/// Buffers for one sealed chunk each, a fixed number of them for all moves of a device. Whoever
/// finds none free waits, those who came first first; so however many peers talk at once, memory
/// stays what it is.
final class Boxes {

    private final Shelf shelf;
    private final Semaphore places;
    private final int perPeer;
    private final Map<DeviceId, Share> shares = new ConcurrentHashMap<>();

    Boxes(Shelf shelf, int count) {
        this(shelf, count, count);
    }

    /// Of which no peer has more than `perPeer`: one that takes its time leaves the others as many.
    Boxes(Shelf shelf, int count, int perPeer) {
        this.shelf = shelf;
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
        return new Box(shelf.take(ChunkRef.SEALED_MAX), onClose);
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

        private final ByteBuffer whole;
        private final ByteBuffer buffer;
        private final Runnable onClose;

        private Box(ByteBuffer buffer, Runnable onClose) {
            whole = buffer;
            this.buffer = buffer.slice(0, ChunkRef.SEALED_MAX);
            this.onClose = onClose;
        }

        ByteBuffer buffer() {
            return buffer;
        }

        @Override
        public void close() {
            shelf.give(whole);
            places.release();
            onClose.run();
        }
    }
}
