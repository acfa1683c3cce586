package dev.holdfast.testbed.sim;

import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.store.ChunkIndex;
import dev.holdfast.engine.store.ChunkStore;
import dev.holdfast.engine.store.ChunkTag;
import dev.holdfast.engine.store.StoreException;
import dev.holdfast.engine.store.memory.MemoryChunkStore;
import dev.holdfast.engine.wal.Journal;
import dev.holdfast.engine.wal.JournalException;
import dev.holdfast.engine.wal.memory.MemoryJournal;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// The disk of one device. What was synced survives a power cut; of the rest nothing need. It can
/// fail, be full, and have the power cut just before or after any of its operations.
final class SimDisk {

    private static final long NEVER = Long.MAX_VALUE;

    private final MemoryJournal journal = new MemoryJournal();
    private final MemoryChunkStore chunks = new MemoryChunkStore();
    private final TreeSet<ChunkId> touched = new TreeSet<>();
    private final boolean isSyncing;
    private boolean isFull;
    private long operations;
    private long failsAt = NEVER;
    private long cutAt = NEVER;
    private boolean isCutBefore;
    private int lives;

    /// The power goes. Whatever the device was doing ends here.
    static final class PowerCut extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /// @param isSyncing false breaks the disk's promise that what was synced stays
    SimDisk(boolean isSyncing) {
        this.isSyncing = isSyncing;
    }

    Journal journal() {
        return new Log();
    }

    ChunkStore chunks() {
        return new Packs();
    }

    /// What is held, also while the device is off.
    ChunkIndex held() {
        return chunks.index();
    }

    /// The chunks whose copies here have come, gone, or become durable since the last call.
    Set<ChunkId> touched() {
        var all = new TreeSet<>(touched);
        touched.clear();
        return all;
    }

    void isFull(boolean full) {
        isFull = full;
    }

    /// Power is cut at the `n`-th operation from now on.
    void cutAt(long n, boolean before) {
        cutAt = operations + n;
        isCutBefore = before;
    }

    /// The `n`-th operation from now on fails.
    void failAt(long n) {
        failsAt = operations + n;
    }

    /// What is on it now is there to stay.
    void begins() {
        journal.sync(journal.lastLsn());
    }

    /// It fails no more.
    void isSound() {
        cutAt = NEVER;
        failsAt = NEVER;
    }

    /// What the power took with it. Of what was not synced, everything or nothing of each file had
    /// reached the disk by itself.
    void losesPower(boolean isJournalLost, boolean areChunksLost) {
        chunks.index().ids().forEach(touched::add);
        lives++;
        cutAt = NEVER;
        failsAt = NEVER;
        if (isJournalLost) {
            journal.loseUnsynced();
        }
        if (areChunksLost) {
            chunks.loseUnsynced();
        }
    }

    /// The disk loses the bytes of one chunk; the books still name it.
    void loses(ChunkId chunk) {
        touched.add(chunk);
        chunks.remove(List.of(chunk));
        chunks.sync();
    }

    /// True when the operation is to fail. A process that has ended does nothing to a disk.
    private boolean isFailing(int life) {
        if (life != lives) {
            throw new PowerCut();
        }
        operations++;
        if (operations == cutAt && isCutBefore) {
            throw new PowerCut();
        }
        return operations == failsAt;
    }

    private void done() {
        if (operations == cutAt) {
            throw new PowerCut();
        }
    }

    private final class Log implements Journal {

        private final int life = lives;

        @Override
        public long append(int type, byte[] payload) throws JournalException {
            fail("append");
            long lsn = journal.append(type, payload);
            done();
            return lsn;
        }

        @Override
        public void sync(long lsn) throws JournalException {
            fail("sync");
            if (isSyncing) {
                journal.sync(lsn);
            }
            done();
        }

        private void fail(String what) throws JournalException {
            if (isFailing(life)) {
                throw new JournalException(JournalException.Kind.FAILED, "EIO at " + what);
            }
        }

        @Override
        public <X extends Exception> void replay(long fromLsn, Visitor<X> visitor) throws X {
            journal.replay(fromLsn, visitor);
        }

        @Override
        public long lastLsn() {
            return journal.lastLsn();
        }

        @Override
        public Extent extent() {
            return journal.extent();
        }

        @Override
        public <X extends Exception> void snapshot(Telling<X> telling) throws JournalException, X {
            journal.snapshot(telling);
        }

        @Override
        public <X extends Exception> void recall(Visitor<X> visitor) throws JournalException, X {
            journal.recall(visitor);
        }

        @Override
        public void forget(long lsn) {
            journal.forget(lsn);
        }

        @Override
        public void close() {
            // the disk outlives the process
        }
    }

    private final class Packs implements ChunkStore {

        private final int life = lives;

        @Override
        public boolean append(ChunkId id, ByteBuffer sealed, ChunkTag tag) throws StoreException {
            fail("append");
            if (isFull && !chunks.index().contains(id)) {
                throw new StoreException(StoreException.Kind.FULL, "no room");
            }
            touched.add(id);
            boolean isAdded = chunks.append(id, sealed, tag);
            done();
            return isAdded;
        }

        @Override
        public void sync() throws StoreException {
            fail("sync");
            if (isSyncing) {
                chunks.sync();
            }
            done();
        }

        @Override
        public boolean read(ChunkId id, ByteBuffer into) throws StoreException {
            return chunks.read(id, into);
        }

        @Override
        public boolean readUnchecked(ChunkId id, ByteBuffer into) {
            return chunks.readUnchecked(id, into);
        }

        @Override
        public void remove(Collection<ChunkId> ids) throws StoreException {
            fail("remove");
            touched.addAll(ids);
            chunks.remove(ids);
            done();
        }

        private void fail(String what) throws StoreException {
            if (isFailing(life)) {
                throw new StoreException(StoreException.Kind.FAILED, "EIO at " + what);
            }
        }

        @Override
        public ChunkIndex index() {
            return chunks.index();
        }
    }
}
