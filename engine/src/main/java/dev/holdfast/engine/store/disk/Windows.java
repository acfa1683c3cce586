package dev.holdfast.engine.store.disk;

import dev.holdfast.engine.disk.BlockFile;
import dev.holdfast.engine.disk.BufferPool;
import dev.holdfast.engine.disk.Disk;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The buffers that packs are read through. Each remembers which part of which pack it holds, and
/// serves all at once who want something of that; who wants what is just being read waits for it.
/// Safe for many threads.
final class Windows {

    private static final int COUNT = 4;
    private static final int BYTES = 1 << 20;

    /// What is read at least, where that much is settled.
    private static final int READ_MIN = 128 << 10;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    /// Those that there are; what was used last comes last.
    private final List<Window> windows = new ArrayList<>();

    /// A window that holds the byte at `at`, if the file has one; waits until there is one to be
    /// had. Is to be given back.
    Window take(ChunkReader.Span span, long at) throws IOException {
        var window = claim(span, at);
        if (window.isFilled) {
            return window;
        }
        int length = 0;
        boolean isRead = false;
        try {
            length = window.read(span);
            isRead = true;
        } finally {
            filled(window, length, isRead);
        }
        return window;
    }

    private void filled(Window window, int length, boolean isTaken) {
        lock.lock();
        try {
            window.length = length;
            window.isFilled = true;
            window.users -= isTaken ? 0 : 1;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// A window in use; whoever gets one that is not filled is to fill it.
    private Window claim(ChunkReader.Span span, long at) {
        lock.lock();
        try {
            while (true) {
                var known = windows.stream().filter(each -> each.holds(span, at)).findFirst();
                var free = known.filter(each -> each.isFilled).or(() -> unused(known, span, at));
                if (free.isPresent()) {
                    var window = free.get();
                    window.users++;
                    windows.remove(window);
                    windows.add(window);
                    return window;
                }
                changed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    /// One that is to be filled, unless somebody is just filling one with the same.
    private Optional<Window> unused(Optional<Window> known, ChunkReader.Span span, long at) {
        if (known.isPresent()) {
            return Optional.empty();
        }
        var free = windows.stream().filter(each -> each.users == 0).findFirst();
        if (windows.size() < COUNT) {
            free = Optional.of(new Window());
        }
        free.ifPresent(each -> each.begin(span, at & -Disk.BLOCK));
        return free;
    }

    /// Takes back a window; what it holds may serve the next one who asks.
    void give(Window window) {
        lock.lock();
        try {
            window.users--;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Makes those anew that are wanted next.
    void dropIdle() {
        lock.lock();
        try {
            windows.removeIf(each -> each.users == 0);
        } finally {
            lock.unlock();
        }
    }

    /// Some settled bytes of a pack.
    static final class Window {

        private final ByteBuffer buffer = BufferPool.aligned(BYTES);
        private @Nullable BlockFile file;
        private long start;
        private int length;
        private int users;
        private boolean isFilled;

        /// Whether it holds a byte, or will when it is filled.
        private boolean holds(ChunkReader.Span span, long at) {
            return span.file().equals(file) && at >= start && at < start + length;
        }

        /// Is to hold what is from the block at `at` on, as much as never changes any more.
        private void begin(ChunkReader.Span span, long at) {
            long wanted = span.offset() + span.length() - at;
            long ahead = Math.min(READ_MIN, span.settled() - at);
            file = span.file();
            start = at;
            length = (int) Math.min(BYTES, Math.max(wanted, ahead) + Disk.BLOCK - 1) & -Disk.BLOCK;
            isFilled = false;
        }

        /// @return how much there is
        private int read(ChunkReader.Span span) throws IOException {
            try {
                return read(span, length);
            } catch (IOException e) {
                // A bad sector behind the chunk is none of its own.
                long wanted = span.offset() + span.length() - start;
                return read(span, (int) Math.min(length, wanted + Disk.BLOCK - 1) & -Disk.BLOCK);
            }
        }

        private int read(ChunkReader.Span span, int bytes) throws IOException {
            return span.file().read(buffer.clear().limit(bytes), start);
        }

        /// What is held of the bytes from `at` to `end`; empty when the file ends before.
        ByteBuffer from(long at, long end) {
            int from = (int) Math.min(at - start, length);
            return buffer.slice(from, (int) Math.min(end - start, length) - from);
        }
    }
}
