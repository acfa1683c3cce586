package dev.holdfast.engine.upkeep;

import dev.holdfast.engine.catalog.ChunkFacts;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.repair.Pledge;
import dev.holdfast.engine.core.repair.Pledges.Event.MayGo;
import dev.holdfast.engine.ledger.Ledger;
import dev.holdfast.engine.store.ChunkStore;
import dev.holdfast.engine.store.Pins;
import dev.holdfast.engine.store.StoreException;
import dev.holdfast.engine.wal.JournalException;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Lets go of chunks that one other device, which is believed at once, has pledged to keep.
public final class TrustingDesk {

    private final DeviceId self;
    private final DeviceId other;
    private final Ledger ledger;
    private final PledgeDesk desk;

    /// Takes up what the journal says.
    public TrustingDesk(DeviceId self, DeviceId other, ChunkStore store, Ledger ledger)
            throws StoreException, JournalException {
        this.self = self;
        this.other = other;
        this.ledger = ledger;
        var ports = new PledgeDesk.Ports(store, ledger, new Pins(), () -> Instant.EPOCH);
        desk = new PledgeDesk(self, Set.of(other), ports);
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
}
