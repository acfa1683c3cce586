package dev.holdfast.engine.files;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.core.content.ChunkRef;
import dev.holdfast.engine.core.content.Chunker;
import dev.holdfast.engine.core.content.Content;
import dev.holdfast.engine.core.content.ManifestBuilder;
import dev.holdfast.engine.disk.Zeros;
import dev.holdfast.engine.files.ChunkKeeper.Kept;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/// Reads one content, cuts it, and has its chunks sealed and stored while it reads on. Memory does
/// not grow with the content: it is read through two windows in turn, and few chunks are sealed at
/// once.
final class ContentWriter {

    /// Contents read at once by all commands.
    private static final int AT_ONCE = 2;

    /// Windows one content may hold: the one being read and the one being sealed.
    private static final int WINDOWS = 2;

    /// Bytes read ahead. Twice the longest chunk, so that at most half of a window is copied to the
    /// next one.
    private static final int WINDOW_BYTES = 2 * ChunkRef.LENGTH_MAX;

    /// Bytes read at once. They come through memory beside the heap, as much as is asked for, which
    /// each thread keeps.
    private static final int READ_BYTES = 256 << 10;

    private final BufferPool windows;
    private final Semaphore turns = new Semaphore(AT_ONCE);

    /// @param buffers those that chunks are sealed in
    ContentWriter(BufferPool buffers) {
        windows = buffers.beside((long) AT_ONCE * WINDOWS * WINDOW_BYTES);
    }

    /// Returns when every chunk of the content is in the store and in `keeper`'s books. `source` is
    /// read to its end.
    Content write(ReadableByteChannel source, Chunker chunker, ChunkKeeper keeper)
            throws IOException, NodeException, InterruptedException {
        var content = inTurn(source, chunker, keeper);
        keeper.commitGroup();
        return content;
    }

    private Content inTurn(ReadableByteChannel source, Chunker chunker, ChunkKeeper keeper)
            throws IOException, NodeException, InterruptedException {
        turns.acquire();
        try (var threads =
                        Executors.newThreadPerTaskExecutor(
                                Thread.ofVirtual().name("seal-", 0).factory());
                var reading = new Reading(source, chunker, keeper, threads)) {
            return reading.all();
        } finally {
            turns.release();
        }
    }

    /// The same for content that is at hand and no longer than [ChunkKeeper#SMALL_MAX]; uses no
    /// other thread.
    @SuppressWarnings("ByteBufferBackingArray") // the caller's buffer is its whole array
    Content write(ByteBuffer plain, Chunker chunker, ChunkKeeper keeper)
            throws NodeException, InterruptedException {
        var manifest =
                new ManifestBuilder<NodeException>(chunker.group(), node -> node(node, keeper));
        int end = plain.limit();
        for (int from = 0; from < end; ) {
            int to = chunker.cut(from, plain.array(), from, end, true);
            var kept = keeper.keep(plain.duplicate().position(from).limit(to));
            manifest.add(kept.ref(), kept.leaf());
            from = to;
        }
        keeper.commitGroup();
        return manifest.finish();
    }

    private static ChunkRef node(byte[] bytes, ChunkKeeper keeper) throws NodeException {
        try {
            return keeper.keepNode(ByteBuffer.wrap(bytes)).ref();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problems.cancelled(e);
        }
    }

    /// A chunk that is being sealed, and the window that may go once it and all before it are done.
    private record Cut(Future<Kept> kept, BufferPool.@Nullable Lease last) {}

    private final class Reading implements AutoCloseable {

        private final ReadableByteChannel source;
        private final Chunker chunker;
        private final ChunkKeeper keeper;
        private final ExecutorService threads;
        private final ManifestBuilder<NodeException> manifest;
        private final Deque<Cut> cuts = new ArrayDeque<>();
        private BufferPool.Lease lease;
        private ByteBuffer window;
        private final Map<Integer, Future<Kept>> zeros = new HashMap<>();
        private int zeroLength;
        private Future<Boolean> commit = CompletableFuture.completedFuture(true);
        private int held = 1;
        private int from;
        private long offset;
        private boolean ended;

