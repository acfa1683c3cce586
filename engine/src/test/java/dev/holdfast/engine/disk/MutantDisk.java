package dev.holdfast.engine.disk;

import dev.holdfast.engine.disk.memory.MemoryDisk;

import java.io.IOException;
import java.nio.ByteBuffer;

/// Disks of memory on which one file says something else than was written.
public final class MutantDisk {

    private MutantDisk() {}

    /// All bytes of a file.
    public static byte[] bytes(MemoryDisk disk, String file) throws IOException {
        var into = ByteBuffer.allocate(Math.toIntExact(disk.length(file)));
        disk.open(file).read(into, 0);
        return into.array();
    }

    /// A copy of a disk on which these are the bytes of the file.
    public static MemoryDisk with(MemoryDisk disk, String name, byte[] bytes) throws IOException {
        var copy = disk.afterKill();
        copy.delete(name);
        var file = copy.create(name);
        int blocks = Math.ceilDiv(bytes.length, Disk.BLOCK);
        if (blocks > 0) {
            var buffer = BufferPool.aligned(blocks * Disk.BLOCK);
            buffer.put(bytes).clear();
            BlockWriter.await(file.write(buffer, 0));
        }
        file.force();
        copy.sync();
        copy.truncate(name, bytes.length);
        return copy;
    }
}
