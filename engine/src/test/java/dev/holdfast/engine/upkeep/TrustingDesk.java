package dev.holdfast.engine.upkeep;

import dev.holdfast.engine.catalog.ChunkFacts;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.placement.CalibratedRendezvous;
import dev.holdfast.engine.core.placement.Capacity;
import dev.holdfast.engine.core.placement.Layout;
import dev.holdfast.engine.core.record.JournalRecord.ChunksDropped;
import dev.holdfast.engine.core.repair.Demand;
import dev.holdfast.engine.core.repair.Pledge;
import dev.holdfast.engine.core.repair.Pledges.Event.MayGo;
import dev.holdfast.engine.core.repair.PoolView;
import dev.holdfast.engine.core.repair.Presence;
import dev.holdfast.engine.ledger.Ledger;
import dev.holdfast.engine.store.ChunkStore;
import dev.holdfast.engine.store.Pins;
import dev.holdfast.engine.store.StoreException;
import dev.holdfast.engine.wal.JournalException;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Lets go of chunks that one other device, which is believed at once, has pledged to keep, deletes
/// those that nobody needs once it has heard of that, and takes lost ones out of the books.
public final class TrustingDesk {

    private final DeviceId self;
    private final DeviceId other;
    private final ChunkStore store;
    private final Ledger ledger;
    private final PledgeDesk desk;
    private @Nullable PoolView view;

    /// The other device, which notes durably what it hears, and says that it holds whatever it is
    /// asked for.
    @FunctionalInterface
    public interface Neighbour {
        void hears(List<ChunkId> gone);
    }

    /// Takes up what the journal says.
    public TrustingDesk(DeviceId self, DeviceId other, ChunkStore store, Ledger ledger, Pins pins)
            throws StoreException, JournalException {
        this.self = self;
        this.other = other;
        this.store = store;
        this.ledger = ledger;
        var ports = new PledgeDesk.Ports(store, ledger, pins, () -> Instant.EPOCH);
        desk = new PledgeDesk(self, other::equals, ports);
    }

    /// Drops chunks that are held; on return they are gone for good.
    ///
    /// @param isTold whether the other device notes at once how it ended
    public void drop(Collection<ChunkId> ids, Hash round, boolean isTold) throws JournalException {
        var wishes = ids.stream().map(id -> new MayGo(id, 1, List.of(other), round)).toList();
        desk.ask(wishes);
        Map<ChunkId, ChunkFacts> asked = new HashMap<>();
        ledger.views().chunks().facts(ids).forEach(facts -> asked.put(facts.id(), facts));
        Map<Pledge, Boolean> answers = new HashMap<>();
        ids.forEach(id -> answers.put(new Pledge(id, self, other, round), true));
        desk.conclude(asked, answers);
        if (isTold) {
            desk.noted(other, round, List.copyOf(ids));
        }
    }

    /// Deletes chunks for good, once the neighbour has heard of it.
    ///
    /// @return how many are gone
    public int retire(List<ChunkFacts> dead, Retiring.Late late, Hash round, Neighbour neighbour)
            throws InterruptedException, JournalException {
        var believer = new Believer(neighbour);
        return new Retiring(desk)
                .retire(
                        dead,
                        late,
                        view(),
                        (device, ids) -> believer.end(device, round, ids, true));
    }

    /// Takes out of the books what of these the store has lost and the neighbour says it holds.
    public void amend(List<ChunkId> lost, Hash round, Neighbour neighbour)
            throws InterruptedException, JournalException {
        var books = new Books(store, ledger, () -> Demand.UNKNOWN);
        var _ = new Amends(books, desk, new Believer(neighbour)).make(lost, view(), round);
    }

    /// Lets go of chunks on anybody's word, as no device may.
    public void believe(List<ChunkId> ids) throws StoreException, JournalException {
        ledger.commit(new ChunksDropped(ids));
        store.remove(ids);
        store.sync();
    }

    private PoolView view() {
        if (view == null) {
            view = made();
        }
        return view;
    }

    private PoolView made() {
        var room = new TreeMap<>(Map.of(other, new Capacity(1L << 40)));
        var layout = new CalibratedRendezvous().layout(room, 3, Layout.PARTITION_BITS);
        return new PoolView(self, layout, Map.of(other, new Presence(true, Instant.EPOCH)));
    }

    private record Believer(Neighbour neighbour) implements Pledgers {

        @Override
        public Optional<Map<ChunkId, Hash>> ask(DeviceId pledger, Hash round, List<ChunkId> ids) {
            return Optional.empty();
        }

        @Override
        public boolean end(DeviceId pledger, Hash round, List<ChunkId> ids, boolean isDropped) {
            neighbour.hears(ids);
            return true;
        }

        @Override
        public Optional<Set<ChunkId>> held(DeviceId device, List<ChunkId> ids) {
            return Optional.of(Set.copyOf(ids));
        }
    }
}
