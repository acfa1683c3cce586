package dev.holdfast.engine.store.disk;

import dev.holdfast.engine.disk.BufferPool;
import dev.holdfast.engine.disk.Disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;

/// The buffers that packs are read through. Each remembers which part of which pack it holds. Safe
/// for many threads; a window serves one at a time.
final class Windows {

    private static final int COUNT = 4;
    private static final int BYTES = 1 << 20;

    /// What is read at least, where that much is settled.
    private static final int READ_MIN = 128 << 10;

    private final Semaphore free = new Semaphore(COUNT);
    private final Deque<Window> idle = new ArrayDeque<>();
    private int made;

    /// A window, if possible one that holds the byte at `offset`; waits until one is free.
    Window take(int slot, long offset) {
        free.acquireUninterruptibly();
        synchronized (idle) {
            for (var window : idle) {
                if (window.holds(slot, offset)) {
                    idle.remove(window);
                    return window;
                }
            }
            if (made < COUNT) {
                made++;
                return new Window();
            }
            return idle.removeLast();
        }
    }

    /// Takes back a window; what it holds may serve the next one who asks.
    void give(Window window) {
        synchronized (idle) {
            idle.push(window);
        }
        free.release();
    }

    /// Makes those anew that are wanted next.
    void dropIdle() {
        synchronized (idle) {
            made -= idle.size();
            idle.clear();
        }
    }

    /// Some settled bytes of a pack.
    static final class Window {

        private final ByteBuffer buffer = BufferPool.aligned(BYTES).limit(0);
        private int slot;
        private long start;

        boolean holds(int slot, long offset) {
            return this.slot == slot && offset >= start && offset < start + buffer.limit();
        }

        /// Reads from the block at `at` on, and keeps what never changes any more.
        void fill(ChunkReader.Span span, long at) throws IOException {
            long wanted = span.offset() + span.length() - at;
            long ahead = Math.min(READ_MIN, span.settled() - at);
            int length =
                    (int) Math.min(BYTES, Math.max(wanted, ahead) + Disk.BLOCK - 1) & -Disk.BLOCK;
            slot = span.slot();
            start = at;
            try {
                fill(span, length);
            } catch (IOException e) {
                // A bad sector behind the chunk is none of its own.
                fill(span, (int) Math.min(length, wanted + Disk.BLOCK - 1) & -Disk.BLOCK);
            }
        }

        /// Holds nothing when it fails.
        private void fill(ChunkReader.Span span, int length) throws IOException {
            boolean filled = false;
            try {
                span.file().read(buffer.clear().limit(length), start);
                filled = true;
            } finally {
                buffer.limit(filled ? buffer.position() : 0).position(0);
            }
        }

        /// What is held of the bytes from `at` to `end`; empty when the file ends before.
        ByteBuffer from(long at, long end) {
            int from = (int) Math.min(at - start, buffer.limit());
            return buffer.slice(from, (int) Math.min(end - start, buffer.limit()) - from);
        }
    }
}
