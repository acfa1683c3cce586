package dev.holdfast.engine.store.memory;

import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.content.ChunkRef;
import dev.holdfast.engine.core.hash.Sha256;
import dev.holdfast.engine.store.ChunkIndex;
import dev.holdfast.engine.store.ChunkStore;
import dev.holdfast.engine.store.ChunkTag;
import dev.holdfast.engine.store.StoreException;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.NavigableMap;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Keeps chunks in the heap, up to a limit in bytes.
public final class MemoryChunkStore implements ChunkStore {

    private final long bytesMax;
    private final NavigableMap<ChunkId, byte[]> chunks = new TreeMap<>();
    private NavigableMap<ChunkId, byte[]> durable = new TreeMap<>();
    private long bytes;

    public MemoryChunkStore() {
        this(Long.MAX_VALUE);
    }

    /// A store that is full when it holds `bytesMax` sealed bytes.
    public MemoryChunkStore(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    @Override
    public synchronized boolean append(ChunkId id, ByteBuffer sealed, ChunkTag tag)
            throws StoreException {
        int length = sealed.remaining();
        if (length < 1 || length > ChunkRef.SEALED_MAX) {
            throw new IllegalArgumentException(
                    "length " + length + " is not in 1.." + ChunkRef.SEALED_MAX);
        }
        if (chunks.containsKey(id)) {
            return false;
        }
        if (length > bytesMax - bytes) {
            throw new StoreException(
                    StoreException.Kind.FULL, "no room for " + length + " more bytes");
        }
        var copy = new byte[length];
        sealed.duplicate().get(copy);
        chunks.put(id, copy);
        bytes += length;
        return true;
    }

    @Override
    public synchronized void sync() {
        durable = new TreeMap<>(chunks);
    }

    @Override
    public synchronized boolean read(ChunkId id, ByteBuffer into) throws StoreException {
        var sealed = chunks.get(id);
        if (sealed != null && !Sha256.of(sealed).equals(id.hash())) {
            throw new StoreException(StoreException.Kind.DAMAGED, "chunk " + id + " is damaged");
        }
        return readUnchecked(id, into);
    }

    @Override
    public synchronized boolean readUnchecked(ChunkId id, ByteBuffer into) {
        var sealed = chunks.get(id);
        if (sealed == null) {
            return false;
        }
        if (into.remaining() < sealed.length) {
            throw new IllegalArgumentException(
                    sealed.length + " bytes do not fit in " + into.remaining());
        }
        into.put(sealed);
        return true;
    }

    @Override
    public synchronized void remove(Collection<ChunkId> ids) {
        for (var id : ids) {
            var gone = chunks.remove(id);
            bytes -= gone == null ? 0 : gone.length;
        }
    }

    @Override
    public ChunkIndex index() {
        return new Held();
    }

    /// Loses what was not synced, as a power cut would.
    public synchronized void loseUnsynced() {
        chunks.clear();
        chunks.putAll(durable);
        bytes = chunks.values().stream().mapToLong(chunk -> chunk.length).sum();
    }

    /// Flips the lowest bit of one byte of a held chunk, as a failing disk would.
    public synchronized void damage(ChunkId id, int at) {
        var sealed = chunks.get(id);
        if (sealed == null) {
            throw new IllegalArgumentException("chunk " + id + " is not held");
        }
        sealed[at] ^= 1;
    }

    private final class Held implements ChunkIndex {

        @Override
        public boolean contains(ChunkId id) {
            synchronized (MemoryChunkStore.this) {
                return chunks.containsKey(id);
            }
        }

        @Override
        public OptionalInt length(ChunkId id) {
            synchronized (MemoryChunkStore.this) {
                var sealed = chunks.get(id);
                return sealed == null ? OptionalInt.empty() : OptionalInt.of(sealed.length);
            }
        }

        @Override
        public Stream<ChunkId> ids() {
            synchronized (MemoryChunkStore.this) {
                return Stream.of(chunks.keySet().toArray(ChunkId[]::new));
            }
        }

        @Override
        public long size() {
            synchronized (MemoryChunkStore.this) {
                return chunks.size();
            }
        }

        @Override
        public long bytes() {
            synchronized (MemoryChunkStore.this) {
                return bytes;
            }
        }
    }
}
