package dev.holdfast.engine.files;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.content.ChunkRef;
import dev.holdfast.engine.core.content.Content;
import dev.holdfast.engine.core.content.ContentCheck;
import dev.holdfast.engine.core.content.ManifestCursor;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.crypto.Sealer;
import dev.holdfast.engine.crypto.TamperedException;
import dev.holdfast.engine.disk.Zeros;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;

/// Gives back a content: finds each chunk here or at a peer, opens and checks it, and hands over
/// the plain bytes in order. A few chunks are on their way at once; memory does not grow with the
/// content.
final class ContentReader {

    /// Finds the sealed bytes of a chunk.
    interface ChunkSource {

        /// Whether a chunk need not be asked for.
        boolean isHere(ChunkRef ref);

        /// Fills `into` with what should be they: to open them tells.
        void read(ChunkRef ref, ByteBuffer into) throws NodeException, InterruptedException;

        /// Fills `into` with bytes whose SHA-256 is the chunk's id.
        void readSound(ChunkRef ref, ByteBuffer into) throws NodeException, InterruptedException;
    }

    /// How many contents are read at once, and how many bytes of one are on their way: memory is
    /// the product of the two.
    ///
    /// @param ahead bytes; a chunk that is here counts twice: a disk that reads and writes at once
    ///   is kept busy by less than a long path
    /// @param patience how long one more waits for its turn
    record Turns(int atOnce, long ahead, Duration patience) {

        /// For files of this machine. It is what a path with a round trip of 50 ms carries at 350
        /// MB/s.
        static final Turns FOR_PLACES = new Turns(2, 4 * LARGEST, Duration.ofDays(1));

        /// For streams: the program behind one may stop reading for as long as a person looks at
        /// the first page, so it must not hold up anything else.
        static final Turns FOR_STREAMS = new Turns(4, 2 * LARGEST, Duration.ofSeconds(30));

        /// For lists of chunks alone.
        static final Turns FOR_LISTS = new Turns(1, LARGEST, Duration.ofDays(1));
    }

    /// What the largest chunk takes. Bytes.
    static final long LARGEST = BufferPool.room(Sealer.ROOM);

    private final Sealer sealer;
    private final ChunkSource source;
    private final BufferPool sealed;
    private final Turns turns;
    private final BufferPool plain;
    private final Semaphore free;

    /// Reads through `source`, whose sealed bytes come in buffers of `sealed`.
    ContentReader(Sealer sealer, ChunkSource source, BufferPool sealed, Turns turns) {
        this.turns = turns;
        plain = sealed.beside(turns.atOnce * (turns.ahead + LARGEST));
        free = new Semaphore(turns.atOnce);
        this.sealer = sealer;
        this.source = source;
        this.sealed = sealed;
    }

    /// Where the plain bytes go.
    interface Receiver {

        /// Fills `into` with what is there already from `offset` on, and may be anything.
        ///
        /// @return false when not that much is there
        default boolean already(long offset, ByteBuffer into) {
            return false;
        }

        /// Takes the bytes that come next, all of what remains in `bytes`.
        ///
        /// @param isThere whether they are those that were there already
        void take(ByteBuffer bytes, boolean isThere) throws IOException;
    }

    /// Hands over all of `content`, which is checked to its root.
    void read(Content content, Receiver to)
            throws IOException, NodeException, InterruptedException {
        var check = new ContentCheck(content);
        read(content, Command.Part.WHOLE, new Copy(to, check::add, new ConcurrentHashMap<>()));
        try {
            check.finish();
        } catch (MalformedException e) {
            throw Problems.damaged("The file's list of chunks", e);
        }
    }

    /// Hands over a part of `content`. Each chunk is what the manifest says; the root, which covers
    /// all of the content, is checked when the part is all of it.
    void read(Content content, Command.Part part, Receiver to)
            throws IOException, NodeException, InterruptedException {
        if (part.begin() == 0 && part.end() >= content.length()) {
            read(content, to);
        } else {
            read(content, part, new Copy(to, (_, _) -> {}, new ConcurrentHashMap<>()));
        }
    }

