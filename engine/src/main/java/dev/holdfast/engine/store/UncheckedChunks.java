package dev.holdfast.engine.store;

import dev.holdfast.engine.core.content.ChunkId;

import java.nio.ByteBuffer;

/// Chunks as they lie in a store, for who finds out otherwise whether they are what their ids name:
/// opening does, and a device that they are sent to.
public interface UncheckedChunks {

    /// Puts what lies under `id` into `into` and moves its position behind it. Who finds that it is
    /// not the chunk asks again with [ChunkStore#read].
    ///
    /// @return false when this store has no such chunk
    /// @throws StoreException `DAMAGED` when nothing can be read, `FAILED`; the position of `into`
    ///   has not moved then, its bytes may have changed
    /// @throws IllegalArgumentException when `into` has too little room
    boolean readUnchecked(ChunkId id, ByteBuffer into) throws StoreException;
}