        Reading(
                ReadableByteChannel source,
                Chunker chunker,
                ChunkKeeper keeper,
                ExecutorService threads)
                throws InterruptedException {
            this.source = source;
            this.chunker = chunker;
            this.keeper = keeper;
            this.threads = threads;
            manifest = new ManifestBuilder<>(chunker.group(), bytes -> node(bytes, keeper));
            lease = windows.lease(WINDOW_BYTES);
            window = lease.buffer();
        }

        Content all() throws IOException, NodeException, InterruptedException {
            fill();
            while (from < window.position()) {
                cut();
                if (!ended && window.position() - from < chunker.lengthMax()) {
                    roll();
                }
            }
            while (!cuts.isEmpty()) {
                collect();
            }
            Futures.get(commit);
            return manifest.finish();
        }

        private void cut() throws NodeException, InterruptedException {
            int atHand = window.position() - from;
            boolean isZero =
                    atHand >= chunker.lengthMax()
                            && Zeros.is(
                                    window.duplicate()
                                            .limit(from + chunker.lengthMax())
                                            .position(from));
            int to = isZero ? from + zeroLength() : cutAt();
            var plain = window.duplicate().position(from).limit(to);
            boolean last = ended && to == window.position();
            if (isZero) {
                cuts.add(new Cut(zero(plain), null));
            } else if (last && cuts.isEmpty()) {
                take(keeper.keep(plain));
            } else {
                cuts.add(new Cut(threads.submit(() -> keeper.keep(plain)), null));
            }
            offset += to - from;
            from = to;
        }

        @SuppressWarnings(
                "ByteBufferBackingArray") // a buffer of the pool begins where its array begins
        private int cutAt() {
            return chunker.cut(offset, window.array(), from, window.position(), ended);
        }

        /// Zeros are cut alike wherever they stand, but for groups, which are cut by place.
        private int zeroLength() {
            if (zeroLength == 0 || chunker.group() > 0) {
                zeroLength = cutAt() - from;
            }
            return zeroLength;
        }

        /// The chunk of so many zeros, sealed when the first one comes.
        private Future<Kept> zero(ByteBuffer plain) throws NodeException, InterruptedException {
            var known = zeros.get(plain.remaining());
            if (known != null) {
                keeper.again();
                return known;
            }
            var kept = CompletableFuture.completedFuture(keeper.keep(plain));
            zeros.put(plain.remaining(), kept);
            return kept;
        }

        /// Goes on in another window, which begins with what is not cut yet.
        private void roll() throws IOException, NodeException, InterruptedException {
            while (held == WINDOWS) {
                collect();
            }
            var full = lease;
            lease = windows.lease(WINDOW_BYTES);
            held++;
            var tail = window.duplicate().position(from).limit(window.position());
            window = lease.buffer().put(tail);
            from = 0;
            handOver(full);
            commitGroup();
            fill();
        }

        /// Makes durable what has been sealed while reading goes on; waits when the disk is far
        /// behind.
        private void commitGroup() throws NodeException, InterruptedException {
            if (!commit.isDone() && !keeper.isFarAhead()) {
                return;
            }
            Futures.get(commit);
            commit =
                    threads.submit(
                            () -> {
                                keeper.commitGroup();
                                return true;
                            });
        }

        /// Lets a window go when the last chunk in it has been sealed.
        private void handOver(BufferPool.Lease full) {
            var last = cuts.pollLast();
            if (last == null) {
                full.close();
                held--;
            } else {
                cuts.addLast(new Cut(last.kept, full));
            }
        }

        private void collect() throws NodeException, InterruptedException {
            // Until it is taken it is here, so that its window goes back however this ends.
            take(Futures.get(cuts.getFirst().kept));
            var first = cuts.removeFirst();
            if (first.last != null) {
                first.last.close();
                held--;
            }
        }

        private void take(Kept kept) throws NodeException {
            manifest.add(kept.ref(), kept.leaf());
        }

        private void fill() throws IOException, InterruptedException {
            while (!ended && window.hasRemaining()) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                ended = readPiece() < 0;
            }
        }

        private int readPiece() throws IOException {
            int end = window.limit();
            window.limit(Math.min(end, window.position() + READ_BYTES));
            try {
                return source.read(window);
            } finally {
                window.limit(end);
            }
        }

        @Override
        public void close() {
            threads.shutdownNow();
            threads.close();
            lease.close();
            cuts.stream().filter(cut -> cut.last != null).forEach(cut -> cut.last.close());
        }
    }
}
