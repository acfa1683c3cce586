package dev.holdfast.engine.core.content;

import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.content.ManifestNode.Child;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Deque;

/// Walks the references of a file in order, opening a manifest node only when the walk comes to it.
///
/// Nothing a node says is believed: level, group, spans and where it ends are held against what is
/// above it, so that one file has exactly one manifest and a hostile one is refused, not followed.
///
/// @param <E> what may go wrong while a node is fetched and opened
public final class ManifestCursor<E extends Exception> {

    /// Fetches and opens one manifest node.
    @FunctionalInterface
    public interface Source<E extends Exception> {
        byte[] open(ChunkRef node) throws E;
    }

    /// One step of the walk. A node comes before what it lists.
    ///
    /// @param offset where in the content the bytes below `ref` begin
    /// @param level 0 for a chunk of the file, else the levels of nodes from this one down
    /// @param group bytes of the fixed chunk this is a part of, or 0
    public record Item(long offset, int level, ChunkRef ref, long group) {
        public boolean isChunk() {
            return level == 0;
        }
    }

    /// A node whose children are being walked. `last` when none of its level follows.
    private static final class Frame {
        final ManifestNode node;
        final boolean last;
        long offset;
        int index;

        Frame(ManifestNode node, long offset, boolean last) {
            this.node = node;
            this.offset = offset;
            this.last = last;
        }
    }

    /// A node that was delivered and is opened when the walk goes on.
    private record Unopened(Child child, int level, long offset, boolean last) {}

    private final Source<E> source;
    private final long from;
    private final Deque<Frame> frames = new ArrayDeque<>();
    private @Nullable Item first;
    private @Nullable Unopened unopened;
    private long group = -1;

    public ManifestCursor(Content content, Source<E> source) {
        this(content, 0, source);
    }

    /// Leaves out all that ends at or before `from`.
    public ManifestCursor(Content content, long from, Source<E> source) {
        this.source = source;
        this.from = from;
        switch (content) {
            case Content.Empty() -> {}
            case Content.One one ->
                    first = from < one.length() ? new Item(0, 0, one.ref(), 0) : null;
            case Content.Tree tree -> {
                first = new Item(0, tree.depth(), tree.ref(), 0);
                unopened =
                        new Unopened(new Child(tree.ref(), tree.length()), tree.depth(), 0, true);
            }
        }
    }

    /// The next item, or null behind the last.
    public @Nullable Item next() throws E, MalformedException {
        if (first != null) {
            var item = first;
            first = null;
            return item;
        }
        if (unopened != null) {
            open(unopened);
            unopened = null;
        }
        while (!frames.isEmpty()) {
            var frame = frames.peek();
            if (frame.index == frame.node.children().size()) {
                frames.pop();
                continue;
            }
            var item = step(frame);
            if (item != null) {
                return item;
            }
        }
        return null;
    }

    /// Passes one child by; null when it lies before the start.
    private @Nullable Item step(Frame frame) throws MalformedException {
        var child = frame.node.children().get(frame.index++);
        long offset = frame.offset;
        frame.offset += child.span();
        if (frame.offset <= from) {
            return null;
        }
        int level = frame.node.level();
        if (level > 0) {
            boolean last = frame.last && frame.index == frame.node.children().size();
            unopened = new Unopened(child, level, offset, last);
        } else if (group > 0 && offset / group != (frame.offset - 1) / group) {
            throw new MalformedException("a part that reaches into the next group");
        }
        return new Item(offset, level, child.ref(), group);
    }

    private void open(Unopened what) throws E, MalformedException {
        var node = ManifestNode.of(source.open(what.child().ref()), what.level() - 1);
        boolean top = frames.isEmpty() && group < 0;
        if (top) {
            group = node.group();
        }
        checkPlace(node, what, top);
        frames.push(new Frame(node, what.offset(), what.last()));
    }

    private void checkPlace(ManifestNode node, Unopened what, boolean top)
            throws MalformedException {
        int count = node.children().size();
        if (top && count < 2) {
            throw new MalformedException("a manifest for a single reference");
        }
        if (node.group() != group) {
            throw new MalformedException("manifest nodes that differ about groups");
        }
        if (!what.last() && !ManifestNode.endsAfter(node.children().getLast(), count)) {
            throw new MalformedException("a manifest node that ends early");
        }
        long left = what.child().span();
        for (var child : node.children()) {
            left -= child.span();
            if (left < 0) {
                throw new MalformedException(
                        "a manifest node that covers more than its parent says");
            }
        }
        if (left != 0) {
            throw new MalformedException("a manifest node that covers less than its parent says");
        }
    }
}
