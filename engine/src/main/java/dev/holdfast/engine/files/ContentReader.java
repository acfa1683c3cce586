package dev.holdfast.engine.files;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.content.ChunkRef;
import dev.holdfast.engine.core.content.Content;
import dev.holdfast.engine.core.content.ContentCheck;
import dev.holdfast.engine.core.content.ManifestCursor;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.crypto.Sealer;
import dev.holdfast.engine.crypto.TamperedException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/// Gives back a content: finds each chunk here or at a peer, opens and checks it, and writes the
/// plain bytes in order. A few chunks are on their way at once; memory does not grow with the
/// content.
final class ContentReader {

    /// Finds the sealed bytes of a chunk that is not held here.
    @FunctionalInterface
    interface ChunkSource {

        /// Fills `into` with bytes whose SHA-256 is the chunk's id.
        void read(ChunkRef ref, ByteBuffer into) throws NodeException, InterruptedException;
    }

    /// Sees how many plain bytes were written.
    @FunctionalInterface
    interface Progress {
        void written(long bytes);
    }

    /// Contents read at once by all commands.
    private static final int AT_ONCE = 2;

    /// Chunks of one content on their way at once. Enough to fill a connection with a round trip of
    /// 40 ms at 100 MB/s.
    private static final int AHEAD = 4;

    private final Sealer sealer;
    private final ChunkSource source;
    private final BufferPool sealed;
    private final BufferPool plain = new BufferPool(AT_ONCE * (AHEAD + 1), Sealer.ROOM);
    private final Semaphore turns = new Semaphore(AT_ONCE);

    /// Reads through `source`, whose sealed bytes come in buffers of `sealed`.
    ContentReader(Sealer sealer, ChunkSource source, BufferPool sealed) {
        this.sealer = sealer;
        this.source = source;
        this.sealed = sealed;
    }

    /// Writes all of `content`, which is checked to its root.
    void read(Content content, WritableByteChannel to, Progress progress)
            throws IOException, NodeException, InterruptedException {
        turns.acquire();
        var ahead = new ArrayDeque<Future<Opened>>();
        try (var threads =
                Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("open-", 0).factory())) {
            try {
                var cursor = new ManifestCursor<NodeException>(content, this::node);
                var check = new ContentCheck(content);
                for (var item = cursor.next(); item != null; item = cursor.next()) {
                    if (item.isChunk()) {
                        var ref = item.ref();
                        while (ahead.size() >= AHEAD) {
                            write(ahead, check, to, progress);
                        }
                        ahead.add(threads.submit(() -> open(ref)));
                    }
                }
                while (!ahead.isEmpty()) {
                    write(ahead, check, to, progress);
                }
                check.finish();
            } catch (MalformedException e) {
                throw Problems.damaged("The file's list of chunks", e);
            } finally {
                threads.shutdownNow();
            }
        } finally {
            // What was on its way when reading broke off has ended by now.
            ahead.stream()
                    .filter(f -> f.state() == Future.State.SUCCESS)
                    .forEach(f -> f.resultNow().lease.close());
            turns.release();
        }
    }

    /// Plain bytes in a buffer that goes back to the pool when they are written.
    private record Opened(BufferPool.Lease lease, ByteBuffer bytes, Hash leaf) {}

    private static void write(
            Deque<Future<Opened>> ahead,
            ContentCheck check,
            WritableByteChannel to,
            Progress progress)
            throws IOException, NodeException, InterruptedException {
        var opened = Futures.get(ahead.getFirst());
        ahead.removeFirst();
        try (var _ = opened.lease) {
            int length = opened.bytes.remaining();
            check.add(opened.leaf, length);
            while (opened.bytes.hasRemaining()) {
                to.write(opened.bytes);
            }
            progress.written(length);
        }
    }

    private Opened open(ChunkRef ref) throws NodeException, InterruptedException {
        var lease = plain.lease();
        try (var from = sealed.lease()) {
            var bytes = lease.buffer();
            var box = from.buffer();
            source.read(ref, box);
            var leaf = sealer.open(ref, box.flip(), bytes);
            return new Opened(lease, bytes, leaf);
        } catch (TamperedException e) {
            lease.close();
            throw Problems.damaged("A chunk", e);
        } catch (NodeException | InterruptedException | RuntimeException | Error e) {
            lease.close();
            throw e;
        }
    }

    /// The bytes of a manifest node.
    byte[] node(ChunkRef ref) throws NodeException {
        try {
            var opened = open(ref);
            try (var _ = opened.lease) {
                var bytes = new byte[opened.bytes.remaining()];
                opened.bytes.get(bytes);
                return bytes;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problems.cancelled(e);
        }
    }
}
