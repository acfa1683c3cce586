package dev.holdfast.engine.upkeep;

import dev.holdfast.engine.catalog.ChunkFacts;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.repair.PoolView;
import dev.holdfast.engine.wal.JournalException;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Deletes chunks that nobody needs. The other devices are told first that these copies count no
/// more, so that a put that finds the content known offers it here anew, and an offer keeps it.
/// Safe for many threads.
public final class Retiring {

    private final PledgeDesk desk;
    private final Pledgers pledgers;
    private final Set<ChunkId> leaving = ConcurrentHashMap.newKeySet();

    /// Which of the chunks a name needs that came to be known meanwhile.
    @FunctionalInterface
    public interface Late {

        /// @return those that are needed; empty when that cannot be told
        Optional<Set<ChunkId>> needed() throws InterruptedException;
    }

    Retiring(PledgeDesk desk, Pledgers pledgers) {
        this.desk = desk;
        this.pledgers = pledgers;
    }

    /// These were offered: they stay, for this time.
    void revive(Collection<ChunkId> ids) {
        leaving.removeAll(Set.copyOf(ids));
    }

    /// @param round a random number never used before
    int retire(List<ChunkFacts> dead, Late late, PoolView view, Hash round)
            throws InterruptedException, JournalException {
        var others = List.copyOf(view.others().keySet());
        if (dead.isEmpty() || !others.stream().allMatch(view::isOnline)) {
            return 0;
        }
        var ids = dead.stream().map(ChunkFacts::id).toList();
        leaving.addAll(ids);
        try {
            for (var device : others) {
                if (!pledgers.end(device, round, ids, true)) {
                    return 0;
                }
            }
            var needed = late.needed();
            if (needed.isEmpty()) {
                return 0;
            }
            var stay = new HashSet<>(needed.get());
            return desk.forgo(dead, id -> leaving.contains(id) && !stay.contains(id));
        } finally {
            leaving.removeAll(Set.copyOf(ids));
        }
    }
}
