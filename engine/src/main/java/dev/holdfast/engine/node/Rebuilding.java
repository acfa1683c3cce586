package dev.holdfast.engine.node;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.catalog.BodyOpener;
import dev.holdfast.engine.catalog.CatalogException;
import dev.holdfast.engine.catalog.sqlite.SqliteCatalog;
import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.namespace.Actor;
import dev.holdfast.engine.core.record.JournalRecord;
import dev.holdfast.engine.crypto.bc.DeviceKeyFile;
import dev.holdfast.engine.crypto.bc.SecureChance;
import dev.holdfast.engine.disk.real.RealDisk;
import dev.holdfast.engine.store.StoreException;
import dev.holdfast.engine.wal.Journal;
import dev.holdfast.engine.wal.JournalException;
import dev.holdfast.engine.wal.disk.DiskJournal;
import dev.holdfast.engine.wal.disk.Salvage;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Remakes the books of a home: the catalog from journal and packs, and a damaged journal from what
/// can be read. Nothing is deleted; what was there is put aside under a name that says when.
final class Rebuilding {

    /// Behind the name of what was put aside, and before the time.
    static final String ASIDE = ".aside-";

    /// In a home whose new journal is ready to take the old one's place.
    private static final String MARKER = "rebuilding";

    private static final Logger LOG = LoggerFactory.getLogger(Rebuilding.class);

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    /// What SQLite keeps beside its file. The log goes first: beside another file it would be taken
    /// for that one's.
    private static final List<String> CATALOG = List.of("-wal", "-shm", "");

    private final HomeFiles files;
    private final Stepping steps;
    private final String aside;
    private final List<String> moved = new ArrayList<>();

    private Rebuilding(HomeFiles files, Stepping steps, Instant now) {
        this.files = files;
        this.steps = steps;
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
        return run(files, Stepping.in(files));
    }

