package dev.holdfast.engine.disk.memory;

import dev.holdfast.engine.disk.BlockFile;
import dev.holdfast.engine.disk.Disk;
import dev.holdfast.engine.disk.Room;
import dev.holdfast.engine.disk.memory.Loss.Thing;
import dev.holdfast.engine.disk.memory.Power.Kind;
import dev.holdfast.engine.disk.memory.Power.Operation;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/// Keeps what was written apart from what was forced, and names that were changed apart from names
/// that were synced, so that a power cut can choose which of the others arrived. Everything happens
/// in the thread that asks.
public final class MemoryDisk implements Disk, Room {

    private final String name;
    private final Power power;
    private final NavigableMap<String, MemoryFile> files = new TreeMap<>();
    private final NavigableMap<String, List<Optional<MemoryFile>>> before = new TreeMap<>();
    private long total;
    private long forces;

    public MemoryDisk() {
        this(Long.MAX_VALUE);
    }

    /// A disk with room for `total` bytes.
    public MemoryDisk(long total) {
        this("disk", new Power(), total);
    }

    /// A disk that loses power together with others.
    ///
    /// @param name how it is called in operations and losses
    public MemoryDisk(String name, Power power, long total) {
        this.name = name;
        this.power = power;
        this.total = total;
    }

    /// What the machine finds after a power cut now.
    public MemoryDisk afterPowerCut(RandomGenerator chance) {
        return after(Loss.by(chance), new Power());
    }

    /// What a killed process leaves: every byte that was written. What was not forced can still be
    /// lost.
    public MemoryDisk afterKill() {
        return afterKill(new Power());
    }

    /// The same, as a disk that loses power together with others.
    public MemoryDisk afterKill(Power then) {
        synchronized (power) {
            var survivor = new MemoryDisk(name, then, total);
            files.forEach((file, content) -> survivor.files.put(file, content.copy(survivor)));
            before.forEach(
                    (file, states) ->
                            survivor.before.put(
                                    file,
                                    new ArrayList<>(
                                            states.stream()
                                                    .map(s -> s.map(f -> f.copy(survivor)))
                                                    .toList())));
            return survivor;
        }
    }

    /// What the machine finds after a power cut that takes what `loss` says.
    public MemoryDisk after(Loss loss, Power then) {
        synchronized (power) {
            var survivor = new MemoryDisk(name, then, total);
            var found = new TreeMap<>(files);
            before.forEach(
                    (file, states) -> {
                        int state =
                                loss.found(new Thing(name, file, Thing.NAME), states.size() + 1);
                        if (state < states.size()) {
                            found.remove(file);
                            states.get(state).ifPresent(old -> found.put(file, old));
                        }
                    });
            found.forEach(
                    (file, content) -> survivor.files.put(file, content.after(loss, survivor)));
            return survivor;
        }
    }

    /// Whether a power cut could take anything.
    public boolean isSettled() {
        synchronized (power) {
            return before.isEmpty() && files.values().stream().allMatch(MemoryFile::isSettled);
        }
    }

    /// How often each name was changed that was not synced since.
    public NavigableMap<String, Integer> unsyncedNames() {
        synchronized (power) {
            var unsynced = new TreeMap<String, Integer>();
            before.forEach((file, states) -> unsynced.put(file, states.size()));
            return unsynced;
        }
    }

    /// From now on every fsync of a file fails.
    public void failForces() {
        power.refuse(operation -> operation.kind() == Kind.FORCE);
    }

    /// Every write, fsync and change of names after the next `count` ones fails.
    public void failAfter(long count) {
        power.cutAfter(count);
    }

    /// Flips the lowest bit of one byte of a file.
    public void flip(String file, long at) throws IOException {
        synchronized (power) {
            find(file).flip((int) at, 1);
        }
    }

    /// Flips a bit somewhere.
    ///
    /// @return which one, for a report
    public String rot(RandomGenerator chance) throws IOException {
        synchronized (power) {
            long bytes = files.values().stream().mapToLong(MemoryFile::size).sum();
            long at = chance.nextLong(bytes);
            int bit = chance.nextInt(Byte.SIZE);
            for (var file : files.entrySet()) {
                if (at < file.getValue().size()) {
                    file.getValue().flip((int) at, 1 << bit);
                    return "bit %d of byte %d of %s".formatted(bit, at, file.getKey());
                }
                at -= file.getValue().size();
            }
            throw new IOException("the disk is empty");
        }
    }

    /// Cuts a file to `length` bytes.
    public void truncate(String file, long length) throws IOException {
        synchronized (power) {
            find(file).truncate((int) length);
        }
    }

    /// From now on the disk has room for `bytes` in all.
    public void resize(long bytes) {
        synchronized (power) {
            total = bytes;
        }
    }

    /// The length of a file in bytes.
    public long length(String file) throws IOException {
        synchronized (power) {
            return find(file).size();
        }
    }

    /// How often files were forced so far, well or not.
    public long forces() {
        synchronized (power) {
            return forces;
        }
    }

    /// How many writes, fsyncs and changes of names there were so far.
    public long operations() {
        return power.operations();
    }

    @Override
    public BlockFile create(String file) throws IOException {
        synchronized (power) {
            if (files.containsKey(file)) {
                throw new IOException(file + " is there already");
            }
            begin(Kind.CREATE, file);
            remember(file);
            var created = new MemoryFile(this, file);
            files.put(file, created);
            return created;
        }
    }

    @Override
    public BlockFile open(String file) throws IOException {
        synchronized (power) {
            return find(file);
        }
    }

    @Override
    public List<String> names() {
        synchronized (power) {
            return List.copyOf(files.keySet());
        }
    }

    @Override
    public void delete(String file) throws IOException {
        synchronized (power) {
            begin(Kind.DELETE, file);
            if (files.containsKey(file)) {
                remember(file);
                files.remove(file);
            }
        }
    }

    @Override
    public void sync() throws IOException {
        synchronized (power) {
            begin(Kind.SYNC, "");
            before.clear();
        }
    }

    @Override
    public long usable() {
        synchronized (power) {
            return Math.max(0, total - files.values().stream().mapToLong(MemoryFile::size).sum());
        }
    }

    @Override
    public long total() {
        synchronized (power) {
            return total;
        }
    }

    String name() {
        return name;
    }

    Power power() {
        return power;
    }

    void forced() {
        forces++;
    }

    private void begin(Kind kind, String file) throws IOException {
        var operation = new Operation(name, kind, file, 0, 0);
        power.begin(operation);
        power.checkSound(operation);
    }

    private void remember(String file) {
        before.computeIfAbsent(file, _ -> new ArrayList<>())
                .add(Optional.ofNullable(files.get(file)));
    }

    private MemoryFile find(String file) throws IOException {
        var found = files.get(file);
        if (found == null) {
            throw new IOException(file + " is not there");
        }
        return found;
    }
}
