package dev.holdfast.engine.core.content;

import dev.holdfast.engine.core.content.ManifestNode.Child;
import dev.holdfast.engine.core.hash.Hash;

import java.util.ArrayList;
import java.util.List;

/// Lists the chunks of a file as they come, and yields its content. Memory does not grow with the
/// file: each level keeps one unfinished node.
///
/// @param <E> what may go wrong while a node is sealed and stored
public final class ManifestBuilder<E extends Exception> {

    /// Seals one node and keeps it, as it would a chunk.
    @FunctionalInterface
    public interface Sink<E extends Exception> {
        ChunkRef seal(byte[] node) throws E;
    }

    /// The unfinished node of a level, and how many references the level has had.
    private static final class Level {
        final List<Child> pending = new ArrayList<>();
        long references;
    }

    private final Sink<E> sink;
    private final long group;
    private final MerkleTree tree = new MerkleTree();
    private final List<Level> levels = new ArrayList<>();
    private long length;

    /// Begins a file.
    ///
    /// @param group what the chunker says of [Chunker#group]
    public ManifestBuilder(long group, Sink<E> sink) {
        this.group = group;
        this.sink = sink;
        levels.add(new Level());
    }

    /// Takes the next chunk.
    ///
    /// @param leaf the leaf of its plain bytes
    public void add(ChunkRef ref, Hash leaf) throws E {
        length += ref.length();
        tree.add(leaf);
        add(0, new Child(ref, ref.length()));
    }

    /// Seals what is unfinished. Nothing may be added behind it.
    public Content finish() throws E {
        if (length == 0) {
            return new Content.Empty();
        }
        int level = 0;
        while (levels.get(level).references > 1) {
            close(level);
            level++;
        }
        var top = levels.get(level).pending.getFirst();
        return level == 0
                ? new Content.One(top.ref(), tree.root())
                : new Content.Tree(top.ref(), level, length, tree.root());
    }

    /// A node is closed only when the next reference comes: a level with one reference needs none.
    private void add(int level, Child child) throws E {
        if (level == levels.size()) {
            levels.add(new Level());
        }
        var run = levels.get(level);
        if (!run.pending.isEmpty()
                && ManifestNode.endsAfter(run.pending.getLast(), run.pending.size())) {
            close(level);
        }
        run.pending.add(child);
        run.references++;
    }

    private void close(int level) throws E {
        var run = levels.get(level);
        var node = new ManifestNode(level, group, run.pending);
        run.pending.clear();
        add(level + 1, new Child(sink.seal(node.toBytes()), node.span()));
    }
}
