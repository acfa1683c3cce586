package dev.holdfast.engine.node;

import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.catalog.BodyOpener;
import dev.holdfast.engine.catalog.Catalog;
import dev.holdfast.engine.catalog.CatalogException;
import dev.holdfast.engine.catalog.ChunkFacts;
import dev.holdfast.engine.catalog.sqlite.SqliteCatalog;
import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.record.JournalRecord;
import dev.holdfast.engine.crypto.bc.SecureChance;
import dev.holdfast.engine.disk.real.RealDisk;
import dev.holdfast.engine.store.ChunkIndex;
import dev.holdfast.engine.wal.Journal;
import dev.holdfast.engine.wal.JournalException;
import dev.holdfast.engine.wal.disk.DiskJournal;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Looks at journal and catalog while no other process has them open. They are opened as a start
/// does, which may cut off what a crash left half written.
record BooksLook(HomeFiles files) {

    /// Chunks that are asked for at once.
    private static final int PAGE_CHUNKS = 4096;

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
                    packed.isEmpty() || written < taken || isBehind(journal, taken)
                            ? Optional.<Vitals.Chunks>empty()
                            : Optional.of(chunks(catalog, dropped(journal, taken), packed.get()));
            return new Vitals.Books(written, taken, chunks, Optional.empty());
        } catch (JournalException e) {
            return failed(Failures.opening(files.directory(), e));
        } catch (CatalogException e) {
            return failed(Failures.opening(files.directory(), e));
        }
    }

    /// Whether the journal has a snapshot instead of what the catalog takes in next.
    private static boolean isBehind(Journal journal, long taken) {
        return taken + 1 < journal.extent().firstLsn();
    }

    private static Vitals.Books failed(Problem problem) {
        return new Vitals.Books(0, 0, Optional.empty(), Optional.of(problem));
    }

    /// Chunks that were let go after the catalog last took something in.
    private static Set<ChunkId> dropped(Journal journal, long taken) throws JournalException {
        var dropped = new HashSet<ChunkId>();
        journal.replay(
                taken + 1,
                (lsn, type, payload) -> {
                    try {
                        if (JournalRecord.read(type, payload)
                                instanceof JournalRecord.ChunksDropped(var ids)) {
                            dropped.addAll(ids);
                        }
                    } catch (MalformedException e) {
                        throw new JournalException(
                                JournalException.Kind.DAMAGED,
                                "record " + lsn + " cannot be read",
                                e);
                    }
                });
        return dropped;
    }

    private static Vitals.Chunks chunks(Catalog catalog, Set<ChunkId> dropped, ChunkIndex packed) {
        var view = catalog.views().chunks();
        long missing = 0;
        long alone = 0;
        var after = Optional.<ChunkId>empty();
        List<ChunkFacts> page;
        do {
            page = view.page(after, ChunkId.LAST, PAGE_CHUNKS);
            for (var each : page) {
                if (each.held() && !packed.contains(each.id()) && !dropped.contains(each.id())) {
                    missing++;
                    alone += each.holders().isEmpty() ? 1 : 0;
                }
            }
            after = page.isEmpty() ? after : Optional.of(page.getLast().id());
        } while (page.size() == PAGE_CHUNKS);
        return new Vitals.Chunks(view.held(), missing, alone);
    }
}
