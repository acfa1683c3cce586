package dev.holdfast.engine.core.content;

import dev.holdfast.engine.core.hash.Hash;

/// The secret that opens one chunk. Whoever has it and the chunk id may read the chunk, so it never
/// appears in text.
public record ChunkKey(Hash bits) {

    @Override
    public String toString() {
        return "ChunkKey(hidden)";
    }
}
