package dev.holdfast.engine.core.collect;

import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.content.Content;

import java.util.HashSet;
import java.util.Set;

/// The chunks that names need, and whose lists have been read to find out.
///
/// That a chunk is needed may be said once too often, so [ChunkPrints] serve. That a list has been
/// read may not: what it lists would be deleted. Hence whole lists are remembered, apart from the
/// chunks, one for each file of more than one chunk.
///
/// Not a value but an object with one owner.
public final class NeededChunks {

    private final ChunkPrints prints = new ChunkPrints();
    private final Set<Content.Tree> read = new HashSet<>();

    public void add(ChunkId id) {
        prints.add(id);
    }

    /// Of one that was added always true.
    public boolean contains(ChunkId id) {
        return prints.contains(id);
    }

    public boolean isUnread(Content.Tree list) {
        return !read.contains(list);
    }

    /// All that it lists has been added, and what stands for it.
    public void read(Content.Tree list) {
        read.add(list);
    }
}
