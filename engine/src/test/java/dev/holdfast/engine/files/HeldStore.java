package dev.holdfast.engine.files;

import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.store.ChunkIndex;
import dev.holdfast.engine.store.ChunkStore;
import dev.holdfast.engine.store.ChunkTag;
import dev.holdfast.engine.store.StoreException;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.concurrent.Semaphore;

/// A store whose disk can be made to wait before it gives a chunk to whoever opens it.
record HeldStore(ChunkStore store, Gate gate) implements ChunkStore {

    /// One for each chunk that was asked for, and one for each that may come.
    static final class Gate {

        final Semaphore begun = new Semaphore(0);
        final Semaphore allowed = new Semaphore(0);
        volatile boolean isShut;

        private void pass() {
            begun.release();
            if (isShut) {
                allowed.acquireUninterruptibly();
            }
        }
    }

    @Override
    public boolean readUnchecked(ChunkId id, ByteBuffer into) throws StoreException {
        gate.pass();
        return store.readUnchecked(id, into);
    }

    @Override
    public boolean append(ChunkId id, ByteBuffer sealed, ChunkTag tag) throws StoreException {
        return store.append(id, sealed, tag);
    }

    @Override
    public void sync() throws StoreException {
        store.sync();
    }

    @Override
    public boolean read(ChunkId id, ByteBuffer into) throws StoreException {
        return store.read(id, into);
    }

    @Override
    public void remove(Collection<ChunkId> ids) throws StoreException {
        store.remove(ids);
    }

    @Override
    public ChunkIndex index() {
        return store.index();
    }
}
