package dev.holdfast.engine.files;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.content.ChunkRef;
import dev.holdfast.engine.core.content.Content;
import dev.holdfast.engine.core.content.ManifestCursor;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.record.JournalRecord;
import dev.holdfast.engine.core.record.JournalRecord.ChunksStamped;
import dev.holdfast.engine.core.record.JournalRecord.ContentKnown;
import dev.holdfast.engine.core.record.JournalRecord.Known;
import dev.holdfast.engine.core.repair.Stamp;
import dev.holdfast.engine.crypto.Sealer;
import dev.holdfast.engine.store.ChunkTag;
import dev.holdfast.engine.store.Pins;
import dev.holdfast.engine.store.StoreException;
import dev.holdfast.engine.wal.JournalException;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/// Seals and stores the chunks of one put, and keeps the books of what is not journaled yet. Chunks
/// may come from many threads. No chunk kept leaves the store until this is closed.
final class ChunkKeeper implements AutoCloseable {

    /// Copies of a manifest node, whatever the volume's factor: without it no chunk below is found.
    private static final int NODE_FACTOR_MIN = 3;

    /// A chunk in the store, and the Merkle leaf of its plain bytes.
    record Kept(ChunkRef ref, Hash leaf) {}

    /// What a put has done so far.
    record Tally(long chunks, long fresh, long storedBytes) {}

    /// What was kept since the last commit.
    private record Entries(List<ChunkId> chunks, List<ChunkId> nodes, List<Known> contents) {
        static Entries none() {
            return new Entries(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }
    }

    /// Sealed bytes that may wait to be made durable while a put goes on. Copies of them are made
    /// meanwhile, so a group is small beside a large file.
    private static final long GROUP_BYTES = 32 << 20;

    /// Bytes of a chunk for which nobody waits for a buffer.
    static final int SMALL_MAX = 64 << 10;

    private final Rooms rooms;
    private final BufferPool buffers;
    private final Stamp claim;
    private final int factor;
    private final ReentrantLock books = new ReentrantLock();
    private final ReentrantLock committing = new ReentrantLock();
    private boolean failed;
    private Entries open = Entries.none();
    private long openBytes;
    private final Set<ChunkId> all = new HashSet<>();
    private final Pins.Pin pin;
    private Tally tally = new Tally(0, 0, 0);

    ChunkKeeper(Rooms rooms, BufferPool buffers, Stamp claim, int factor) {
        this.rooms = rooms;
        this.buffers = buffers;
        this.claim = claim;
        this.factor = factor;
        pin = rooms.keeping().pins().open();
    }

    Kept keep(ByteBuffer plain) throws NodeException, InterruptedException {
        return keep(plain, false);
    }

    /// Keeps a node of a manifest.
    Kept keepNode(ByteBuffer plain) throws NodeException, InterruptedException {
        return keep(plain, true);
    }

    /// A small chunk is sealed in memory of its own, which takes no longer than waiting for a
    /// buffer that large ones share.
    private Kept keep(ByteBuffer plain, boolean isNode) throws NodeException, InterruptedException {
        if (plain.remaining() <= SMALL_MAX) {
            return keep(plain, isNode, ByteBuffer.allocate(Sealer.roomFor(plain.remaining())));
        }
        try (var lease = buffers.lease()) {
            return keep(plain, isNode, lease.buffer());
        }
    }

    private Kept keep(ByteBuffer plain, boolean isNode, ByteBuffer into) throws NodeException {
        try {
            var draft = rooms.keeping().sealer().draft(plain, into);
            var known = known(draft.name()).filter(this::isHere);
            if (known.isPresent()) {
                enter(known.get().id(), isNode, 0);
                return new Kept(known.get(), draft.leaf());
            }
            var ref = rooms.keeping().sealer().seal(draft);
            pin.add(ref.id());
            var sealed = draft.buffer();
            var tag = new ChunkTag(factorOf(isNode), claim, ChunkTag.Origin.HERE);
            boolean added = rooms.keeping().store().append(ref.id(), sealed, tag);
            enter(ref.id(), isNode, added ? sealed.remaining() : 0);
            remember(new Known(draft.name(), ref));
            return new Kept(ref, draft.leaf());
        } catch (StoreException e) {
            throw Problems.of(e);
        }
    }

    /// Keeps a chunk that the pool has already; it is fetched if it is not here.
    void keepKnown(ChunkRef ref, boolean isNode) throws NodeException, InterruptedException {
        if (isHere(ref)) {
            enter(ref.id(), isNode, 0);
            return;
        }
        try (var lease = buffers.lease()) {
            var sealed = lease.buffer();
            rooms.peers().fetch(ref.id(), sealed);
            var tag = new ChunkTag(factorOf(isNode), claim, ChunkTag.Origin.HERE);
            boolean added = rooms.keeping().store().append(ref.id(), sealed.flip(), tag);
            enter(ref.id(), isNode, added ? sealed.remaining() : 0);
        } catch (StoreException e) {
            throw Problems.of(e);
        }
        commitGroup();
    }

