package dev.holdfast.engine.store.disk;

import dev.holdfast.engine.disk.BlockFile;
import dev.holdfast.engine.disk.Disk;
import dev.holdfast.engine.store.disk.ChunkReader.Span;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

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
    private final Map<Integer, Long> full = new TreeMap<>();
    private final Set<Integer> retired = new HashSet<>();
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

    synchronized OptionalInt slot(long number) {
        int slot = Collections.binarySearch(numbers, number);
        return slot < 0 ? OptionalInt.empty() : OptionalInt.of(slot);
    }

    /// The length of a pack, in bytes.
    long size(int slot) throws IOException {
        var file = take(slot);
        try {
            return file.size();
        } finally {
            give(slot);
        }
    }

    synchronized long nextNumber() {
        return numbers.isEmpty() ? 1 : numbers.getLast() + 1;
    }

    /// Nothing is appended to a pack any more, which has this length.
    synchronized void full(int slot, long length) {
        full.put(slot, length);
    }

    /// The packs that are full, by slot, with their lengths.
    synchronized Map<Integer, Long> full() {
        return Map.copyOf(full);
    }

    /// The numbers of the full packs that are older than that of a slot.
    synchronized Map<Long, Long> olderThan(int slot) {
        var older = new TreeMap<Long, Long>();
        full.forEach((each, length) -> older.put(numbers.get(each), length));
        older.keySet().removeIf(number -> number >= numbers.get(slot));
        return older;
    }

    /// Closes the file of a pack that nothing lies in any more, once nobody reads it. From then on
    /// it cannot be taken.
    synchronized void retire(int slot) throws IOException, InterruptedException {
        retired.add(slot);
        for (var left = open.get(slot); left != null && left.users > 0; left = open.get(slot)) {
            wait();
        }
        var left = open.remove(slot);
        if (left != null) {
            left.file.close();
        }
    }

    /// A retired pack is off the disk for good.
    synchronized void deleted(int slot) {
        full.remove(slot);
    }

    /// The file of a pack, which stays open until it is given back.
    ///
    /// @throws IOException also when the pack is retired
    synchronized BlockFile take(int slot) throws IOException {
        if (retired.contains(slot)) {
            throw new IOException(PackFormat.packName(numbers.get(slot)) + " is retired");
        }
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
            notifyAll();
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

    /// Reads the sealed bytes of a chunk, or what stands beside them.
    @FunctionalInterface
    interface Reading<T> {
        T read(Span span) throws IOException;
    }

    /// Has the chunk at a place read while its pack is open.
    ///
    /// @param settled up to where the bytes of the pack never change any more
    <T> T read(long place, long settled, Reading<T> reading) throws IOException {
        int slot = Place.slot(place);
        long offset = Place.offset(place) + RecordHeader.BYTES;
        var file = take(slot);
        try {
            return reading.read(new Span(file, slot, offset, Place.length(place), settled));
        } finally {
            give(slot);
        }
    }
}
