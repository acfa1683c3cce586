package dev.holdfast.engine.disk.memory;

import dev.holdfast.engine.disk.BlockFile;
import dev.holdfast.engine.disk.Disk;
import dev.holdfast.engine.disk.Room;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/// Keeps written blocks apart from forced ones, so that a power cut can choose which of the others
/// arrived. Everything happens in the thread that asks.
public final class MemoryDisk implements Disk, Room {

    private final NavigableMap<String, MemoryFile> files;
    private final Set<String> durableNames = new HashSet<>();
    private final long total;
    private long forces;
    private long operations;
    private long operationsMax = Long.MAX_VALUE;
    private boolean forceFails;

    public MemoryDisk() {
        this(Long.MAX_VALUE);
    }

    /// A disk with room for `total` bytes.
    public MemoryDisk(long total) {
        this(total, new TreeMap<>());
    }

    private MemoryDisk(long total, NavigableMap<String, MemoryFile> files) {
        this.total = total;
        this.files = files;
    }

    /// What the machine finds after a power cut now. Of the blocks that were not forced each may
    /// have arrived, be missing, or be torn at a sector; of the names that were not synced each may
    /// be there.
    public synchronized MemoryDisk afterPowerCut(RandomGenerator chance) {
        var survivor = new MemoryDisk(total);
        files.forEach(
                (name, file) -> {
                    if (durableNames.contains(name) || chance.nextBoolean()) {
                        survivor.files.put(name, file.afterPowerCut(survivor, chance));
                    }
                });
        survivor.durableNames.addAll(survivor.files.keySet());
        return survivor;
    }

    /// A copy of every byte that was written, forced or not: what a killed process leaves.
    public synchronized MemoryDisk afterKill() {
        var survivor = new MemoryDisk(total);
        files.forEach((name, file) -> survivor.files.put(name, file.afterKill(survivor)));
        survivor.durableNames.addAll(survivor.files.keySet());
        return survivor;
    }

    /// From now on every fsync fails.
    public synchronized void failForces() {
        forceFails = true;
    }

    /// Every write, fsync and change of names after the next `count` ones fails.
    public synchronized void failAfter(long count) {
        operationsMax = operations + count;
    }

    /// Flips the lowest bit of one byte of a file.
    public synchronized void flip(String name, long at) throws IOException {
        find(name).flip((int) at);
    }

    /// Cuts a file to `length` bytes.
    public synchronized void truncate(String name, long length) throws IOException {
        find(name).truncate((int) length);
    }

    /// The length of a file in bytes.
    public synchronized long length(String name) throws IOException {
        return find(name).size();
    }

    /// How many files were forced so far.
    public synchronized long forces() {
        return forces;
    }

    /// How many writes, fsyncs and changes of names there were so far.
    public synchronized long operations() {
        return operations;
    }

    @Override
    public synchronized BlockFile create(String name) throws IOException {
        if (files.containsKey(name)) {
            throw new IOException(name + " is there already");
        }
        count();
        var file = new MemoryFile(this);
        files.put(name, file);
        return file;
    }

    @Override
    public synchronized BlockFile open(String name) throws IOException {
        return find(name);
    }

    @Override
    public synchronized List<String> names() {
        return List.copyOf(files.keySet());
    }

    @Override
    public synchronized void delete(String name) throws IOException {
        count();
        files.remove(name);
        durableNames.remove(name);
    }

    @Override
    public synchronized void sync() throws IOException {
        count();
        durableNames.addAll(files.keySet());
    }

    @Override
    public synchronized long usable() {
        return total - files.values().stream().mapToLong(MemoryFile::size).sum();
    }

    @Override
    public long total() {
        return total;
    }

    synchronized void forced() throws IOException {
        forces++;
        if (forceFails) {
            throw new IOException("the disk refused an fsync");
        }
        count();
    }

    synchronized void growing(long bytes) throws IOException {
        if (bytes > usable()) {
            throw new IOException("no space left on the disk");
        }
        count();
    }

    private void count() throws IOException {
        if (operations == operationsMax) {
            throw new IOException("the disk is gone");
        }
        operations++;
    }

    private MemoryFile find(String name) throws IOException {
        var file = files.get(name);
        if (file == null) {
            throw new IOException(name + " is not there");
        }
        return file;
    }
}
