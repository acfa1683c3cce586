package dev.holdfast.engine.upkeep;

import dev.holdfast.engine.catalog.ChunkFacts;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.record.JournalRecord;
import dev.holdfast.engine.core.record.JournalRecord.CopiesConfirmed;
import dev.holdfast.engine.core.record.JournalRecord.CopiesLost;
import dev.holdfast.engine.core.record.JournalRecord.HolderLost;
import dev.holdfast.engine.core.repair.Demand;
import dev.holdfast.engine.core.repair.HeldChunk;
import dev.holdfast.engine.core.repair.Repair.Effect.ReadPage;
import dev.holdfast.engine.core.repair.Repair.Event.PageRead;
import dev.holdfast.engine.ledger.Ledger;
import dev.holdfast.engine.store.ChunkStore;
import dev.holdfast.engine.wal.JournalException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// What is written down of chunks and their holders.
///
/// @param demand how many copies the volumes ask for now
public record Books(ChunkStore store, Ledger ledger, Supplier<Demand> demand) {

    /// Chunks on one page of a sweep.
    private static final int PAGE_CHUNKS = 1024;

    private static final Logger LOG = LoggerFactory.getLogger(Books.class);

    /// Those of these that are held here.
    public List<HeldChunk> held(Collection<ChunkId> ids) {
        return held(ledger.views().chunks().facts(ids));
    }

    /// The same where no other device is in the pool: nobody else holds any of them, and nobody can
    /// be asked for a copy.
    List<HeldChunk> alone(Collection<ChunkId> ids) {
        var held = new ArrayList<HeldChunk>();
        for (var id : ids) {
            var length = store.index().length(id);
            if (length.isPresent()) {
                held.add(new HeldChunk(id, length.getAsInt(), 1, List.of()));
            }
        }
        return held;
    }

    public PageRead page(ReadPage asked) {
        var facts = ledger.views().chunks().page(asked.after(), ChunkId.LAST, PAGE_CHUNKS);
        var next =
                facts.size() < PAGE_CHUNKS
                        ? Optional.<ChunkId>empty()
                        : Optional.of(facts.getLast().id());
        var held = held(facts);
        var lost = facts.stream().filter(this::isLost).map(ChunkFacts::id).toList();
        return new PageRead(asked.sweep(), held, lost, next);
    }

    /// A chunk that nobody asked this device to keep, or that the store has lost, is not among
    /// those it keeps for others.
    private List<HeldChunk> held(List<ChunkFacts> facts) {
        var asked = demand.get();
        return facts.stream().flatMap(each -> held(each, asked)).toList();
    }

    private Stream<HeldChunk> held(ChunkFacts facts, Demand asked) {
        var length = store.index().length(facts.id());
        if (!facts.held() || facts.factor() < 1 || length.isEmpty()) {
            return Stream.empty();
        }
        var holders = List.copyOf(facts.holders());
        int copies = asked.copies(facts.factor(), facts.stamps());
        return Stream.of(new HeldChunk(facts.id(), length.getAsInt(), copies, holders));
    }

    /// A chunk is in the store before it is in the books, and out of the books before it is out of
    /// the store: one that only the books know was lost with the disk's bytes.
    private boolean isLost(ChunkFacts facts) {
        return facts.held() && !store.index().contains(facts.id());
    }

    /// Those of these that should be held here and are lost, but for those that a put counts on
    /// which has not ended.
    List<ChunkFacts> losses(Collection<ChunkId> ids) {
        var open = Set.copyOf(ledger.views().self().openClaims());
        return ledger.views().chunks().facts(ids).stream()
                .filter(this::isLost)
                .filter(facts -> facts.stamps().stream().noneMatch(open::contains))
                .toList();
    }

    /// How many copies of it are asked for.
    int copies(ChunkFacts facts) {
        return Math.max(1, demand.get().copies(facts.factor(), facts.stamps()));
    }

    /// Those of these that the device is believed to hold.
    List<ChunkId> believed(DeviceId holder, Collection<ChunkId> ids) {
        return ledger.views().chunks().facts(ids).stream()
                .filter(facts -> facts.holders().contains(holder))
                .map(ChunkFacts::id)
                .toList();
    }

    void confirmed(DeviceId holder, List<ChunkId> ids) {
        commit(new CopiesConfirmed(holder, ids));
    }

    /// @return whether that is durable
    boolean lost(DeviceId holder, List<ChunkId> ids) {
        return commit(new CopiesLost(holder, ids));
    }

    /// None of its copies counts any more; what else is known of it stays.
    public void strike(DeviceId holder) {
        var struck = new ArrayList<ChunkId>();
        ledger.views()
                .chunks()
                .all()
                .filter(facts -> facts.holders().contains(holder))
                .map(ChunkFacts::id)
                .forEach(
                        id -> {
                            struck.add(id);
                            if (struck.size() == PAGE_CHUNKS) {
                                boolean _ = lost(holder, struck);
                                struck.clear();
                            }
                        });
        if (!struck.isEmpty()) {
            boolean _ = lost(holder, struck);
        }
    }

    public void forget(DeviceId holder) {
        commit(new HolderLost(holder));
    }

    /// What is not written down is found out again, so a journal that fails costs nothing here. Who
    /// must not go on without it learns of the failure from the ledger.
    private boolean commit(JournalRecord record) {
        try {
            ledger.commit(record);
            return true;
        } catch (JournalException e) {
            LOG.warn("Who holds which chunks could not be written down.", e);
            return false;
        }
    }
}
