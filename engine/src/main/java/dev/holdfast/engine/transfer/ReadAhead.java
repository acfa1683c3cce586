package dev.holdfast.engine.transfer;

import dev.holdfast.engine.core.content.ChunkId;
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

/// Reads chunks in order, each while the one before it is on its way out: disk and network work at
/// the same time. Serves one thread.
final class ReadAhead implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ReadAhead.class);

    private final ChunkStore store;
    private final Boxes.Share boxes;
    private final Iterator<Sized> chunks;
    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("read-ahead-", 0).factory());
    private @Nullable Future<Optional<Boxes.Box>> ahead;

    ReadAhead(ChunkStore store, Boxes.Share boxes, List<Sized> chunks) {
        this.store = store;
        this.boxes = boxes;
        this.chunks = chunks.iterator();
        begin();
    }

    /// The next chunk, in a box that the caller closes; empty when this device has not got it in a
    /// sound state.
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
            ahead = threads.submit(() -> read(chunk));
        } else {
            ahead = null;
        }
    }

    private Optional<Boxes.Box> read(Sized chunk) throws InterruptedException {
        var box = boxes.take();
        boolean isRead = false;
        try {
            var buffer = box.buffer();
            isRead = store.read(chunk.id(), buffer) && buffer.flip().remaining() == chunk.length();
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
