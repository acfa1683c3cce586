package dev.holdfast.engine.core.content;

import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.hash.Hash;

/// Holds the chunks that were read, in order, against the length and the root that were promised.
public final class ContentCheck {

    private final Content content;
    private final MerkleTree tree = new MerkleTree();
    private long length;

    public ContentCheck(Content content) {
        this.content = content;
    }

    /// Takes the next chunk.
    ///
    /// @param leaf the leaf of the plain chunk
    /// @param bytes its length
    public void add(Hash leaf, int bytes) {
        tree.add(leaf);
        length += bytes;
    }

    /// Call behind the last chunk.
    ///
    /// @throws MalformedException if this is not the content that was promised
    public void finish() throws MalformedException {
        if (length != content.length()) {
            throw new MalformedException(
                    "content of %,d bytes where %,d were promised"
                            .formatted(length, content.length()));
        }
        if (!tree.root().equals(content.root())) {
            throw new MalformedException("content whose root is not the promised one");
        }
    }
}
