package dev.holdfast.engine.files;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.catalog.BatchesView;
import dev.holdfast.engine.core.batch.Batch;
import dev.holdfast.engine.core.batch.BatchBody;
import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.collect.Retention;
import dev.holdfast.engine.core.collect.Word;
import dev.holdfast.engine.core.history.Moment;
import dev.holdfast.engine.core.history.Part;
import dev.holdfast.engine.core.history.Versions;
import dev.holdfast.engine.core.namespace.Dot;
import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.namespace.EntryVersion;
import dev.holdfast.engine.core.namespace.VersionVector;
import dev.holdfast.engine.core.namespace.VolumeId;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// What all writers have said of a part of a volume, as far as it is in the names when this is
/// opened. Each question opens all batches anew, so memory does not grow with how many there are.
final class Annals {

    /// Batches in memory at once.
    private static final int PAGE = 16;

    private final Rooms.Keeping keeping;
    private final VolumeId volume;
    private final VersionVector applied;
    private final Part part;
    private final List<Word> trims = new ArrayList<>();

    private Annals(Rooms.Keeping keeping, VolumeId volume, EntryPath top) {
        this.keeping = keeping;
        this.volume = volume;
        applied = batches().applied(volume);
        part = new Part(top);
    }

    static Annals open(Rooms rooms, VolumeId volume, EntryPath top)
            throws NodeException, InterruptedException {
        var annals = new Annals(rooms.keeping(), volume, top);
        annals.each(annals::look);
        return annals;
    }

    private BatchesView batches() {
        return keeping.ledger().views().batches();
    }

    private void look(Batch batch, BatchBody body) {
        body.entries().forEach(part::look);
        if (body.trim().isPresent()) {
            var header = batch.header();
            trims.add(new Word(header.dot(), header.sealing().open(), body.seen(), body.trim()));
        }
    }

    private interface Reader {
        void read(Batch batch, BatchBody body);
    }

    private void each(Reader reader) throws NodeException, InterruptedException {
        long at = 0;
        for (var page = batches().after(at, PAGE);
                !page.isEmpty();
                page = batches().after(at, PAGE)) {
            for (var held : page) {
                if (Thread.interrupted()) {
                    throw new InterruptedException("reading what was said of a volume");
                }
                at = held.lsn();
                var header = held.batch().header();
                if (header.volume().equals(volume) && applied.contains(header.dot())) {
                    reader.read(held.batch(), body(held.batch()));
                }
            }
        }
    }

    private BatchBody body(Batch batch) throws NodeException {
        try {
            return keeping.opener().open(batch);
        } catch (MalformedException e) {
            throw Problems.damaged("What a device wrote down of this volume", e);
        }
    }

    private void versions(Consumer<EntryVersion> each) throws NodeException, InterruptedException {
        each(
                (batch, body) ->
                        body.entries()
                                .forEach(
                                        entry ->
                                                each.accept(
                                                        new EntryVersion(
                                                                entry, batch.header().dot()))));
    }

    /// What stood at a time. It may be more than it can hold.
    Moment moment(Instant at) throws NodeException, InterruptedException {
        var moment = new Moment(part, at);
        versions(moment::hear);
        return moment;
    }

    /// The latest versions of what is in the part.
    Versions versions(int max) throws NodeException, InterruptedException {
        var versions = new Versions(part, max);
        versions(versions::hear);
        return versions;
    }

    /// Tells which versions may be gone: those that are history no more by what anybody has said.
    Retention retention() throws NodeException, InterruptedException {
        var retention = new Retention(trims);
        if (!trims.isEmpty()) {
            versions(retention::replacing);
        }
        return retention;
    }

    /// Whether more of the past has been ended since this was opened, or that cannot be told.
    boolean isTrimmedSince() {
        for (var now : batches().applied(volume).latest().entrySet()) {
            for (long n = applied.of(now.getKey()) + 1; n <= now.getValue(); n++) {
                if (isTrim(new Dot(now.getKey(), n))) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean isTrim(Dot dot) {
        var held = batches().batch(volume, dot);
        try {
            return held.isEmpty() || body(held.get().batch()).trim().isPresent();
        } catch (NodeException e) {
            return true;
        }
    }
}
