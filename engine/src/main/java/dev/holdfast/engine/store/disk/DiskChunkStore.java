package dev.holdfast.engine.store.disk;

import static dev.holdfast.engine.store.StoreException.Kind.DAMAGED;
import static dev.holdfast.engine.store.StoreException.Kind.FAILED;
import static dev.holdfast.engine.store.StoreException.Kind.FULL;

import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.content.ChunkRef;
import dev.holdfast.engine.disk.BlockWriter;
import dev.holdfast.engine.disk.Disk;
import dev.holdfast.engine.disk.Room;
import dev.holdfast.engine.store.ChunkIndex;
import dev.holdfast.engine.store.ChunkStore;
import dev.holdfast.engine.store.ChunkTag;
import dev.holdfast.engine.store.StoreException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Keeps chunks in packs.
///
/// An append copies the sealed bytes once, into a buffer that is written past the page cache; four
/// buffers of 4 MiB are filled and written at the same time. A sync ends the batch at a block,
/// waits for its writes and forces the pack; whoever came meanwhile is served by the next one
/// together. A removal is a record of its own behind the chunk, so a store opened again needs
/// nobody to tell it what was removed. When a write or an fsync fails the store takes no more: what
/// the disk holds is unknown then, and is read anew when the store is opened again.
public final class DiskChunkStore implements ChunkStore, AutoCloseable {

    /// The pack that is being written is ended for compacting when it has this share of a full one.
    private static final int SPARSE_SHARE = 16;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition synced = lock.newCondition();
    private final ChunkReader reader;
    private final ChunkTable table;
    private final PackFiles files;
    private final PackWriter writer;
    private final FreeSpace space;
    private final Records records;
    private final Quarantine quarantine = new Quarantine();
    private final PackCheck check;
    private final Compactor compactor;
    private final long sparseMin;
    private long appended;
    private long durable;
    private boolean syncing;
    private @Nullable StoreException failure;

    private DiskChunkStore(PackOpener opened, FreeSpace space, long packBytes) {
        reader = opened.reader();
        table = opened.table();
        files = opened.files();
        writer = opened.writer();
        this.space = space;
        sparseMin = packBytes / SPARSE_SHARE;
        records = new Records(opened, this::awaitReadable);
        check = new PackCheck(opened, records, quarantine, lock);
        compactor = new Compactor(opened, quarantine, new Moves());
    }

    /// Opens the store on `disk`, or begins one. What a crash left half done is found and
    /// forgotten; what was readable is made durable first.
    ///
    /// @throws StoreException `FULL` when there is no room for that, and nothing is forgotten;
    ///   `FAILED`
    public static DiskChunkStore open(Disk disk, Room room) throws StoreException {
        return open(disk, room, PackFormat.PACK_BYTES);
    }

    static DiskChunkStore open(Disk disk, Room room, long packBytes) throws StoreException {
        try {
            var opener = new PackOpener(disk, packBytes);
            opener.openAll();
            return new DiskChunkStore(opener, new FreeSpace(room), packBytes);
        } catch (IOException e) {
            var kind = FreeSpace.isExhausted(room) ? FULL : FAILED;
            throw new StoreException(kind, "the packs cannot be opened: " + e.getMessage(), e);
        }
    }

    /// Bytes that a store leaves free of a file system of so many bytes.
    public static long floorBytes(long totalBytes) {
        return FreeSpace.floor(totalBytes);
    }

