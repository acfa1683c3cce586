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
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/// Seals and stores the chunks of one put, and keeps the books of what is not journaled yet. Chunks
/// may come from many threads. No chunk kept leaves the store until this is closed, unless there is
/// no room: then those that are journaled may go once enough other devices have them.
final class ChunkKeeper implements AutoCloseable {

    /// Copies of a manifest node, whatever the volume's factor: without it no chunk below is found.
    private static final int NODE_FACTOR_MIN = 3;

    /// A chunk in the store, and the Merkle leaf of its plain bytes.
    record Kept(ChunkRef ref, Hash leaf) {}

    /// Sealed bytes that may wait to be made durable while a put goes on. Copies of them are made
    /// meanwhile, so a group is small beside a large file.
    private static final long GROUP_BYTES = 32 << 20;

    /// Sealed bytes that may wait while a group before them is made durable: as long as that takes,
    /// there is work for the processor.
    private static final long OPEN_MAX = 2 * GROUP_BYTES;

    /// Chunks that may go at once for want of room, those kept first.
    private static final int STAGED_MAX = 1024;

    /// Bytes of a chunk for which nobody waits for a buffer.
    static final int SMALL_MAX = 64 << 10;

    /// Bytes of a chunk that is sealed without asking whether its content is known: that takes no
    /// longer than asking, and the store tells by what comes out whether it has it.
    static final int UNNAMED_MAX = 16 << 10;

    private final Rooms rooms;
    private final BufferPool buffers;
    private final Stamp claim;
    private final int factor;
    private final PutBooks books = new PutBooks();
    private final ReentrantLock committing = new ReentrantLock();
    private final ReentrantLock relieving = new ReentrantLock();

    /// Held to read from the look whether a chunk is here until it is in the books.
    private final ReadWriteLock staying = new ReentrantReadWriteLock();

    private final AtomicInteger reliefs = new AtomicInteger();
    private volatile boolean isFull;
    private boolean failed;
    private final Pins.Pin pin;

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

    /// Who seals a small chunk does not wait for his turn at the buffers that large ones share.
    private Kept keep(ByteBuffer plain, boolean isNode) throws NodeException, InterruptedException {
        if (plain.remaining() <= SMALL_MAX) {
            var shelf = rooms.keeping().shelf();
            var room = shelf.take(Sealer.roomFor(plain.remaining()));
            try {
                return keep(plain, isNode, room.duplicate());
            } finally {
                shelf.give(room);
            }
        }
        try (var lease = buffers.lease(Sealer.ROOM)) {
            return keep(plain, isNode, lease.buffer());
        }
    }

    private Kept keep(ByteBuffer plain, boolean isNode, ByteBuffer into)
            throws NodeException, InterruptedException {
        var draft = rooms.keeping().sealer().draft(plain, into);
        if (draft.length() <= UNNAMED_MAX) {
            return new Kept(seal(draft, isNode), draft.leaf());
        }
        var name = rooms.keeping().sealer().name(draft.leaf());
        var known = known(name);
        if (known.isPresent() && stays(List.of(known.get()), isNode)) {
            return new Kept(known.get(), draft.leaf());
        }
        var ref = seal(draft, isNode);
        books.remember(new Known(name, ref));
        return new Kept(ref, draft.leaf());
    }

    /// Seals a draft and stores it, unless the store has what comes out.
    private ChunkRef seal(Sealer.Draft draft, boolean isNode)
            throws NodeException, InterruptedException {
        var ref = rooms.keeping().sealer().seal(draft);
        store(ref.id(), draft.buffer(), isNode);
        return ref;
    }

    /// Enters chunks if all of them are here; from then on they stay.
    private boolean stays(List<ChunkRef> refs, boolean isNode) {
        staying.readLock().lock();
        try {
            boolean isHere = refs.stream().allMatch(this::isHere);
            if (isHere) {
                refs.forEach(ref -> books.enter(ref.id(), isNode, 0));
            }
            return isHere;
        } finally {
            staying.readLock().unlock();
        }
    }

    /// Stores a chunk, and waits for room as long as there is hope for it.
    private void store(ChunkId id, ByteBuffer sealed, boolean isNode)
            throws NodeException, InterruptedException {
        while (true) {
            int before = reliefs.get();
            try {
                append(id, sealed, isNode);
                return;
            } catch (StoreException e) {
                if (e.kind() != StoreException.Kind.FULL) {
                    throw Problems.of(e);
                }
                if (!makeRoom(before)) {
                    isFull = true;
                    throw Problems.of(e);
                }
            }
        }
    }

    private void append(ChunkId id, ByteBuffer sealed, boolean isNode) throws StoreException {
        staying.readLock().lock();
        try {
            pin.add(id);
            var tag = new ChunkTag(factorOf(isNode), claim, ChunkTag.Origin.HERE);
            boolean added = rooms.keeping().store().append(id, sealed, tag);
            books.enter(id, isNode, added ? sealed.remaining() : 0);
        } finally {
            staying.readLock().unlock();
        }
    }

