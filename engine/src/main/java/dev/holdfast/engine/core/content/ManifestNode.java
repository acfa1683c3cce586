package dev.holdfast.engine.core.content;

import dev.holdfast.engine.core.canonical.CanonicalReader;
import dev.holdfast.engine.core.canonical.CanonicalWriter;
import dev.holdfast.engine.core.canonical.MalformedException;

import java.util.List;

/// A run of references in the order of the content. Where a run ends is decided by the references
/// themselves, so an edit in the middle of a huge file changes one node a level.
///
/// Canonical form: `u8` version, `u8` level, `u64` group, list of children; a child is a reference
/// and, above level 0, a `u64` span.
///
/// @param level 0 when the children are chunks, else one more than the children's
/// @param group bytes of a fixed chunk kept in parts, or 0
record ManifestNode(int level, long group, List<Child> children) {

    /// One reference and how many bytes of the content it covers.
    record Child(ChunkRef ref, long span) {}

    static final int CHILDREN_MAX = 4096;

    private static final int VERSION = 1;

    /// A node ends behind an id whose low 11 bits are zero: every 2,048 on average.
    private static final int END_MASK = (1 << 11) - 1;

    ManifestNode {
        children = List.copyOf(children);
    }

    /// True when no further reference joins a run of `count` that ends with `last`.
    static boolean endsAfter(Child last, int count) {
        return count == CHILDREN_MAX || (last.ref().id().hash().w3() & END_MASK) == 0;
    }

    /// Bytes of the content below this node.
    long span() {
        return children.stream().mapToLong(Child::span).reduce(0, Math::addExact);
    }

    byte[] toBytes() {
        return new CanonicalWriter()
                .u8(VERSION)
                .u8(level)
                .u64(group)
                .list(children, this::writeChild)
                .toBytes();
    }

    private void writeChild(CanonicalWriter to, Child child) {
        child.ref().write(to);
        if (level > 0) {
            to.u64(child.span());
        }
    }

    /// @param level what the parent says it is
    static ManifestNode of(byte[] bytes, int level) throws MalformedException {
        var in = new CanonicalReader(bytes);
        int version = in.u8();
        if (version != VERSION) {
            throw new MalformedException("a manifest of version " + version);
        }
        int stated = in.u8();
        if (stated != level) {
            throw new MalformedException(
                    "a manifest node of level %d at %d".formatted(stated, level));
        }
        long group = in.u64();
        if (group != 0 && (group <= ChunkRef.LENGTH_MAX || group > FixedCuts.SIZE_MAX)) {
            throw new MalformedException("a manifest with groups of " + group + " bytes");
        }
        var children = in.list(CHILDREN_MAX, item -> readChild(item, level));
        in.end();
        if (children.isEmpty()) {
            throw new MalformedException("a manifest node without references");
        }
        refuseLateEnd(children);
        return new ManifestNode(level, group, children);
    }

    private static Child readChild(CanonicalReader in, int level) throws MalformedException {
        var ref = ChunkRef.read(in);
        long span = level > 0 ? in.u64() : ref.length();
        if (span < 1) {
            throw new MalformedException("a reference that covers nothing");
        }
        return new Child(ref, span);
    }

    private static void refuseLateEnd(List<Child> children) throws MalformedException {
        for (int i = 0; i < children.size() - 1; i++) {
            if (endsAfter(children.get(i), i + 1)) {
                throw new MalformedException("a manifest node that goes on behind its end");
            }
        }
    }
}
