package dev.holdfast.engine.store.disk;

import dev.holdfast.engine.disk.BlockFile;
import dev.holdfast.engine.disk.Disk;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The packs of a store, by slot, and the few of them that are open.
final class PackFiles {

    /// How many packs are open at once, those in use apart.
    static final int OPEN_MAX = 64;

    private static final class Open {
        final BlockFile file;
        int users;

        Open(BlockFile file) {
            this.file = file;
        }
    }

    private final Disk disk;
    private final List<Long> numbers = new ArrayList<>();
    private final Map<Integer, Open> open = new LinkedHashMap<>(16, 0.75f, true);

    PackFiles(Disk disk) {
        this.disk = disk;
    }

    /// Makes a pack known and returns its slot. Numbers ascend.
    synchronized int add(long number) {
        numbers.add(number);
        return numbers.size() - 1;
    }

    synchronized long number(int slot) {
        return numbers.get(slot);
    }

    synchronized long nextNumber() {
        return numbers.isEmpty() ? 1 : numbers.getLast() + 1;
    }

    /// The file of a pack, which stays open until it is given back.
    synchronized BlockFile take(int slot) throws IOException {
        var taken = open.get(slot);
        if (taken == null) {
            taken = new Open(disk.open(PackFormat.packName(numbers.get(slot))));
            open.put(slot, taken);
        }
        taken.users++;
        return taken.file;
    }

    synchronized void give(int slot) throws IOException {
        var given = open.get(slot);
        if (given != null) {
            given.users--;
            closeIdle(OPEN_MAX);
        }
    }

    synchronized void close() throws IOException {
        closeIdle(0);
    }

    private void closeIdle(int left) throws IOException {
        var eldest = open.values().iterator();
        while (open.size() > left && eldest.hasNext()) {
            var idle = eldest.next();
            if (idle.users == 0) {
                eldest.remove();
                idle.file.close();
            }
        }
    }
}
