package dev.holdfast.engine.upkeep;

import dev.holdfast.engine.catalog.ChunkFacts;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.membership.DeviceId;
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
    private final Set<ChunkId> leaving = ConcurrentHashMap.newKeySet();

    /// Which of the chunks a name needs that came to be known meanwhile.
    @FunctionalInterface
    public interface Late {

        /// @return those that are needed; empty when that cannot be told
        Optional<Set<ChunkId>> needed() throws InterruptedException;
    }

    /// Tells another device that copies here count no more.
    @FunctionalInterface
    interface Telling {

        /// @return whether that device has noted it
        boolean tell(DeviceId device, List<ChunkId> ids) throws InterruptedException;
    }

    /// @param desk where chunks leave the books
    public Retiring(PledgeDesk desk) {
        this.desk = desk;
    }

    /// These were offered: they stay, for this time.
    public void revive(Collection<ChunkId> ids) {
        leaving.removeAll(Set.copyOf(ids));
    }

    /// Chunks are about to go, and those that are offered from now on stay.
    ///
    /// @param dead as they stood when it was found out that nobody needs them
    public Leave begin(List<ChunkFacts> dead) {
        return new Leave(dead);
    }

    /// Chunks that are about to go. To be closed.
    public final class Leave implements AutoCloseable {

        private final List<ChunkFacts> dead;

        private Leave(List<ChunkFacts> dead) {
            this.dead = List.copyOf(dead);
            leaving.addAll(ids());
        }

        /// What all others are to hear of before they go.
        public List<ChunkId> ids() {
            return dead.stream().map(ChunkFacts::id).toList();
        }

        /// All others have noted that these copies count no more: they go, but for those that were
        /// offered since or are needed after all.
        ///
        /// @return how many have gone
        public int delete(Late late) throws InterruptedException, JournalException {
            var needed = late.needed();
            if (needed.isEmpty()) {
                return 0;
            }
            var stay = new HashSet<>(needed.get());
            return desk.forgo(dead, id -> leaving.contains(id) && !stay.contains(id));
        }

        @Override
        public void close() {
            leaving.removeAll(Set.copyOf(ids()));
        }
    }

    int retire(List<ChunkFacts> dead, Late late, PoolView view, Telling telling)
            throws InterruptedException, JournalException {
        var others = List.copyOf(view.others().keySet());
        if (dead.isEmpty() || !others.stream().allMatch(view::isOnline)) {
            return 0;
        }
        try (var leave = begin(dead)) {
            for (var device : others) {
                if (!telling.tell(device, leave.ids())) {
                    return 0;
                }
            }
            return leave.delete(late);
        }
    }
}
