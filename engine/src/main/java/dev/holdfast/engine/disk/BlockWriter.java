package dev.holdfast.engine.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;

/// Turns a stream of bytes into writes of whole blocks, one after the other and never twice to the
/// same place. A few buffers in a ring are filled and written at the same time, so whoever fills
/// them waits only when the disk is slower. Not safe for threads: its owner holds a lock.
public final class BlockWriter {

    private static final CompletableFuture<Void> DONE = CompletableFuture.completedFuture(null);
    private static final byte[] ZEROS = new byte[Disk.BLOCK];

    private static final class Slot {
        final ByteBuffer buffer;
        CompletableFuture<Void> written = DONE;

        Slot(int bytes) {
            buffer = BufferPool.aligned(bytes);
        }
    }

    private final Slot[] ring;
    private final int bufferBytes;
    private BlockFile file;
    private long start;
    private int current;
    private boolean filling;

    /// Writes into `file` from `offset` on, through at most `buffers` buffers of `bufferBytes`.
    public BlockWriter(BlockFile file, long offset, int buffers, int bufferBytes) {
        this.file = file;
        this.bufferBytes = bufferBytes;
        start = offset;
        ring = new Slot[buffers];
    }

    /// Where the next byte goes.
    public long position() {
        return filling ? start + slot().buffer.position() : start;
    }

    /// How many bytes wait for the end of their batch.
    public int waiting() {
        return filling ? slot().buffer.position() : 0;
    }

    /// Takes what remains in `bytes`. Waits for a buffer when all are being written.
    ///
    /// @throws IOException when an earlier write failed
    public void put(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            var buffer = fillable();
            int count = Math.min(bytes.remaining(), buffer.remaining());
            buffer.put(bytes.slice(bytes.position(), count));
            bytes.position(bytes.position() + count);
            if (!buffer.hasRemaining()) {
                send();
            }
        }
    }

    /// Ends the batch: fills the last block with zeros and starts to write what was put so far. The
    /// next byte goes into a block of its own.
    public void cut() {
        if (filling) {
            var buffer = slot().buffer;
            buffer.put(ZEROS, 0, -buffer.position() & (Disk.BLOCK - 1));
            send();
        }
    }

    /// Ends the batch when it holds bytes before `offset`, so that they are sent.
    public void cutBefore(long offset) {
        if (start < offset) {
            cut();
        }
    }

    /// Done when all that was sent so far is written; use [#await].
    public CompletableFuture<Void> sent() {
        return CompletableFuture.allOf(
                Arrays.stream(ring)
                        .filter(slot -> slot != null)
                        .map(slot -> slot.written)
                        .toArray(CompletableFuture<?>[]::new));
    }

    /// Lets go of buffers of which all is written. One whose write failed is kept, for it tells so.
    public void dropIdle() {
        for (int i = 0; i < ring.length; i++) {
            var slot = ring[i];
            boolean isInUse = filling && i == current;
            if (slot != null && !isInUse && slot.written.state() == Future.State.SUCCESS) {
                ring[i] = null;
            }
        }
    }

    /// Goes on in another file. What was put must have been cut before.
    public void turnTo(BlockFile next, long offset) {
        if (filling) {
            throw new IllegalStateException("the batch was not cut");
        }
        file = next;
        start = offset;
    }

    /// Waits for a write, whatever interrupts come.
    public static void await(CompletableFuture<Void> write) throws IOException {
        try {
            write.join();
        } catch (CompletionException e) {
            throw new IOException("a write failed: " + e.getCause(), e.getCause());
        }
    }

    private ByteBuffer fillable() throws IOException {
        if (!filling) {
            if (ring[current] != null && !slot().written.isDone()) {
                current = (current + 1) % ring.length;
            }
            if (ring[current] == null) {
                ring[current] = new Slot(bufferBytes);
            }
            await(slot().written);
            slot().buffer.clear();
            filling = true;
        }
        return slot().buffer;
    }

    private void send() {
        var slot = slot();
        slot.buffer.flip();
        slot.written = file.write(slot.buffer, start);
        start += slot.buffer.limit();
        filling = false;
    }

    private Slot slot() {
        return ring[current];
    }
}
