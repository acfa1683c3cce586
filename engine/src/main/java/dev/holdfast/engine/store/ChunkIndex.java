package dev.holdfast.engine.store;

import dev.holdfast.engine.core.content.ChunkId;

import java.util.OptionalInt;
import java.util.stream.Stream;

/// What a store holds: a live view, safe for many threads, that never waits for a disk.
public interface ChunkIndex {

    boolean contains(ChunkId id);

    /// The sealed length in bytes; empty when the chunk is not held.
    OptionalInt length(ChunkId id);

    /// The ids in ring order: every chunk held from the start of the call to the end of the stream,
    /// and none twice. Those that come or go meanwhile may or may not appear.
    Stream<ChunkId> ids();

    /// How many chunks are held.
    long size();

    /// The sealed bytes of all chunks held, without the room their keeping takes.
    long bytes();
}
