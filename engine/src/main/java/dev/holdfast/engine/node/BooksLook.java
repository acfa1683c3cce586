package dev.holdfast.engine.node;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.filtering;
import static java.util.stream.Collectors.teeing;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.catalog.BodyOpener;
import dev.holdfast.engine.catalog.Catalog;
import dev.holdfast.engine.catalog.CatalogException;
import dev.holdfast.engine.catalog.sqlite.SqliteCatalog;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.record.JournalRecord;
import dev.holdfast.engine.crypto.bc.SecureChance;
import dev.holdfast.engine.disk.real.RealDisk;
import dev.holdfast.engine.ledger.Ledger;
import dev.holdfast.engine.store.ChunkIndex;
import dev.holdfast.engine.wal.Journal;
import dev.holdfast.engine.wal.JournalException;
import dev.holdfast.engine.wal.disk.DiskJournal;

import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// Looks at journal and catalog while no other process has them open. They are opened as a start
/// does, which may cut off what a crash left half written.
record BooksLook(HomeFiles files) {

    /// @param packed what the packs hold; empty when that cannot be said
    Vitals.Books look(Optional<ChunkIndex> packed) throws IOException {
        try (var journal =
                        DiskJournal.open(RealDisk.at(files.journal()), new SecureChance()::bits64);
                var catalog = SqliteCatalog.open(files.catalog(), BodyOpener.NONE)) {
            var fault = catalog.fault();
            if (fault.isPresent()) {
                throw new CatalogException(CatalogException.Kind.FAILED, fault.get());
            }
            long written = journal.lastLsn();
            long taken = catalog.appliedLsn();
            var chunks =
                    packed.isEmpty() || written < taken
                            ? Optional.<Vitals.Chunks>empty()
                            : dropped(journal, catalog)
                                    .map(gone -> chunks(catalog, gone, packed.get()));
            return new Vitals.Books(written, taken, chunks, Optional.empty());
        } catch (JournalException e) {
            return failed(OpenHome.refused(Failures.opening(files.directory(), e), files, e));
        } catch (CatalogException e) {
            return failed(OpenHome.refused(Failures.opening(files.directory(), e), files, e));
        }
    }

    private static Vitals.Books failed(NodeException why) {
        return new Vitals.Books(0, 0, Optional.empty(), Optional.of(why.problem()));
    }

    /// Chunks that were let go after the catalog last took something in; empty when the journal
    /// does not tell that record by record.
    private static Optional<Set<ChunkId>> dropped(Journal journal, Catalog catalog)
            throws JournalException {
        var dropped = new HashSet<ChunkId>();
        Consumer<JournalRecord> each =
                record -> {
                    if (record instanceof JournalRecord.ChunksDropped(var ids)) {
                        dropped.addAll(ids);
                    }
                };
        return Ledger.showPending(journal, catalog, each) ? Optional.of(dropped) : Optional.empty();
    }

    private static Vitals.Chunks chunks(Catalog catalog, Set<ChunkId> dropped, ChunkIndex packed) {
        var view = catalog.views().chunks();
        return view.all()
                .filter(each -> each.held() && !packed.contains(each.id()))
                .filter(each -> !dropped.contains(each.id()))
                .collect(
                        teeing(
                                counting(),
                                filtering(each -> each.holders().isEmpty(), counting()),
                                (missing, alone) ->
                                        new Vitals.Chunks(view.held(), missing, alone)));
    }
}
