package dev.holdfast.engine.store;

import dev.holdfast.engine.core.content.ChunkId;

import java.nio.ByteBuffer;
import java.util.Collection;

/// Keeps sealed chunks by name. Safe for many threads. Every implementation passes
/// `ChunkStoreContract`.
public interface ChunkStore extends UncheckedChunks {

    /// Takes a copy of what remains in `sealed` and returns, as a rule before any disk has it; the
    /// position of `sealed` does not move. The caller vouches that `id` is the SHA-256 of the
    /// bytes. Appending a chunk that is held already is harmless and takes no room.
    ///
    /// @return whether the chunk was added; false when it was held already
    /// @throws StoreException `FULL` when the free space or the limit does not allow it, `FAILED`
    /// @throws IllegalArgumentException when `sealed` is empty or above `ChunkRef.SEALED_MAX`
    boolean append(ChunkId id, ByteBuffer sealed, ChunkTag tag) throws StoreException;

    /// Returns once every append and removal made before the call would survive a power cut. Many
    /// waiters share one fsync.
    ///
    /// @throws StoreException `FAILED`; nothing may be acknowledged then
    void sync() throws StoreException;

    /// Puts the sealed bytes into `into`, checked against `id`, and moves its position behind them.
    ///
    /// @return false when this store has no such chunk
    /// @throws StoreException `DAMAGED` when the bytes are not what `id` names, `FAILED`; the
    ///   position of `into` has not moved then, its bytes may have changed
    /// @throws IllegalArgumentException when `into` has too little room
    boolean read(ChunkId id, ByteBuffer into) throws StoreException;

    /// Forgets chunks; those not held are passed over. Durable after the next [#sync], and a store
    /// opened again remembers it by itself.
    void remove(Collection<ChunkId> ids) throws StoreException;

    /// What is held now. An appended chunk is seen at once, and is durable after the next [#sync].
    ChunkIndex index();
}