    /// @param steps is told of each step
    static Rebuilt run(HomeFiles files, Stepping steps) throws NodeException {
        try (var _ = lock(files)) {
            LocalDoor.shut(files);
            return new Rebuilding(files, steps, Instant.now()).run();
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

    /// A journal that is gone, or that was to be put aside, is never begun anew by a start.
    static void refuseUnfinished(HomeFiles files) throws NodeException {
        boolean isUnfinished = files.read(MARKER).isPresent();
        if (isUnfinished || !Files.isDirectory(files.journal())) {
            throw new NodeException(
                    Problem.Code.DAMAGED,
                    isUnfinished
                            ? "The books of %s are being rebuilt, and that was broken off."
                                    .formatted(files.directory())
                            : "The journal of %s is gone.".formatted(files.directory()),
                    Failures.REBUILD);
        }
    }

    private Rebuilt run() throws IOException, NodeException, StoreException, JournalException {
        var begun = files.read(MARKER).map(RebuildMark::of);
        var mark = begun.isPresent() ? begun.get() : begin();
        if (mark.lost().isPresent()) {
            takeRebuilt();
        }
        putCatalogAside();
        var remade = agree(mark);
        steps.at("rebuilding/end");
        files.delete(MARKER);
        HomeFiles.sync(files.directory());
        return mark.lost()
                .<Rebuilt>map(lost -> new Rebuilt.Salvaged(remade, lost))
                .orElseGet(() -> new Rebuilt.Whole(remade));
    }

    /// What is needed is ready when the mark stands. From then on a start refuses, and another
    /// rebuild goes on from there.
    private RebuildMark begin() throws IOException, NodeException, JournalException {
        HomeFiles.deleteAll(files.rebuilt());
        var lost = isJournalSound() ? Optional.<Rebuilt.Lost>empty() : Optional.of(salvage());
        var mark = new RebuildMark(aside, lost);
        HomeFiles.sync(files.directory());
        steps.at("rebuilding/mark");
        files.write(MARKER, mark.text());
        return mark;
    }

    /// Whether all of the journal can be read, and nothing is missing that the catalog knows.
    private boolean isJournalSound() throws IOException, JournalException {
        if (!Files.isDirectory(files.journal())) {
            return false;
        }
        try (var journal =
                DiskJournal.open(RealDisk.at(files.journal()), new SecureChance()::bits64)) {
            Journal.Visitor<JournalException> each = (_, type, bytes) -> check(type, bytes);
            var extent = journal.extent();
            if (extent.firstLsn() > 1) {
                journal.recall(each);
            }
            journal.replay(extent.firstLsn(), each);
            return extent.isWhole() && journal.lastLsn() >= applied();
        } catch (JournalException e) {
            if (e.kind() == JournalException.Kind.DAMAGED) {
                LOG.warn("The journal is damaged: {}", e.getMessage());
                return false;
            }
            throw e;
        }
    }

    private static void check(int type, byte[] bytes) throws JournalException {
        try {
            JournalRecord.read(type, bytes);
        } catch (MalformedException e) {
            throw new JournalException(JournalException.Kind.DAMAGED, "a record cannot be read", e);
        }
    }

    /// What the catalog has taken in; 0 of one that cannot say.
    private long applied() {
        if (!Files.exists(files.catalog())) {
            return 0;
        }
        try (var catalog = SqliteCatalog.open(files.catalog(), BodyOpener.NONE)) {
            return catalog.appliedLsn();
        } catch (CatalogException e) {
            return 0;
        }
    }

    /// Writes the journal anew, beside the one that is damaged.
    private Rebuilt.Lost salvage() throws IOException, NodeException, JournalException {
        var self = new DeviceKeyFile(files.keys()).load().id();
        var chance = new SecureChance();
        var from = new Salvage(RealDisk.at(files.journal()));
        var to = steps.over("rebuilt", RealDisk.at(files.rebuilt()));
        try (var journal = DiskJournal.open(to, chance::bits64)) {
            var salvaging = new Salvaging(journal);
            var then = new Actor(self, chance.bits64());
            var lost = salvaging.write(files.catalog(), from, then);
            if (salvaging.knowsPool()) {
                return lost;
            }
        }
        HomeFiles.deleteAll(files.rebuilt());
        throw new NodeException(
                Problem.Code.DAMAGED,
                "Nothing of %s can be read, not even which pool it is of."
                        .formatted(files.journal()),
                "Remove this device on another one with `holdfast device remove`, and join the pool"
                        + " with another home.");
    }

    /// Puts the journal that was written anew, unless that is done, in the place of the one that is
    /// damaged.
    private void takeRebuilt() throws IOException {
        if (Files.exists(files.rebuilt())) {
            if (Files.exists(files.journal())) {
                putAside(files.journal(), files.journal().getFileName() + aside);
            }
            steps.at("rebuilding/journal");
            Files.move(files.rebuilt(), files.journal());
        }
    }

    /// Opens what is there now, and makes books and packs agree.
    private Rebuilt.Remade agree(RebuildMark mark)
            throws NodeException, StoreException, JournalException {
        try (var home = OpenHome.openRebuilt(files, steps)) {
            long found = Agreement.reach(home.keys().id(), home.store(), home.ledger());
            long gone = Agreement.gone(home.store(), home.ledger());
            long chunks = home.ledger().views().chunks().held();
            return new Rebuilt.Remade(home.records(), chunks, found, gone, aside(mark.aside()));
        }
    }

    /// What was put aside now, and by the rebuild that this one finishes.
    private List<String> aside(String before) {
        var names = new ArrayList<>(moved);
        Stream.concat(
                        Stream.of(files.journal().getFileName() + before),
                        CATALOG.stream().map(end -> files.catalog().getFileName() + before + end))
                .filter(name -> !before.isEmpty() && !names.contains(name))
                .filter(name -> Files.exists(files.directory().resolve(name)))
                .forEach(names::add);
        return List.copyOf(names);
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
        steps.at("rebuilding/aside");
        Files.move(file, file.resolveSibling(name));
        moved.add(name);
    }
}
