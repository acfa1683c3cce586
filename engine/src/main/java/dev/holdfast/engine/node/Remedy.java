package dev.holdfast.engine.node;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.catalog.ChunkFacts;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.content.ChunkRef;
import dev.holdfast.engine.files.Rooms;
import dev.holdfast.engine.ledger.Ledger;
import dev.holdfast.engine.store.ChunkTag;
import dev.holdfast.engine.store.Pins;
import dev.holdfast.engine.store.StoreException;
import dev.holdfast.engine.store.disk.DiskChunkStore;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Makes chunks good that are damaged: by their own bytes, if only what stands beside them is hurt,
/// by the person's own files in linked folders, or by a sound copy from elsewhere. The damaged
/// record stays aside until the sound one is appended. Safe for many threads.
final class Remedy {

    private final DiskChunkStore store;
    private final Ledger ledger;
    private final Pins pins;
    private final Sources sources;

    /// Damaged chunks that came from linked folders, of which nobody has asked yet.
    private final Set<ChunkId> fromFolders = ConcurrentHashMap.newKeySet();

    /// Where sound bytes come from.
    ///
    /// @param others gives the verified bytes of a chunk from another device
    record Sources(Rooms.Cache cache, Rooms.Others others) {}

    Remedy(DiskChunkStore store, Ledger ledger, Pins pins, Sources sources) {
        this.store = store;
        this.ledger = ledger;
        this.pins = pins;
        this.sources = sources;
    }

    /// @throws NodeException when nobody gives it now
    void mend(ChunkId id, Optional<ChunkFacts> facts)
            throws NodeException, StoreException, InterruptedException {
        if (facts.filter(ChunkFacts::held).isEmpty()) {
            forget(id);
        } else if (!facts.get().stamps().isEmpty()) {
            renew(facts.get());
        }
    }

    /// How many of these came from linked folders. Each is told once.
    int takeFromFolders(Collection<ChunkId> ids) {
        return (int) ids.stream().filter(fromFolders::remove).count();
    }

    /// One that is not on the books, and that no put is just writing there, is nobody's.
    private void forget(ChunkId id) throws StoreException {
        try (var going = pins.going(List.of(id))) {
            if (going.contains(id) && !isOnBooks(id)) {
                store.remove(List.of(id));
                store.sync();
            }
        }
    }

    private boolean isOnBooks(ChunkId id) {
        return ledger.views().chunks().facts(List.of(id)).stream().anyMatch(ChunkFacts::held);
    }

    /// The chunk stays on the books meanwhile: they never let go of one that is pinned.
    private void renew(ChunkFacts facts)
            throws NodeException, StoreException, InterruptedException {
        try (var pin = pins.open()) {
            pin.add(facts.id());
            var sealed = ByteBuffer.allocate(ChunkRef.SEALED_MAX);
            if (!store.check().salvage(facts.id(), sealed)
                    && sources.cache.readOr(sources.others, facts.id(), sealed)) {
                fromFolders.add(facts.id());
            }
            boolean _ = keep(facts, sealed.flip());
        }
    }

    /// Brings a chunk back from a linked folder, one that is gone too.
    ///
    /// @return whether one has it
    boolean mendFromFolders(ChunkFacts facts) throws StoreException, InterruptedException {
        if (!facts.held() || facts.stamps().isEmpty()) {
            return false;
        }
        try (var pin = pins.open()) {
            pin.add(facts.id());
            var sealed = ByteBuffer.allocate(ChunkRef.SEALED_MAX);
            boolean isDamaged = store.check().isAside(facts.id());
            if (!sources.cache.read(facts.id(), sealed)
                    && !sources.cache.list(facts.id(), sealed)) {
                return false;
            }
            if (isDamaged) {
                fromFolders.add(facts.id());
            }
            return keep(facts, sealed.flip());
        }
    }

    private boolean keep(ChunkFacts facts, ByteBuffer sealed) throws StoreException {
        boolean isWanted = isOnBooks(facts.id());
        if (isWanted) {
            var why =
                    new ChunkTag(
                            Math.clamp(facts.factor(), 1, ChunkTag.FACTOR_MAX),
                            facts.stamps().getLast(),
                            ChunkTag.Origin.PEER);
            store.append(facts.id(), sealed, why);
            store.sync();
        }
        return isWanted;
    }
}
