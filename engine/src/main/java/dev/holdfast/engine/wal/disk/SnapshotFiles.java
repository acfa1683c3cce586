package dev.holdfast.engine.wal.disk;

import static dev.holdfast.engine.wal.JournalException.Kind.DAMAGED;
import static dev.holdfast.engine.wal.JournalException.Kind.FAILED;

import dev.holdfast.engine.disk.BlockFile;
import dev.holdfast.engine.disk.Disk;
import dev.holdfast.engine.wal.Journal;
import dev.holdfast.engine.wal.JournalException;
import dev.holdfast.engine.wal.Snapshots.Telling;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/// The snapshots beside the segments.
///
/// At most one counts. Which one, the segments say: a start keeps the earliest that reaches up to
/// the first segment, because that one was proven before what it stands for was deleted; one that a
/// later snapshot was to follow may be on no disk yet, though it can be read. While the journal has
/// its first record, none is needed and none is kept. Nothing is deleted when none is found that
/// reaches that far.
final class SnapshotFiles {

    private static final Logger LOG = LoggerFactory.getLogger(SnapshotFiles.class);

    private final Disk disk;
    private final LongSupplier chance;
    private Optional<Snapshot> kept = Optional.empty();
    private boolean isProven;
    private long lastNumber;

    private SnapshotFiles(Disk disk, LongSupplier chance) {
        this.disk = disk;
        this.chance = chance;
    }

    /// @param firstLsn of the first segment
    static SnapshotFiles find(Disk disk, LongSupplier chance, long firstLsn) throws IOException {
        var files = new SnapshotFiles(disk, chance);
        var names = disk.names().stream().filter(Snapshot::isName).toList();
        for (var name : names) {
            files.lastNumber = Math.max(files.lastNumber, Snapshot.number(name));
            if (files.kept.isEmpty() && firstLsn > 1) {
                files.kept = read(disk, name).filter(found -> found.lsn() + 1 >= firstLsn);
            }
        }
        if (files.kept.isPresent() || firstLsn == 1) {
            files.deleteOthers(names);
        } else {
            LOG.warn("No snapshot tells of the records before {}.", firstLsn);
        }
        return files;
    }

    private static Optional<Snapshot> read(Disk disk, String name) throws IOException {
        try (var file = disk.open(name)) {
            return Snapshot.of(file, name);
        }
    }

    private List<String> deleteOthers(List<String> names) throws IOException {
        var deleted = new ArrayList<String>();
        for (var name : names) {
            if (!kept.map(Snapshot::name).equals(Optional.of(name))) {
                disk.delete(name);
                deleted.add(name);
            }
        }
        return deleted;
    }

    /// The one that counts.
    synchronized Optional<Snapshot> kept() {
        return kept;
    }

    /// Up to where records may be deleted: what the last process left is not believed that far.
    synchronized long provenLsn() {
        return isProven ? kept.map(Snapshot::lsn).orElse(0L) : 0;
    }

    /// Writes one, which from then on is the one that counts.
    <X extends Exception> void write(Telling<X> telling) throws JournalException, X {
        var name = Snapshot.name(++lastNumber);
        boolean done = false;
        try (var file = disk.create(name)) {
            var snapshot = write(file, telling);
            disk.sync();
            keep(snapshot);
            done = true;
        } catch (IOException e) {
            throw failed(name, e);
        } finally {
            if (!done) {
                giveUp(name);
            }
        }
    }

    private synchronized void keep(Snapshot snapshot) {
        kept = Optional.of(snapshot);
        isProven = true;
    }

    private <X extends Exception> Snapshot write(BlockFile file, Telling<X> telling)
            throws IOException, JournalException, X {
        var writer = new SnapshotWriter(file, lastNumber, chance.getAsLong());
        long lsn =
                telling.tell(
                        (at, type, payload) -> {
                            try {
                                writer.put(at, type, payload);
                            } catch (IOException e) {
                                throw failed(Snapshot.name(lastNumber), e);
                            }
                        });
        return writer.finish(lsn);
    }

    private void giveUp(String name) {
        try {
            disk.delete(name);
        } catch (IOException e) {
            LOG.warn("{} is not finished and cannot be deleted now: {}", name, e.getMessage());
        }
    }

    <X extends Exception> void read(Journal.Visitor<X> visitor) throws JournalException, X {
        var snapshot =
                kept().orElseThrow(
                                () ->
                                        new JournalException(
                                                DAMAGED,
                                                "the journal has no snapshot that counts"));
        try (var file = disk.open(snapshot.name())) {
            snapshot.read(file, visitor);
        } catch (IOException e) {
            throw new JournalException(
                    DAMAGED, snapshot.name() + " cannot be read: " + e.getMessage(), e);
        }
    }

    /// Deletes all but the one that counts.
    void forgetOthers() throws IOException {
        var names = disk.names().stream().filter(Snapshot::isName).toList();
        if (!deleteOthers(names).isEmpty()) {
            disk.sync();
        }
    }

    private static JournalException failed(String name, IOException cause) {
        return new JournalException(
                FAILED, name + " cannot be written: " + cause.getMessage(), cause);
    }
}
