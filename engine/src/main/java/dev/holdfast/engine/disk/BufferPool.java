package dev.holdfast.engine.disk;

import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;

/// A fixed number of direct buffers of one size, aligned to blocks and allocated when first needed.
public final class BufferPool {

    private final int bytes;
    private final Semaphore free;
    private final ConcurrentLinkedDeque<ByteBuffer> idle = new ConcurrentLinkedDeque<>();

    /// A pool of at most `count` buffers of `bytes` each.
    public BufferPool(int count, int bytes) {
        this.bytes = bytes;
        free = new Semaphore(count);
    }

    /// An empty direct buffer that lies at a multiple of a block.
    public static ByteBuffer aligned(int bytes) {
        return ByteBuffer.allocateDirect(bytes + Disk.BLOCK - 1)
                .alignedSlice(Disk.BLOCK)
                .slice(0, bytes);
    }

    /// An empty buffer; waits until one is free.
    public ByteBuffer take() {
        free.acquireUninterruptibly();
        var buffer = idle.poll();
        return buffer == null ? aligned(bytes) : buffer.clear();
    }

    /// Keeps none for later.
    public void dropIdle() {
        idle.clear();
    }

    /// Takes back a buffer that nobody uses any more.
    public void give(ByteBuffer buffer) {
        idle.push(buffer);
        free.release();
    }
}