    /// The plain bytes of a content of one chunk, sealed in `from`.
    ByteBuffer open(Content.One content, ByteBuffer from)
            throws NodeException, InterruptedException {
        return whole(content, bytes -> sealer.open(content.ref(), from, bytes));
    }

    /// The plain bytes of a content of one small chunk, which takes no more memory than its size.
    ByteBuffer small(Content.One content) throws NodeException, InterruptedException {
        var box = ByteBuffer.allocate(Sealer.roomFor(content.ref().length()));
        return whole(content, bytes -> fetch(content.ref(), box, bytes));
    }

    /// Opens a chunk into a buffer, and returns its leaf.
    private interface Opening {
        Hash into(ByteBuffer bytes) throws TamperedException, NodeException, InterruptedException;
    }

    private static ByteBuffer whole(Content.One content, Opening opening)
            throws NodeException, InterruptedException {
        var bytes = ByteBuffer.allocate(Sealer.roomFor(content.ref().length()));
        try {
            if (opening.into(bytes).equals(content.root())) {
                return bytes;
            }
            throw new TamperedException("content whose root is not the promised one");
        } catch (TamperedException e) {
            throw Problems.damaged("A chunk", e);
        }
    }

    /// Finds a chunk and opens it. What does not open is looked for again, now with a look at
    /// whether it is the chunk at all: only what is wrong here may be had from others.
    ///
    /// @param box for the sealed bytes
    /// @return the leaf of the plain bytes, which are in `bytes`
    private Hash fetch(ChunkRef ref, ByteBuffer box, ByteBuffer bytes)
            throws TamperedException, NodeException, InterruptedException {
        source.read(ref, box.clear());
        try {
            return sealer.open(ref, box.flip(), bytes.clear());
        } catch (TamperedException e) {
            source.readSound(ref, box.clear());
            return sealer.open(ref, box.flip(), bytes.clear());
        }
    }

