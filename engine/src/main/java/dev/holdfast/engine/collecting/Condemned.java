package dev.holdfast.engine.collecting;

import dev.holdfast.engine.catalog.ChunkFacts;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.repair.Stamp;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The chunks held here that nobody needed when that was looked at last: no copies of them are made
/// on other devices, where they may be gone already. Safe for many threads.
public final class Condemned {

    private volatile Map<ChunkId, Set<Stamp>> chunks = Map.of();

    public void become(List<ChunkFacts> dead) {
        var all = new HashMap<ChunkId, Set<Stamp>>();
        dead.forEach(facts -> all.put(facts.id(), Set.copyOf(facts.stamps())));
        chunks = Map.copyOf(all);
    }

    /// Whether it is one of them, and nobody has wanted it since.
    ///
    /// @param stamps why it is kept now
    public boolean contains(ChunkId chunk, Collection<Stamp> stamps) {
        var then = chunks.get(chunk);
        return then != null && then.containsAll(stamps);
    }
}
