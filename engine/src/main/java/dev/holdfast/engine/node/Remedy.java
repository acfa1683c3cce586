package dev.holdfast.engine.node;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.catalog.ChunkFacts;
import dev.holdfast.engine.collecting.Survey;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.content.ChunkRef;
import dev.holdfast.engine.ledger.Ledger;
import dev.holdfast.engine.store.ChunkTag;
import dev.holdfast.engine.store.Pins;
import dev.holdfast.engine.store.StoreException;
import dev.holdfast.engine.store.disk.DiskChunkStore;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/// Makes one damaged chunk good: by its own bytes, if only what stands beside them is hurt, or by a
/// sound copy from elsewhere. The damaged record stays aside until the sound one is appended.
///
/// @param fetch gives the verified bytes of a chunk from another device
record Remedy(DiskChunkStore store, Ledger ledger, Pins pins, Survey.Fetch fetch) {

    /// @throws NodeException when nobody gives it now
    void mend(ChunkId id, Optional<ChunkFacts> facts)
            throws NodeException, StoreException, InterruptedException {
        if (facts.filter(ChunkFacts::held).isEmpty()) {
            forget(id);
        } else if (!facts.get().stamps().isEmpty()) {
            renew(facts.get());
        }
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
            if (!store.check().salvage(facts.id(), sealed)) {
                fetch.fetch(facts.id(), sealed);
            }
            var why =
                    new ChunkTag(
                            Math.clamp(facts.factor(), 1, ChunkTag.FACTOR_MAX),
                            facts.stamps().getLast(),
                            ChunkTag.Origin.PEER);
            if (isOnBooks(facts.id())) {
                store.append(facts.id(), sealed.flip(), why);
                store.sync();
            }
        }
    }
}
