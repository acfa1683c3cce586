package dev.holdfast.engine.core.content;

import dev.holdfast.engine.core.canonical.CanonicalReader;
import dev.holdfast.engine.core.canonical.CanonicalWriter;
import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.hash.Hash;

/// The whole content of one version of a file: what is needed to fetch, open and check it.
public sealed interface Content {

    /// Levels of manifest nodes above the chunks. More than any file of 2^63 bytes needs.
    int DEPTH_MAX = 8;

    /// Total plain bytes.
    long length();

    /// Root of the Merkle tree over the plain chunks.
    Hash root();

    /// No bytes, no chunk; its root is that of no leaves.
    record Empty() implements Content {

        @Override
        public long length() {
            return 0;
        }

        @Override
        public Hash root() {
            return MerkleTree.EMPTY;
        }
    }

    /// A single chunk, which needs no manifest. Its leaf is the root.
    record One(ChunkRef ref, Hash root) implements Content {

        @Override
        public long length() {
            return ref.length();
        }
    }

    /// Two chunks or more, listed by a tree of manifest nodes, of which `ref` is the top.
    ///
    /// @param depth levels of nodes: 1 when the top lists the chunks themselves
    record Tree(ChunkRef ref, int depth, long length, Hash root) implements Content {

        public Tree {
            if (depth < 1 || depth > DEPTH_MAX || length < 1) {
                throw new IllegalArgumentException(
                        "a tree of depth " + depth + " over " + length + " bytes");
            }
        }
    }

    default void write(CanonicalWriter to) {
        switch (this) {
            case Empty() -> to.u8(0);
            case One(var ref, var root) -> ref.write(to.u8(1));
            case Tree(var ref, var depth, var length, var root) ->
                    ref.write(to.u8(2).u8(depth).u64(length));
        }
        if (!(this instanceof Empty)) {
            to.hash(root());
        }
    }

    static Content read(CanonicalReader in) throws MalformedException {
        int form = in.u8();
        return switch (form) {
            case 0 -> new Empty();
            case 1 -> new One(ChunkRef.read(in), in.hash());
            case 2 -> readTree(in);
            default -> throw new MalformedException("content of form " + form);
        };
    }

    private static Tree readTree(CanonicalReader in) throws MalformedException {
        int depth = in.u8();
        long length = in.u64();
        if (depth < 1 || depth > DEPTH_MAX || length < 1) {
            throw new MalformedException("a tree of depth " + depth + " over " + length + " bytes");
        }
        return new Tree(ChunkRef.read(in), depth, length, in.hash());
    }
}
