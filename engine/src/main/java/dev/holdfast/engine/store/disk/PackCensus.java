package dev.holdfast.engine.store.disk;

import dev.holdfast.engine.disk.Disk;
import dev.holdfast.engine.store.ChunkIndex;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Counts what packs hold, from outside: no store is opened, and nothing is changed.
public final class PackCensus {

    /// What was counted.
    ///
    /// @param chunks those that a store would hold that is opened on the packs
    /// @param unlisted the packs that have no sound list, but for the last one, which gets its list
    ///   when it is full
    /// @param unread those that cannot be read at all, and why
    public record Counted(ChunkIndex chunks, List<String> unlisted, List<String> unread) {}

    private final Disk disk;
    private final ChunkReader reader = new ChunkReader();
    private final ChunkTable table = new ChunkTable(System.identityHashCode(this));
    private final List<String> unlisted = new ArrayList<>();
    private final List<String> unread = new ArrayList<>();

    private PackCensus(Disk disk) {
        this.disk = disk;
    }

    /// Counts while nobody writes.
    ///
    /// @throws IOException when the names of the packs cannot be read
    public static Counted count(Disk disk) throws IOException {
        var census = new PackCensus(disk);
        var names = disk.names();
        var numbers = PackFormat.numbers(names);
        for (int slot = 0; slot < numbers.length; slot++) {
            boolean isListed = names.contains(PackFormat.indexName(numbers[slot]));
            census.add(numbers[slot], slot, isListed, slot == numbers.length - 1);
        }
        return new Counted(census.table, census.unlisted, census.unread);
    }

    private void add(long number, int slot, boolean isListed, boolean isLast) {
        try (var file = disk.open(PackFormat.packName(number))) {
            long size = file.size();
            if (size <= Disk.BLOCK) {
                return; // it ends before its first record
            }
            var listed = isListed ? PackIndex.read(disk, number, size) : PackOpener.NOT_LISTED;
            if (listed.isPresent()) {
                listed.get().entries().applyTo(table, slot);
                return;
            }
            if (!isLast) {
                unlisted.add(PackFormat.packName(number));
            }
            PackScan.scan(file, number, reader).entries().applyTo(table, slot);
        } catch (IOException e) {
            unread.add(String.valueOf(e.getMessage()));
        }
    }
}