    @Override
    public boolean append(ChunkId id, ByteBuffer sealed, ChunkTag tag) throws StoreException {
        int length = sealed.remaining();
        if (length < 1 || length > ChunkRef.SEALED_MAX) {
            throw new IllegalArgumentException(
                    "length " + length + " is not in 1.." + ChunkRef.SEALED_MAX);
        }
        lock.lock();
        try {
            refuseAfterFailure();
            if (table.contains(id)) {
                return false;
            }
            makeRoom(length, tag.origin());
            table.put(id, writer.append(id, sealed, tag));
            quarantine.release(id);
            appended++;
            return true;
        } catch (IOException e) {
            throw fail(e);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void remove(Collection<ChunkId> ids) throws StoreException {
        writing(
                () -> {
                    for (var id : ids) {
                        if (table.contains(id) || quarantine.holds(id)) {
                            writer.appendRemoval(id);
                            table.remove(id);
                            quarantine.release(id);
                            appended++;
                        }
                    }
                });
    }

    @Override
    public void sync() throws StoreException {
        lock.lock();
        try {
            refuseAfterFailure();
            long wanted = appended;
            while (durable < wanted) {
                if (syncing) {
                    synced.awaitUninterruptibly();
                } else {
                    syncNow();
                }
                refuseAfterFailure();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Makes durable what was appended so far, with the lock given up meanwhile.
    private void syncNow() throws StoreException {
        syncing = true;
        try {
            var batch = writer.batch();
            long upTo = appended;
            lock.unlock();
            try {
                batch.force();
            } finally {
                lock.lock();
            }
            batch.noteDurable();
            durable = upTo;
        } catch (IOException e) {
            throw fail(e);
        } finally {
            syncing = false;
            synced.signalAll();
        }
    }

    @Override
    public boolean read(ChunkId id, ByteBuffer into) throws StoreException {
        if (records.read(id, span -> reader.read(span, id, into))) {
            return true;
        }
        if (quarantine.holds(id)) {
            throw new StoreException(DAMAGED, "chunk " + id + " is damaged and was put aside");
        }
        return false;
    }

    @Override
    public boolean readUnchecked(ChunkId id, ByteBuffer into) throws StoreException {
        return records.read(id, span -> reader.readUnchecked(span, into));
    }

    /// What lies in which pack, whether it is sound, and a way to put aside what is not.
    public PackCheck check() {
        return check;
    }

    /// Gives room back to the file system: what is live in a pack that is mostly removed chunks is
    /// moved, and the pack deleted. Reading, appending and removing go on meanwhile.
    ///
    /// @return bytes given back; 0 when no pack is worth it
    /// @throws StoreException `FULL` when there is no room even for moving, `FAILED`
    public long compact() throws StoreException, InterruptedException {
        return compactor.compact(Compactor.Share.HALF);
    }

    /// The same for packs in which less is removed, for when there is no other room.
    ///
    /// @return bytes given back; 0 when there are none
    /// @throws StoreException `FULL` when there is no room even for moving, `FAILED`
    public long squeeze() throws StoreException, InterruptedException {
        return compactor.compact(Compactor.Share.MOST);
    }

    /// What was written beside a chunk that is held and sound.
    public Optional<ChunkTag> tag(ChunkId id) throws StoreException {
        return records.tag(id);
    }

    @Override
    public ChunkIndex index() {
        return table;
    }

    /// Keeps no memory for what comes next: all of its buffers are made anew then.
    public void dropIdle() {
        reader.dropIdle();
        lock.lock();
        try {
            writer.dropIdle();
        } finally {
            lock.unlock();
        }
    }

    /// Syncs and lets go of the files.
    @Override
    public void close() throws StoreException {
        boolean synced = false;
        try {
            sync();
            synced = true;
        } finally {
            closeFiles(synced);
        }
    }

    private void closeFiles(boolean synced) throws StoreException {
        lock.lock();
        try {
            failure = new StoreException(FAILED, "the store is closed");
            if (synced) {
                writer.close();
            } else {
                writer.letGo();
            }
            files.close();
        } catch (IOException e) {
            throw new StoreException(FAILED, "a pack cannot be closed: " + e.getMessage(), e);
        } finally {
            lock.unlock();
        }
    }

    private void awaitReadable(long place) throws StoreException {
        if (writer.isReadable(place)) {
            return;
        }
        CompletableFuture<Void> written;
        lock.lock();
        try {
            written = writer.readable(place);
        } finally {
            lock.unlock();
        }
        try {
            BlockWriter.await(written);
        } catch (IOException e) {
            throw fail(e);
        }
    }

    /// What compacting does under the lock.
    private final class Moves implements Compactor.Moves {

        @Override
        public void endIfSparse(Map<Integer, Long> live, Compactor.Share share)
                throws StoreException {
            writing(
                    () -> {
                        var growing = writer.growing();
                        if (growing.isPresent()) {
                            int slot = growing.get().getKey();
                            long length = growing.get().getValue();
                            if (length >= sparseMin
                                    && share.isUnder(live.getOrDefault(slot, 0L), length)) {
                                writer.end(slot);
                            }
                        }
                    });
        }

        @Override
        public void move(ChunkId id, long from, ByteBuffer sealed, ChunkTag tag)
                throws StoreException {
            writing(
                    () -> {
                        if (table.find(id) != from) {
                            return;
                        }
                        int bytes = RecordHeader.BYTES + sealed.remaining();
                        if (!space.takesMoved(bytes, writer.waiting())) {
                            throw new StoreException(FULL, "no room to move chunks out of a pack");
                        }
                        table.put(id, writer.append(id, sealed, tag));
                        appended++;
                    });
        }

        @Override
        public void bury(ChunkId id) throws StoreException {
            writing(
                    () -> {
                        if (!table.contains(id) && !quarantine.holds(id)) {
                            writer.appendRemoval(id);
                            appended++;
                        }
                    });
        }

        @Override
        public void sync() throws StoreException {
            DiskChunkStore.this.sync();
        }
    }

    /// Something that is written while nobody else writes.
    private interface Writing {
        void run() throws IOException, StoreException;
    }

    /// A write that fails ends all writing.
    private void writing(Writing work) throws StoreException {
        lock.lock();
        try {
            refuseAfterFailure();
            work.run();
        } catch (IOException e) {
            throw fail(e);
        } finally {
            lock.unlock();
        }
    }

    private void makeRoom(int length, ChunkTag.Origin origin) throws IOException, StoreException {
        if (!space.takes(RecordHeader.BYTES + length, writer.waiting(), origin)) {
            throw new StoreException(
                    FULL,
                    "no room for %,d more bytes: %,d are kept free"
                            .formatted(length, space.floor(origin)));
        }
    }

    private void refuseAfterFailure() throws StoreException {
        if (failure != null) {
            throw new StoreException(
                    FAILED, "nothing more is stored: " + failure.getMessage(), failure);
        }
    }

    private StoreException fail(IOException cause) {
        lock.lock();
        try {
            if (failure == null) {
                failure =
                        new StoreException(FAILED, "the disk failed: " + cause.getMessage(), cause);
            }
            return failure;
        } finally {
            lock.unlock();
        }
    }
}
