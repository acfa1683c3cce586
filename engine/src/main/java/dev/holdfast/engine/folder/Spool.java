package dev.holdfast.engine.folder;

import dev.holdfast.engine.disk.BufferPool;
import dev.holdfast.engine.disk.Disk;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/// Writes a growing file from front to back.
///
/// A large one is written past the page cache where the file system allows it, in whole windows,
/// one being filled while others are written: to write a gigabyte into cold cache costs more of the
/// processor than to open and check all its chunks. Serves one thread.
public final class Spool implements AutoCloseable {

    /// Bytes of one window.
    static final int WINDOW_BYTES = 2 << 20;

    /// Bytes from which on a file is large: for less, to open it once more for that takes as long.
    static final int LARGE_MIN = 256 << 10;

    /// The memory that spools share.
    public static final class Windows {

        /// Windows of one spool: one that is filled, and others that the system has all at once, so
        /// that the disk need not wait for Java to hear that one is written.
        static final int EACH = 4;

        private final BufferPool pool;

        /// Enough for so many files that grow at a time.
        public Windows(int atOnce) {
            pool = new BufferPool(atOnce * EACH, WINDOW_BYTES);
        }

        /// Keeps none for later.
        public void dropIdle() {
            pool.dropIdle();
        }
    }

    private static final Executor AWAY = task -> Thread.ofVirtual().name("spool").start(task);

    private final GrowingFile file;
    private final BufferPool windows;
    private final @Nullable FileChannel direct;
    private final Holes holes;
    private @Nullable ByteBuffer window;
    private final Deque<CompletableFuture<Void>> writing = new ArrayDeque<>();
    private boolean isWanted;
    private long offset;

    /// @param direct writes whole blocks; null when all goes through `file`
    Spool(GrowingFile file, Windows windows, @Nullable FileChannel direct, Holes holes) {
        this.file = file;
        this.windows = windows.pool;
        this.direct = direct;
        this.holes = holes;
    }

    /// Begins at the front of a file that will have `length` bytes. Zeros behind what is in it
    /// already become holes.
    public static Spool of(GrowingFile file, long length, Windows windows) throws IOException {
        var holes = new Holes(file.length());
        return new Spool(file, windows, length < LARGE_MIN ? null : file.direct(), holes);
    }

    /// Takes all that remains in `bytes`, which come next.
    ///
    /// @param isWanted false when just these bytes are in the file; they may be written all the
    ///   same
    public void put(ByteBuffer bytes, boolean isWanted) throws IOException {
        if (direct != null) {
            fill(direct, bytes, isWanted);
            return;
        }
        int count = bytes.remaining();
        if (isWanted) {
            holes.around(offset, bytes, file::write);
        }
        bytes.position(bytes.limit());
        offset += count;
    }

    private void fill(FileChannel to, ByteBuffer bytes, boolean isWanted) throws IOException {
        while (bytes.hasRemaining()) {
            var filling = window == null ? windows.take() : window;
            window = filling;
            this.isWanted |= isWanted;
            int count = Math.min(filling.remaining(), bytes.remaining());
            filling.put(bytes.slice(bytes.position(), count));
            bytes.position(bytes.position() + count);
            if (!filling.hasRemaining()) {
                send(to, filling);
            }
        }
    }

    /// Writes what was put, with zeros up to the end of its block: the file is to be cut to its
    /// length afterwards.
    public void finish() throws IOException {
        if (direct != null && window != null) {
            while (window.position() % Disk.BLOCK != 0) {
                window.put((byte) 0);
            }
            send(direct, window);
        }
        settle(0);
    }

    private void send(FileChannel to, ByteBuffer full) throws IOException {
        window = null;
        long at = offset;
        offset += full.position();
        boolean isWanted = this.isWanted;
        this.isWanted = false;
        try {
            settle(Windows.EACH - 2);
        } catch (IOException e) {
            windows.give(full);
            throw e;
        }
        if (isWanted) {
            writing.add(CompletableFuture.runAsync(() -> write(to, full.flip(), at), AWAY));
        } else {
            windows.give(full);
        }
    }

    private void write(FileChannel to, ByteBuffer full, long from) {
        try {
            holes.around(from, full, (at, bytes) -> write(to, at, bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            windows.give(full);
        }
    }

    private static void write(FileChannel to, long from, ByteBuffer bytes) throws IOException {
        for (long at = from; bytes.hasRemaining(); ) {
            at += to.write(bytes, at);
        }
    }

    /// Waits until no more than so many windows are being written.
    private void settle(int left) throws IOException {
        try {
            while (writing.size() > left) {
                writing.remove().join();
            }
        } catch (CompletionException e) {
            throw new IOException(String.valueOf(e.getCause()), e.getCause());
        }
    }

    @Override
    public void close() throws IOException {
        if (window != null) {
            windows.give(window);
            window = null;
        }
        try (direct) {
            var all = writing.toArray(CompletableFuture<?>[]::new);
            CompletableFuture.allOf(all).handle((_, _) -> true).join();
            settle(0);
        }
    }
}
