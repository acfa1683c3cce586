package dev.holdfast.engine.catalog;

import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.content.ChunkRef;
import dev.holdfast.engine.core.hash.Hash;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The chunks that this device holds or has heard of. One that nobody is known to hold any more may
/// be among them.
public interface ChunksView {

    /// Chunks on one page.
    int PAGE_MAX = 10_000;

    /// Chunks that a walk over all has in memory.
    int WALK_PAGE = 4096;

    /// As which chunk a content was sealed before.
    ///
    /// @param mac the content's hash under the dedup secret
    Optional<ChunkRef> known(Hash mac);

    /// What is known of these chunks, in their order; nothing of a chunk that is not known.
    List<ChunkFacts> facts(Collection<ChunkId> ids);

    /// Chunks after one id (or from the first on) up to another, which is included, in ring order.
    List<ChunkFacts> page(Optional<ChunkId> after, ChunkId last, int limit);

    /// All of them in ring order, read page by page as they are asked for: what changes meanwhile
    /// ahead of the reader is seen changed.
    default Stream<ChunkFacts> all() {
        return Stream.iterate(
                        page(Optional.empty(), ChunkId.LAST, WALK_PAGE),
                        page -> !page.isEmpty(),
                        page ->
                                page.size() < WALK_PAGE
                                        ? List.of()
                                        : page(
                                                Optional.of(page.getLast().id()),
                                                ChunkId.LAST,
                                                WALK_PAGE))
                .flatMap(List::stream);
    }

    /// How many chunks this device holds durably.
    long held();
}
