package dev.holdfast.engine.catalog;

import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.repair.Pledge;

import java.util.List;
import java.util.Optional;

/// Promises to keep a chunk that another device drops. A pledge that was released is none.
public interface PledgesView {

    /// Pledges on one page.
    int PAGE_MAX = 10_000;

    /// A pledge, and how far it has come.
    record Standing(Pledge pledge, Pledge.State state) {}

    /// The pledges for one chunk.
    List<Standing> of(ChunkId chunk);

    /// The pledges that another device asked for or gave, after one chunk (or from the first on),
    /// in ring order.
    List<Standing> with(DeviceId other, Optional<ChunkId> after, int limit);
}
