package dev.holdfast.engine.disk.memory;

import dev.holdfast.engine.disk.BlockFile;
import dev.holdfast.engine.disk.Disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;

/// A file as the process sees it, and beside it, per block, the bytes that lay there before the
/// writes that were not forced. A write must never touch a forced block: the formats on this disk
/// promise it.
final class MemoryFile implements BlockFile {

    private static final int SECTOR = 512;

    private final MemoryDisk disk;
    private final NavigableMap<Integer, byte[]> before = new TreeMap<>();
    private byte[] bytes = new byte[0];
    private int forcedLength;

    MemoryFile(MemoryDisk disk) {
        this.disk = disk;
    }

    @Override
    public CompletableFuture<Void> write(ByteBuffer blocks, long offset) {
        try {
            writeNow(blocks.duplicate(), Math.toIntExact(offset));
            return CompletableFuture.completedFuture(null);
        } catch (IOException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private void writeNow(ByteBuffer blocks, int offset) throws IOException {
        if (offset % Disk.BLOCK != 0 || blocks.remaining() % Disk.BLOCK != 0) {
            throw new IOException("a write at " + offset + " is not of whole blocks");
        }
        int end = offset + blocks.remaining();
        disk.growing(Math.max(0, end - size()));
        synchronized (this) {
            if (offset < forcedLength) {
                throw new IOException("a write at " + offset + " rewrites a forced block");
            }
            bytes = end > bytes.length ? Arrays.copyOf(bytes, end) : bytes;
            for (int at = offset; at < end; at += Disk.BLOCK) {
                before.putIfAbsent(at, Arrays.copyOfRange(bytes, at, at + Disk.BLOCK));
            }
            blocks.get(bytes, offset, blocks.remaining());
        }
    }

    @Override
    public synchronized int read(ByteBuffer into, long offset) {
        int count = Math.clamp(bytes.length - offset, 0, into.remaining());
        into.put(bytes, (int) Math.min(offset, bytes.length), count);
        return count;
    }

    @Override
    public void force() throws IOException {
        disk.forced();
        synchronized (this) {
            before.clear();
            forcedLength = bytes.length / Disk.BLOCK * Disk.BLOCK;
        }
    }

    @Override
    public synchronized long size() {
        return bytes.length;
    }

    @Override
    public void close() {}

    synchronized void flip(int at) {
        bytes[at] ^= 1;
    }

    synchronized void truncate(int length) {
        bytes = Arrays.copyOf(bytes, length);
        forcedLength = Math.min(forcedLength, length / Disk.BLOCK * Disk.BLOCK);
    }

    synchronized MemoryFile afterKill(MemoryDisk survivor) {
        var copy = new MemoryFile(survivor);
        copy.bytes = bytes.clone();
        copy.forcedLength = forcedLength;
        return copy;
    }

    synchronized MemoryFile afterPowerCut(MemoryDisk survivor, RandomGenerator chance) {
        var copy = new MemoryFile(survivor);
        copy.bytes = bytes.clone();
        int length = forcedLength;
        for (var block : before.entrySet()) {
            int at = block.getKey();
            int kept =
                    chance.nextInt(4) == 0
                            ? chance.nextInt(Disk.BLOCK / SECTOR)
                            : 8 * chance.nextInt(2);
            System.arraycopy(
                    block.getValue(),
                    kept * SECTOR,
                    copy.bytes,
                    at + kept * SECTOR,
                    Disk.BLOCK - kept * SECTOR);
            length = kept > 0 ? Math.max(length, at + Disk.BLOCK) : length;
        }
        copy.bytes = Arrays.copyOf(copy.bytes, length);
        copy.forcedLength = forcedLength;
        return copy;
    }
}
