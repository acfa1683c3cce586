package dev.holdfast.engine.store.disk;

import dev.holdfast.engine.disk.Disk;
import dev.holdfast.engine.store.disk.PackIndex.Listed;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;

/// Opens all packs of a store: by its index one that is full or was closed in order, by its headers
/// one that was being written. A pack without an index is forced, so that what is readable is
/// durable before anyone asks. The last pack is gone on with when it is whole.
final class PackOpener {

    private static final Logger LOG = LoggerFactory.getLogger(PackOpener.class);

    private static final Optional<Listed> NONE = Optional.empty();

    private final Disk disk;
    private final ChunkReader reader = new ChunkReader();
    private final ChunkTable table = new ChunkTable(System.identityHashCode(this) * 0x9e37_79b9L);
    private final PackFiles files;
    private final PackWriter writer;

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
        var numbers =
                names.stream()
                        .map(PackFormat::number)
                        .filter(OptionalLong::isPresent)
                        .mapToLong(OptionalLong::getAsLong)
                        .sorted()
                        .toArray();
        for (int pack = 0; pack < numbers.length; pack++) {
            boolean indexed = names.contains(PackFormat.indexName(numbers[pack]));
            open(numbers[pack], indexed, pack == numbers.length - 1);
        }
    }

    private void open(long number, boolean indexed, boolean last) throws IOException {
        long size = size(number);
        if (size <= Disk.BLOCK) {
            disk.delete(PackFormat.packName(number)); // it ends before its first record
            return;
        }
        int slot = files.add(number);
        var listed = indexed ? PackIndex.read(disk, number, size) : NONE;
        if (listed.isEmpty()) {
            scan(slot, size, last);
            return;
        }
        var entries = listed.get().entries();
        entries.applyTo(table, slot);
        if (last && listed.get().isWhole()) {
            writer.resume(slot, entries, entries.count(), size);
        } else {
            files.full(slot, size);
        }
    }

    private void scan(int slot, long size, boolean last) throws IOException {
        long number = files.number(slot);
        var file = files.take(slot);
        try {
            file.force();
            var found = PackScan.scan(file, number, reader);
            found.entries().applyTo(table, slot);
            if (last && found.isWhole()) {
                disk.sync();
                writer.resume(slot, found.entries(), 0, found.end());
            } else {
                report(number, found);
                files.full(slot, size);
                PackIndex.write(disk, number, size, new Listed(found.entries(), found.isWhole()));
            }
        } finally {
            files.give(slot);
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
