package dev.holdfast.engine.wal.disk;

import dev.holdfast.engine.disk.BlockFile;
import dev.holdfast.engine.disk.BufferPool;
import dev.holdfast.engine.disk.Disk;

import java.io.IOException;
import java.nio.ByteBuffer;

/// Reads a file from front to back through a window of whole blocks. Serves one thread.
final class FileWindow {

    private static final int BYTES = 256 << 10;

    private final BlockFile file;
    private final String name;
    private final long size;
    private final ByteBuffer window = BufferPool.aligned(BYTES).limit(0);
    private long windowAt;

    FileWindow(BlockFile file, String name) throws IOException {
        this.file = file;
        this.name = name;
        size = file.size();
    }

    long size() {
        return size;
    }

    byte[] bytes(long at, int length) throws IOException {
        var bytes = new byte[length];
        int done = 0;
        while (done < length) {
            int from = toWindow(at + done);
            int count = Math.min(length - done, window.limit() - from);
            window.get(from, bytes, done, count);
            done += count;
        }
        return bytes;
    }

    /// Where blocks further on cannot be read, one block.
    private void fill() throws IOException {
        try {
            file.read(window.clear(), windowAt);
        } catch (IOException e) {
            file.read(window.clear().limit(Disk.BLOCK), windowAt);
        }
        window.flip();
    }

    /// Makes the window hold the byte at `at` and returns its index there.
    private int toWindow(long at) throws IOException {
        if (at < windowAt || at >= windowAt + window.limit()) {
            windowAt = at & -Disk.BLOCK;
            fill();
            if (at >= windowAt + window.limit()) {
                throw new IOException(name + " became shorter while it was read");
            }
        }
        return (int) (at - windowAt);
    }
}