    /// Keeps all chunks of a content that was sealed before, if every one of them is here.
    ///
    /// @param nodes opens the nodes of its manifest
    /// @return whether that is so
    boolean keepAgain(Content content, ManifestCursor.Source<NodeException> nodes)
            throws NodeException {
        var items = new ArrayList<ManifestCursor.Item>();
        try {
            var cursor = new ManifestCursor<NodeException>(content, nodes);
            for (var item = cursor.next(); item != null; item = cursor.next()) {
                if (!isHere(item.ref())) {
                    return false;
                }
                items.add(item);
            }
        } catch (MalformedException e) {
            return false;
        }
        items.forEach(item -> enter(item.ref().id(), !item.isChunk(), 0));
        return true;
    }

    /// Counts a chunk that this has kept before.
    void again() {
        books.lock();
        try {
            tally = new Tally(tally.chunks + 1, tally.fresh, tally.storedBytes);
        } finally {
            books.unlock();
        }
    }

    private boolean isHere(ChunkRef ref) {
        pin.add(ref.id());
        return rooms.keeping().store().index().contains(ref.id());
    }

    private Optional<ChunkRef> known(Hash name) {
        return rooms.keeping().ledger().views().chunks().known(name);
    }

    private int factorOf(boolean isNode) {
        return isNode ? Math.max(factor, NODE_FACTOR_MIN) : factor;
    }

    private void enter(ChunkId id, boolean isNode, int storedBytes) {
        books.lock();
        try {
            (isNode ? open.nodes : open.chunks).add(id);
            all.add(id);
            openBytes += storedBytes;
            tally =
                    new Tally(
                            tally.chunks + 1,
                            tally.fresh + (storedBytes > 0 ? 1 : 0),
                            tally.storedBytes + storedBytes);
        } finally {
            books.unlock();
        }
    }

    private void remember(Known content) {
        books.lock();
        try {
            open.contents.add(content);
        } finally {
            books.unlock();
        }
    }

    Tally tally() {
        books.lock();
        try {
            return tally;
        } finally {
            books.unlock();
        }
    }

    /// Every chunk kept, each once.
    Set<ChunkId> all() {
        books.lock();
        try {
            return Set.copyOf(all);
        } finally {
            books.unlock();
        }
    }

    /// Commits when much waits for it.
    void commitGroup() throws NodeException {
        if (isGroupFull()) {
            commit();
        }
    }

    private boolean isGroupFull() {
        books.lock();
        try {
            return openBytes >= GROUP_BYTES;
        } finally {
            books.unlock();
        }
    }

    /// Makes durable and journals all that was kept before the call, also what another thread is
    /// just committing, then hands it on to be copied.
    void commit() throws NodeException {
        committing.lock();
        try {
            if (failed) {
                throw new NodeException(
                        Problem.Code.FAILED,
                        "A part of this could not be made durable.",
                        "Look at the disk, then restart Holdfast; what it acknowledged is safe.");
            }
            failed = true;
            commitLocked();
            failed = false;
        } finally {
            committing.unlock();
        }
    }

    private void commitLocked() throws NodeException {
        var done = take();
        var records = new ArrayList<JournalRecord>();
        pages(done.chunks)
                .forEach(page -> records.add(new ChunksStamped(claim, factorOf(false), page)));
        pages(done.nodes)
                .forEach(page -> records.add(new ChunksStamped(claim, factorOf(true), page)));
        pages(done.contents).forEach(page -> records.add(new ContentKnown(page)));
        if (records.isEmpty()) {
            return;
        }
        try {
            rooms.keeping().store().sync();
            rooms.keeping().ledger().commit(records);
        } catch (StoreException e) {
            throw Problems.of(e);
        } catch (JournalException e) {
            throw Problems.of(e);
        }
        pages(done.chunks)
                .forEach(
                        page ->
                                rooms.peers()
                                        .wrote(new Rooms.Written(claim, factorOf(false), page)));
        pages(done.nodes)
                .forEach(
                        page ->
                                rooms.peers()
                                        .wrote(new Rooms.Written(claim, factorOf(true), page)));
    }

    @Override
    public void close() {
        pin.close();
    }

    private Entries take() {
        books.lock();
        try {
            var done = open;
            open = Entries.none();
            openBytes = 0;
            return done;
        } finally {
            books.unlock();
        }
    }

    private static <T> List<List<T>> pages(List<T> all) {
        var pages = new ArrayList<List<T>>();
        for (int from = 0; from < all.size(); from += JournalRecord.CHUNKS_MAX) {
            pages.add(all.subList(from, Math.min(all.size(), from + JournalRecord.CHUNKS_MAX)));
        }
        return pages;
    }
}
