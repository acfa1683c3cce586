package dev.holdfast.engine.node;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.store.StoreException;
import dev.holdfast.engine.wal.JournalException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/// Remakes the books of a home: the catalog from journal and packs. Nothing is deleted; what was
/// there is put aside under a name that says when.
final class Rebuilding {

    /// Behind the name of what was put aside, and before the time.
    static final String ASIDE = ".aside-";

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    /// What SQLite keeps beside its file. The log goes first: beside another file it would be taken
    /// for that one's.
    private static final List<String> CATALOG = List.of("-wal", "-shm", "");

    private final HomeFiles files;
    private final String aside;
    private final List<String> moved = new ArrayList<>();

    private Rebuilding(HomeFiles files, Instant now) {
        this.files = files;
        aside = free(files, ASIDE + TIME.format(now));
    }

    private static String free(HomeFiles files, String wanted) {
        var aside = wanted;
        for (int n = 2; isTaken(files.catalog(), aside) || isTaken(files.journal(), aside); n++) {
            aside = wanted + "-" + n;
        }
        return aside;
    }

    private static boolean isTaken(Path file, String suffix) {
        return Files.exists(file.resolveSibling(file.getFileName() + suffix));
    }

    /// Remakes the books of a home that no other process has open.
    static Rebuilt run(HomeFiles files) throws NodeException {
        try (var _ = lock(files)) {
            LocalDoor.shut(files);
            return new Rebuilding(files, Instant.now()).run();
        } catch (IOException e) {
            throw HomeFiles.failed("rebuild", files.directory(), e);
        } catch (StoreException e) {
            throw new NodeException(Failures.opening(files.directory(), e), e);
        } catch (JournalException e) {
            throw new NodeException(Failures.opening(files.directory(), e), e);
        }
    }

    private static HomeLock lock(HomeFiles files) throws IOException, NodeException {
        return HomeLock.tryTake(files.directory())
                .orElseThrow(
                        () ->
                                new NodeException(
                                        Problem.Code.BUSY,
                                        "The books of a device that runs cannot be rebuilt.",
                                        "Stop it with `holdfast stop`, then try again."));
    }

    private Rebuilt run() throws IOException, NodeException, StoreException, JournalException {
        putCatalogAside();
        try (var home = OpenHome.open(files)) {
            var changed = Agreement.reach(home.keys().id(), home.store(), home.ledger());
            long chunks = home.ledger().views().chunks().held();
            return new Rebuilt.Whole(
                    new Rebuilt.Remade(
                            home.records(), chunks, changed.found(), changed.gone(), moved));
        }
    }

    private void putCatalogAside() throws IOException {
        var catalog = files.catalog();
        for (var suffix : CATALOG) {
            var file = catalog.resolveSibling(catalog.getFileName() + suffix);
            if (Files.exists(file)) {
                putAside(file, catalog.getFileName() + aside + suffix);
            }
        }
        HomeFiles.sync(files.directory());
    }

    private void putAside(Path file, String name) throws IOException {
        Files.move(file, file.resolveSibling(name));
        moved.add(name);
    }
}