    private void read(Content content, Command.Part part, Copy copy)
            throws IOException, NodeException, InterruptedException {
        if (!free.tryAcquire(turns.patience.toNanos(), NANOSECONDS)) {
            throw Problems.busyStreams();
        }
        var ahead = new Ahead(turns.ahead);
        try (var threads =
                Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("open-", 0).factory())) {
            try {
                var cursor = new ManifestCursor<NodeException>(content, part.begin(), this::node);
                for (var item = cursor.next();
                        item != null && item.offset() < part.end();
                        item = cursor.next()) {
                    if (item.isChunk()) {
                        var chunk = item;
                        long weight = weight(chunk.ref());
                        while (ahead.isTooMuch(weight)) {
                            copy.next(ahead);
                        }
                        ahead.add(threads.submit(() -> open(chunk, part, copy)), weight);
                    }
                }
                while (!ahead.coming.isEmpty()) {
                    copy.next(ahead);
                }
            } catch (MalformedException e) {
                throw Problems.damaged("The file's list of chunks", e);
            } finally {
                threads.shutdownNow();
            }
        } finally {
            // What was on its way when reading broke off has ended by now.
            ahead.close();
            free.release();
        }
    }

    private long weight(ChunkRef ref) {
        long room = BufferPool.room(Sealer.roomFor(ref.length()));
        return source.isHere(ref) ? 2 * room : room;
    }

    /// A chunk that is being opened.
    private record Coming(Future<Opened> opened, long weight) {}

    /// The chunks that are being opened, in their order. Serves one thread.
    private static final class Ahead implements AutoCloseable {

        private final Deque<Coming> coming = new ArrayDeque<>();
        private final long bytesMax;
        private long bytes;

        Ahead(long bytesMax) {
            this.bytesMax = bytesMax;
        }

        boolean isTooMuch(long weight) {
            return !coming.isEmpty() && bytes + weight > bytesMax;
        }

        void add(Future<Opened> opened, long weight) {
            coming.add(new Coming(opened, weight));
            bytes += weight;
        }

        /// The one that comes next; it stays here when it failed.
        Opened next() throws NodeException, InterruptedException {
            var opened = Futures.get(coming.getFirst().opened);
            bytes -= coming.removeFirst().weight;
            return opened;
        }

        @Override
        public void close() {
            coming.stream()
                    .map(Coming::opened)
                    .filter(opened -> opened.state() == Future.State.SUCCESS)
                    .forEach(opened -> opened.resultNow().lease.close());
        }
    }

    /// Plain bytes in a buffer that goes back to the pool when they are written.
    private record Opened(BufferPool.Lease lease, ByteBuffer bytes, Hash leaf, boolean isThere) {}

    /// Takes the leaf and the length of each chunk in order.
    @FunctionalInterface
    private interface Leaves {
        void add(Hash leaf, int length);
    }

    /// Where the bytes go.
    ///
    /// @param zeros the leaves of chunks that turned out to be nothing but zeros
    private record Copy(Receiver to, Leaves leaves, Map<ChunkRef, Hash> zeros) {

        /// Kinds of such chunks that are remembered: those of another length end a hole.
        private static final int ZEROS_MAX = 8;

        void note(ChunkRef ref, Opened opened) {
            if (zeros.size() < ZEROS_MAX && Zeros.is(opened.bytes)) {
                zeros.put(ref, opened.leaf);
            }
        }

        /// Hands over the chunk that comes next.
        void next(Ahead ahead) throws IOException, NodeException, InterruptedException {
            var opened = ahead.next();
            try (var _ = opened.lease) {
                leaves.add(opened.leaf, opened.bytes.remaining());
                to.take(opened.bytes, opened.isThere);
            }
        }
    }

    /// What of a chunk lies in the part.
    private Opened open(ManifestCursor.Item chunk, Command.Part part, Copy copy)
            throws NodeException, InterruptedException {
        var zero = copy.zeros.get(chunk.ref());
        var opened =
                zero == null
                        ? open(chunk.ref(), into -> copy.to.already(chunk.offset(), into))
                        : zeros(chunk.ref(), zero);
        copy.note(chunk.ref(), opened);
        var bytes = opened.bytes;
        long from = Math.max(0, part.begin() - chunk.offset());
        long end = Math.min(bytes.remaining(), part.end() - chunk.offset());
        int start = bytes.position();
        bytes.limit(start + (int) end).position(start + (int) from);
        return opened;
    }

    private Opened zeros(ChunkRef ref, Hash leaf) throws InterruptedException {
        var lease = plain.lease(Sealer.roomFor(ref.length()));
        var bytes = lease.buffer().limit(ref.length());
        Zeros.fill(bytes);
        return new Opened(lease, bytes.flip(), leaf, false);
    }

    /// @param already fills a buffer with bytes that may be those of the chunk
    private Opened open(ChunkRef ref, Predicate<ByteBuffer> already)
            throws NodeException, InterruptedException {
        int room = Sealer.roomFor(ref.length());
        var lease = plain.lease(room);
        try (var from = sealed.lease(room)) {
            var bytes = lease.buffer();
            if (already.test(bytes.limit(ref.length()))) {
                var leaf = leafOf(ref, bytes.flip(), from.buffer());
                if (leaf.isPresent()) {
                    return new Opened(lease, bytes, leaf.get(), true);
                }
            }
            var leaf = fetch(ref, from.buffer(), bytes);
            return new Opened(lease, bytes, leaf, false);
        } catch (TamperedException e) {
            lease.close();
            throw Problems.damaged("A chunk", e);
        } catch (NodeException | InterruptedException | RuntimeException | Error e) {
            lease.close();
            throw e;
        }
    }

    /// The leaf of plain bytes, if sealing them gives just this chunk. Bytes that were sealed with
    /// another encoder are not known again; they are fetched.
    private Optional<Hash> leafOf(ChunkRef ref, ByteBuffer bytes, ByteBuffer box) {
        var draft = sealer.draft(bytes, box);
        return sealer.seal(draft).equals(ref) ? Optional.of(draft.leaf()) : Optional.empty();
    }

    /// The bytes of a manifest node.
    byte[] node(ChunkRef ref) throws NodeException {
        try {
            var opened = open(ref, _ -> false);
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
