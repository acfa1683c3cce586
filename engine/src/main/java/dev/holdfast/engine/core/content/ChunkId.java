package dev.holdfast.engine.core.content;

import dev.holdfast.engine.core.hash.Hash;

import org.jspecify.annotations.Nullable;

/// The name of a chunk: the SHA-256 of its sealed bytes. Any device can check what it holds; only
/// members can read it.
public record ChunkId(Hash hash) implements Comparable<ChunkId> {

    /// The greatest in ring order: the end of a walk over all of them.
    public static final ChunkId LAST = new ChunkId(new Hash(-1, -1, -1, -1));

    /// Written out, as those of [Hash] are.
    @Override
    public int hashCode() {
        return hash.hashCode();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ChunkId that && hash.equals(that.hash);
    }

    @Override
    public int compareTo(ChunkId that) {
        return hash.compareTo(that.hash);
    }

    @Override
    public String toString() {
        return hash.toString();
    }
}
