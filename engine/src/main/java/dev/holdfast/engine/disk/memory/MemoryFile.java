package dev.holdfast.engine.disk.memory;

import dev.holdfast.engine.disk.BlockFile;
import dev.holdfast.engine.disk.Disk;
import dev.holdfast.engine.disk.memory.Loss.Thing;
import dev.holdfast.engine.disk.memory.Power.Kind;
import dev.holdfast.engine.disk.memory.Power.Operation;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/// A file as the process sees it, and beside it, for each sector, what lay there since it was last
/// forced. A write must never touch a forced block: the formats on this disk promise it.
final class MemoryFile implements BlockFile {

    private static final int SECTOR = Thing.SECTOR_BYTES;

    private final MemoryDisk disk;
    private final String name;
    private final NavigableMap<Integer, List<byte[]>> before = new TreeMap<>();
    private final NavigableMap<Integer, byte[]> lost = new TreeMap<>();
    private byte[] bytes = new byte[0];
    private int durableLength;

    MemoryFile(MemoryDisk disk, String name) {
        this.disk = disk;
        this.name = name;
    }

    @Override
    public CompletableFuture<Void> write(ByteBuffer blocks, long offset) {
        try {
            synchronized (disk.power()) {
                writeNow(blocks.duplicate(), Math.toIntExact(offset));
            }
            return CompletableFuture.completedFuture(null);
        } catch (IOException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private void writeNow(ByteBuffer blocks, int offset) throws IOException {
        int length = blocks.remaining();
        if (offset % Disk.BLOCK != 0 || length % Disk.BLOCK != 0) {
            throw new IOException("a write at " + offset + " is not of whole blocks");
        }
        var operation = operation(Kind.WRITE, offset, length);
        disk.power().begin(operation);
        if (offset < (durableLength & -Disk.BLOCK)) {
            throw new IOException("a write at " + offset + " rewrites a forced block");
        }
        long room = disk.usable() + bytes.length - offset;
        int fits = Math.clamp(room & -Disk.BLOCK, 0, length);
        put(blocks.limit(blocks.position() + fits), offset);
        if (fits < length) {
            throw new IOException("no space left on the disk");
        }
        disk.power().checkSound(operation);
    }

    private void put(ByteBuffer blocks, int offset) {
        int end = offset + blocks.remaining();
        bytes = end > bytes.length ? Arrays.copyOf(bytes, end) : bytes;
        for (int at = offset; at < end; at += SECTOR) {
            lost.remove(at / SECTOR);
            before.computeIfAbsent(at / SECTOR, _ -> new ArrayList<>())
                    .add(Arrays.copyOfRange(bytes, at, at + SECTOR));
        }
        blocks.get(bytes, offset, blocks.remaining());
    }

    @Override
    public int read(ByteBuffer into, long offset) throws IOException {
        synchronized (disk.power()) {
            disk.power().checkSound(operation(Kind.READ, offset, into.remaining()));
            int count = Math.clamp(bytes.length - offset, 0, into.remaining());
            into.put(bytes, (int) Math.min(offset, bytes.length), count);
            return count;
        }
    }

    @Override
    public void force() throws IOException {
        synchronized (disk.power()) {
            disk.forced();
            var operation = operation(Kind.FORCE, 0, 0);
            disk.power().begin(operation);
            try {
                disk.power().checkSound(operation);
            } catch (IOException e) {
                before.forEach((sector, states) -> lost.putIfAbsent(sector, states.getFirst()));
                before.clear();
                throw e;
            }
            before.clear();
            durableLength = bytes.length;
        }
    }

    @Override
    public long size() {
        synchronized (disk.power()) {
            return bytes.length;
        }
    }

    @Override
    public void close() {}

    void flip(int at, int mask) {
        bytes[at] ^= (byte) mask;
    }

    void truncate(int length) {
        bytes = Arrays.copyOf(bytes, length);
        durableLength = Math.min(durableLength, length);
        before.tailMap((length + SECTOR - 1) / SECTOR).clear();
        lost.tailMap((length + SECTOR - 1) / SECTOR).clear();
    }

    /// Whether there is anything that a power cut can take.
    boolean isSettled() {
        return before.isEmpty() && lost.isEmpty();
    }

    /// The same file on another disk, as a process finds it after this one was killed.
    MemoryFile copy(MemoryDisk to) {
        var copy = new MemoryFile(to, name);
        copy.bytes = bytes.clone();
        copy.durableLength = durableLength;
        before.forEach((sector, states) -> copy.before.put(sector, new ArrayList<>(states)));
        copy.lost.putAll(lost);
        return copy;
    }

    /// What a power cut leaves, all of it durable.
    MemoryFile after(Loss loss, MemoryDisk to) {
        var copy = new MemoryFile(to, name);
        copy.bytes = bytes.clone();
        lost.forEach(copy::restore);
        int length = durableLength;
        for (var sector : before.entrySet()) {
            int latest = sector.getValue().size();
            int found = loss.found(thing(sector.getKey()), latest + 1);
            if (found < latest) {
                copy.restore(sector.getKey(), sector.getValue().get(found));
            }
            length = found > 0 ? Math.max(length, (sector.getKey() + 1) * SECTOR) : length;
        }
        boolean isShort = length < bytes.length && loss.found(thing(Thing.LENGTH), 2) == 0;
        copy.bytes = Arrays.copyOf(copy.bytes, isShort ? length : bytes.length);
        copy.durableLength = copy.bytes.length;
        return copy;
    }

    private void restore(int sector, byte[] durable) {
        System.arraycopy(durable, 0, bytes, sector * SECTOR, SECTOR);
    }

    private Thing thing(int sector) {
        return new Thing(disk.name(), name, sector);
    }

    private Operation operation(Kind kind, long offset, int length) {
        return new Operation(disk.name(), kind, name, offset, length);
    }
}
