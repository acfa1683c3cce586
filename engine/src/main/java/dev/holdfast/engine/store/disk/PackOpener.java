package dev.holdfast.engine.store.disk;

import dev.holdfast.engine.disk.Disk;
import dev.holdfast.engine.store.disk.PackIndex.Listed;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Opens all packs of a store: by its index one that is full or was closed in order, by its headers
/// one that was being written. The last pack is gone on with when it is whole.
///
/// What can be read after a crash need not be on the disk, not even once it is forced: an fsync
/// that failed may have left in memory what it lost. So records that nothing vouches for are
/// appended anew, and that is durable before anyone asks.
final class PackOpener {

    private static final Logger LOG = LoggerFactory.getLogger(PackOpener.class);

    static final Optional<Listed> NOT_LISTED = Optional.empty();

    private final Disk disk;
    private final ChunkReader reader = new ChunkReader();
    private final ChunkTable table = new ChunkTable(System.identityHashCode(this) * 0x9e37_79b9L);
    private final PackFiles files;
    private final PackWriter writer;
    private final Map<Integer, PackScan.Found> scanned = new TreeMap<>();

    PackOpener(Disk disk, long packBytes) {
        this.disk = disk;
        files = new PackFiles(disk);
        writer = new PackWriter(disk, files, packBytes);
    }

    ChunkReader reader() {
        return reader;
    }

    ChunkTable table() {
        return table;
    }

    PackFiles files() {
        return files;
    }

    Disk disk() {
        return disk;
    }

    PackWriter writer() {
        return writer;
    }

    void openAll() throws IOException {
        var names = disk.names();
        var numbers = PackFormat.numbers(names);
        for (int pack = 0; pack < numbers.length; pack++) {
            boolean indexed = names.contains(PackFormat.indexName(numbers[pack]));
            open(numbers[pack], indexed, pack == numbers.length - 1);
        }
        renew();
    }

    private void open(long number, boolean indexed, boolean last) throws IOException {
        long size = size(number);
        if (size <= Disk.BLOCK) {
            disk.delete(PackFormat.packName(number)); // it ends before its first record
            return;
        }
        int slot = files.add(number);
        var listed = indexed ? PackIndex.read(disk, number, size) : NOT_LISTED;
        if (listed.isEmpty()) {
            scan(slot, size, last);
            return;
        }
        var entries = listed.get().entries();
        entries.applyTo(table, slot);
        if (last && listed.get().isWhole()) {
            writer.resume(slot, entries, entries.count(), size, size);
        } else {
            files.full(slot, size);
        }
    }

    private void scan(int slot, long size, boolean last) throws IOException {
        long number = files.number(slot);
        var file = files.take(slot);
        try {
            var found = PackScan.scan(file, number, reader);
            found.entries().applyTo(table, slot);
            scanned.put(slot, found);
            if (last && found.isWhole()) {
                writer.resume(slot, found.entries(), 0, found.durable(), found.end());
            } else {
                report(number, found);
                files.full(slot, size);
            }
        } finally {
            files.give(slot);
        }
    }

    /// Appends anew what nothing vouches for, and then lists what was scanned, so that it is
    /// vouched for by that.
    private void renew() throws IOException {
        if (scanned.isEmpty()) {
            return;
        }
        for (var pack : Map.copyOf(scanned).entrySet()) {
            renew(pack.getKey(), pack.getValue());
        }
        disk.sync();
        var batch = writer.batch();
        batch.force();
        batch.noteDurable();
        for (var pack : scanned.entrySet()) {
            var length = files.full().get(pack.getKey());
            if (length != null) {
                var found = pack.getValue();
                var listed = new Listed(found.entries(), found.isWhole());
                PackIndex.write(disk, files.number(pack.getKey()), length, listed);
            }
        }
        writer.list();
    }

    private void renew(int slot, PackScan.Found found) throws IOException {
        var lift = new RecordLift(files, reader);
        var entries = found.entries();
        for (int entry = 0, count = entries.count(); entry < count; entry++) {
            var id = entries.id(entry);
            int length = entries.length(entry);
            long offset = entries.offset(entry);
            if (offset + RecordHeader.BYTES + length <= found.durable()) {
                continue;
            }
            if (length == 0 && !table.contains(id)) {
                writer.appendRemoval(id);
            } else if (length > 0 && table.find(id) == Place.of(slot, offset, length)) {
                var sealed = ByteBuffer.allocate(length);
                var tag = lift.lift(id, table.find(id), found.end(), sealed);
                if (tag.isPresent()) {
                    table.put(id, writer.append(id, sealed.flip(), tag.get()));
                }
            }
        }
    }

    private long size(long number) throws IOException {
        try (var file = disk.open(PackFormat.packName(number))) {
            return file.size();
        }
    }

    private static void report(long number, PackScan.Found found) {
        if (found.damagedBytes() > 0) {
            LOG.warn(
                    "{} bytes of {} are damaged",
                    found.damagedBytes(),
                    PackFormat.packName(number));
        }
        if (found.tornBytes() > 0) {
            LOG.info(
                    "{} bytes at the end of {} were never acknowledged and are forgotten",
                    found.tornBytes(),
                    PackFormat.packName(number));
        }
    }
}
