package dev.holdfast.engine.transfer;

import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.wire.Bitmap;
import dev.holdfast.engine.core.wire.TransferMessage.Sized;
import dev.holdfast.engine.store.ChunkStore;
import dev.holdfast.engine.store.StoreException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/// Reads the chunks of an offer in order, each while the one before it is on its way out: disk and
/// network work at the same time. One that is wanted is not hashed here, as who takes it in does
/// that; one that is not is to be compared with a proof, so it is. Serves one thread.
final class ReadAhead implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ReadAhead.class);

    private final ChunkStore store;
    private final Boxes.Share boxes;
    private final Iterator<Sized> chunks;
    private final Iterator<Boolean> wanted;
    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("read-ahead-", 0).factory());
    private @Nullable Future<Optional<Boxes.Box>> ahead;

    ReadAhead(ChunkStore store, Boxes.Share boxes, List<Sized> chunks, Bitmap wanted) {
        this.store = store;
        this.boxes = boxes;
        this.chunks = chunks.iterator();
        this.wanted = IntStream.range(0, chunks.size()).mapToObj(wanted::get).iterator();
        begin();
    }

    /// The next chunk, in a box that the caller closes; empty when this device has not got it, or
    /// cannot read it, or sees that it is damaged.
    Optional<Boxes.Box> next() throws InterruptedException {
        var now = ahead;
        if (now == null) {
            throw new IllegalStateException("there is no next chunk");
        }
        Optional<Boxes.Box> read;
        try {
            read = now.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a chunk could not be read", e.getCause());
        }
        begin();
        return read;
    }

    /// Ends the reading that is under way.
    @Override
    public void close() {
        threads.shutdownNow();
        threads.close();
        if (ahead != null && ahead.state() == Future.State.SUCCESS) {
            ahead.resultNow().ifPresent(Boxes.Box::close);
        }
    }

    private void begin() {
        if (chunks.hasNext()) {
            var chunk = chunks.next();
            boolean isWanted = wanted.next();
            ahead = threads.submit(() -> read(chunk, isWanted));
        } else {
            ahead = null;
        }
    }

    private Optional<Boxes.Box> read(Sized chunk, boolean isWanted) throws InterruptedException {
        var box = boxes.take();
        boolean isRead = false;
        try {
            var buffer = box.buffer();
            boolean isHere =
                    isWanted
                            ? store.readUnchecked(chunk.id(), buffer)
                            : store.read(chunk.id(), buffer);
            isRead = isHere && buffer.flip().remaining() == chunk.length();
        } catch (StoreException e) {
            warn(chunk.id(), e);
        } finally {
            if (!isRead) {
                box.close();
            }
        }
        return isRead ? Optional.of(box) : Optional.empty();
    }

    private static void warn(ChunkId id, StoreException e) {
        LOG.warn("Chunk {} cannot be read here.", id, e);
    }
}
