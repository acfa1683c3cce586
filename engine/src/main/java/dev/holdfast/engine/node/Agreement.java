package dev.holdfast.engine.node;

import dev.holdfast.engine.catalog.ChunkFacts;
import dev.holdfast.engine.catalog.ChunksView;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.record.JournalRecord;
import dev.holdfast.engine.core.record.JournalRecord.ChunksStamped;
import dev.holdfast.engine.core.repair.Pledge;
import dev.holdfast.engine.ledger.Ledger;
import dev.holdfast.engine.store.ChunkTag;
import dev.holdfast.engine.store.StoreException;
import dev.holdfast.engine.store.disk.DiskChunkStore;
import dev.holdfast.engine.wal.JournalException;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Makes the books agree with the packs: a chunk that lies there and that no record knows is
/// written down as its tag says. One that was written down and lies nowhere stays on the books: by
/// them the device confesses it to others, who count on it.
final class Agreement {

    private static final int PAGE_CHUNKS = 4096;
    private final DeviceId self;
    private final DiskChunkStore store;
    private final Ledger ledger;
    private final ChunksView chunks;
    private long found;

    private Agreement(DeviceId self, DiskChunkStore store, Ledger ledger) {
        this.self = self;
        this.store = store;
        this.ledger = ledger;
        chunks = ledger.views().chunks();
    }

    /// How many chunks records say are held that are in no pack.
    static long gone(DiskChunkStore store, Ledger ledger) {
        return ledger.views()
                .chunks()
                .all()
                .filter(facts -> facts.held() && !store.index().contains(facts.id()))
                .count();
    }

    /// Durable on return.
    ///
    /// @return how many chunks lay in packs that no record knew
    static long reach(DeviceId self, DiskChunkStore store, Ledger ledger)
            throws StoreException, JournalException {
        var agreement = new Agreement(self, store, ledger);
        agreement.takeIn();
        return agreement.found;
    }

    private void takeIn() throws StoreException, JournalException {
        var page = new ArrayList<ChunkId>();
        for (var ids = store.index().ids().iterator(); ids.hasNext(); ) {
            page.add(ids.next());
            if (page.size() == PAGE_CHUNKS || !ids.hasNext()) {
                takeIn(page);
                page.clear();
            }
        }
    }

    private void takeIn(List<ChunkId> page) throws StoreException, JournalException {
        var unknown = new LinkedHashSet<>(page);
        chunks.facts(page).stream()
                .filter(ChunkFacts::held)
                .forEach(facts -> unknown.remove(facts.id()));
        Map<ChunkTag, List<ChunkId>> byTag = new LinkedHashMap<>();
        for (var id : unknown) {
            var tag = isLetGo(id) ? Optional.<ChunkTag>empty() : store.tag(id);
            tag.ifPresent(why -> byTag.computeIfAbsent(why, _ -> new ArrayList<>()).add(id));
        }
        var records = new ArrayList<JournalRecord>();
        byTag.forEach((tag, ids) -> records.add(new ChunksStamped(tag.stamp(), tag.factor(), ids)));
        ledger.commit(records);
        found += byTag.values().stream().mapToLong(List::size).sum();
    }

    /// Whether this device gave its copy up and did not come to delete it; the next start does.
    private boolean isLetGo(ChunkId id) {
        return ledger.views().pledges().of(id).stream()
                .anyMatch(
                        each ->
                                each.pledge().asker().equals(self)
                                        && each.state() == Pledge.State.DROPPED);
    }
}