    /// Lets chunks go that enough others have.
    ///
    /// @param before how often that was done when the room was missed
    /// @return whether it is worth trying again
    private boolean makeRoom(int before) throws NodeException, InterruptedException {
        relieving.lockInterruptibly();
        try {
            if (reliefs.get() != before) {
                return true;
            }
            boolean isRelieved = rooms.keeping().relief().makeRoom(claim, stage());
            reliefs.incrementAndGet();
            return isRelieved;
        } finally {
            relieving.unlock();
        }
    }

    /// Makes all that was kept so far durable, and lets what is in the books go.
    ///
    /// @return chunks that may go
    private List<ChunkId> stage() throws NodeException {
        committing.lock();
        try {
            commit();
            staying.writeLock().lock();
            try {
                var index = rooms.keeping().store().index();
                var staged = books.written(STAGED_MAX, index::contains);
                pin.removeAll(staged);
                return staged;
            } finally {
                staying.writeLock().unlock();
            }
        } finally {
            committing.unlock();
        }
    }

    /// Whether this has ended because there was no room.
    boolean isFull() {
        return isFull;
    }

    /// Keeps a chunk that the pool has already; it is fetched if it is not here.
    void keepKnown(ChunkRef ref, boolean isNode) throws NodeException, InterruptedException {
        if (stays(List.of(ref), isNode)) {
            return;
        }
        try (var lease = buffers.lease(Sealer.ROOM)) {
            var sealed = lease.buffer();
            boolean _ = rooms.keeping().cache().readOr(rooms.peers()::fetch, ref.id(), sealed);
            store(ref.id(), sealed.flip(), isNode);
        }
        commitGroup();
    }

    /// Keeps all chunks of a content that was sealed before, if every one of them is here.
    ///
    /// @param nodes opens the nodes of its manifest
    /// @return whether that is so
    boolean keepAgain(Content content, ManifestCursor.Source<NodeException> nodes)
            throws NodeException {
        var chunks = new ArrayList<ChunkRef>();
        var lists = new ArrayList<ChunkRef>();
        try {
            var cursor = new ManifestCursor<NodeException>(content, nodes);
            for (var item = cursor.next(); item != null; item = cursor.next()) {
                if (!isHere(item.ref())) {
                    return false;
                }
                (item.isChunk() ? chunks : lists).add(item.ref());
            }
        } catch (MalformedException e) {
            return false;
        }
        return stays(lists, true) && stays(chunks, false);
    }

    /// How many chunks were kept.
    int count() {
        return books.count();
    }

    /// The chunks that were kept after the first `from`, up to `to`.
    Set<ChunkId> kept(int from, int to) {
        return books.kept(from, to);
    }

    /// Counts a chunk that this has kept before.
    void again() {
        books.again();
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

    PutBooks.Tally tally() {
        return books.tally();
    }

    /// Every chunk kept, each once.
    Set<ChunkId> all() {
        return books.all();
    }

    /// Whether so much waits to be made durable that nothing more is to be added.
    boolean isFarAhead() {
        return books.openBytes() >= OPEN_MAX;
    }

    /// Commits when much waits for it. Of many threads that see so the first does.
    void commitGroup() throws NodeException {
        if (books.openBytes() < GROUP_BYTES) {
            return;
        }
        committing.lock();
        try {
            if (books.openBytes() >= GROUP_BYTES) {
                commit();
            }
        } finally {
            committing.unlock();
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
        var done = books.take();
        write(done);
        pages(done.chunks())
                .forEach(
                        page ->
                                rooms.peers()
                                        .wrote(new Rooms.Written(claim, factorOf(false), page)));
        pages(done.nodes())
                .forEach(
                        page ->
                                rooms.peers()
                                        .wrote(new Rooms.Written(claim, factorOf(true), page)));
    }

    private void write(PutBooks.Entries done) throws NodeException {
        var records = new ArrayList<JournalRecord>();
        pages(done.chunks())
                .forEach(page -> records.add(new ChunksStamped(claim, factorOf(false), page)));
        pages(done.nodes())
                .forEach(page -> records.add(new ChunksStamped(claim, factorOf(true), page)));
        pages(done.contents()).forEach(page -> records.add(new ContentKnown(page)));
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
    }

    /// Journals what was kept and has no name, without having it copied, so that what the put
    /// leaves is known by its claim.
    void giveUp() throws NodeException {
        committing.lock();
        try {
            if (!failed) {
                write(books.take());
            }
        } finally {
            committing.unlock();
        }
    }

    @Override
    public void close() {
        pin.close();
    }

    private static <T> List<List<T>> pages(List<T> all) {
        var pages = new ArrayList<List<T>>();
        for (int from = 0; from < all.size(); from += JournalRecord.CHUNKS_MAX) {
            pages.add(all.subList(from, Math.min(all.size(), from + JournalRecord.CHUNKS_MAX)));
        }
        return pages;
    }
}
