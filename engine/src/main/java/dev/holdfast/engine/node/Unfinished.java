package dev.holdfast.engine.node;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.catalog.BatchesView;
import dev.holdfast.engine.catalog.ChunkFacts;
import dev.holdfast.engine.catalog.ChunksView;
import dev.holdfast.engine.catalog.Views;
import dev.holdfast.engine.collecting.Archive;
import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.collect.Leftovers;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.content.ChunkRef;
import dev.holdfast.engine.core.content.Content;
import dev.holdfast.engine.core.content.ManifestCursor;
import dev.holdfast.engine.core.namespace.Dot;
import dev.holdfast.engine.core.namespace.Entry;
import dev.holdfast.engine.core.repair.Stamp;
import dev.holdfast.engine.crypto.Sealer;
import dev.holdfast.engine.crypto.TamperedException;
import dev.holdfast.engine.exchange.Bodies;
import dev.holdfast.engine.store.StoreException;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Looks through what this device holds and has named for what an unfinished put has left.
///
/// @param opening opens the lists of chunks; a keeper, which puts nothing, has no such thing
record Unfinished(Archive home, Opening opening) {

    @FunctionalInterface
    interface Opening {
        Sealer sealer() throws NodeException;
    }

    /// It cannot be told what is left: something could not be read.
    static final class DoubtException extends Exception {

        private static final long serialVersionUID = 1;

        DoubtException(String what) {
            super(what);
        }

        DoubtException(String what, Throwable cause) {
            super(what, cause);
        }
    }

    /// What an unfinished put has left and nobody needs.
    ///
    /// @throws DoubtException when that cannot be told, and so nothing may be removed
    Set<ChunkId> left(Stamp claim) throws DoubtException {
        var views = home.ledger().views();
        var leftovers = new Leftovers(claim);
        showHeld(views.chunks(), leftovers);
        if (!leftovers.left().isEmpty()) {
            showNamed(claim, views, leftovers);
        }
        return leftovers.left();
    }

    private static void showHeld(ChunksView chunks, Leftovers leftovers) {
        chunks.all()
                .filter(ChunkFacts::held)
                .forEach(facts -> leftovers.held(facts.id(), facts.stamps(), facts.holders()));
    }

    /// All that the writer has ever named in the volume, also what was replaced since.
    private void showNamed(Stamp claim, Views views, Leftovers leftovers) throws DoubtException {
        var chain =
                Optional.ofNullable(
                        views.batches()
                                .chains()
                                .getOrDefault(claim.volume(), Map.of())
                                .get(claim.actor()));
        long end = chain.map(each -> each.n()).orElse(0L);
        var bodies = home.bodies();
        for (long n = 1; n <= end; n++) {
            var held = views.batches().batch(claim.volume(), new Dot(claim.actor(), n));
            for (var entry : entries(held, bodies)) {
                if (entry.kind() instanceof Entry.File(var content, _, _)
                        && leftovers.named(content)) {
                    showList(content, leftovers);
                }
            }
        }
    }

    private static Iterable<Entry> entries(Optional<BatchesView.Held> held, Bodies bodies)
            throws DoubtException {
        var batch = held.orElseThrow(() -> new DoubtException("a batch is not here")).batch();
        if (!bodies.knows(batch.header().sealing().epoch())) {
            throw new DoubtException("a batch cannot be opened yet");
        }
        try {
            return bodies.open(batch).entries();
        } catch (MalformedException e) {
            throw new DoubtException("a batch cannot be opened", e);
        }
    }

    private void showList(Content content, Leftovers leftovers) throws DoubtException {
        try {
            var cursor = new ManifestCursor<DoubtException>(content, this::node);
            for (var item = cursor.next(); item != null; item = cursor.next()) {
                leftovers.needed(item.ref().id());
            }
        } catch (MalformedException e) {
            throw new DoubtException("a list of chunks is not what it should be", e);
        }
    }

    private byte[] node(ChunkRef ref) throws DoubtException {
        var sealed = ByteBuffer.allocate(ChunkRef.SEALED_MAX);
        var plain = ByteBuffer.allocate(Sealer.roomFor(ref.length()));
        try {
            if (!home.store().read(ref.id(), sealed)) {
                throw new DoubtException("a list of chunks is not here");
            }
            opening.sealer().open(ref, sealed.flip(), plain);
        } catch (StoreException | TamperedException | NodeException e) {
            throw new DoubtException("a list of chunks cannot be read", e);
        }
        var bytes = new byte[plain.remaining()];
        plain.get(bytes);
        return bytes;
    }
}
