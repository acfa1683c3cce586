package dev.holdfast.engine.wal.disk;

import dev.holdfast.engine.disk.BlockFile;
import dev.holdfast.engine.disk.BlockWriter;
import dev.holdfast.engine.disk.BufferPool;
import dev.holdfast.engine.disk.Disk;
import dev.holdfast.engine.disk.NewerFormatException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;

/// One file of the journal. It is named by its number and begins with one block, forced before any
/// frame follows:
///
/// ```
/// u64 magic with the format version in its last byte | u64 number | u64 first lsn | u64 rewritten lsn
/// | u64 salt | zeros | u32 CRC32C of the block before it
/// ```
///
/// A segment ends where the next one's first lsn begins, whatever follows in the file. Frames up to
/// the rewritten lsn are also in the segment before: until all of them are here, this segment does
/// not count. The salt is random and goes into each frame's checksum, so that bytes from outside,
/// inside a payload, cannot pass for a frame.
record Segment(long number, long firstLsn, long rewrittenLsn, long salt) {

    /// The length at which a segment ends, in bytes.
    static final long BYTES = 64 << 20;

    private static final long MAGIC = 0x4846_4a52_4e4c_0001L; // "HFJRNL", version 1
    private static final int VERSION_BITS = 16;
    private static final int CRC_AT = Disk.BLOCK - Integer.BYTES;
    private static final String SUFFIX = ".wal";
    private static final int DIGITS = 16;

    static boolean isName(String name) {
        return name.length() == DIGITS + SUFFIX.length() && name.endsWith(SUFFIX);
    }

    String name() {
        return "%016x".formatted(number) + SUFFIX;
    }

    /// Makes the file durable and returns it open.
    BlockFile create(Disk disk) throws IOException {
        var file = disk.create(name());
        BlockWriter.await(file.write(BufferPool.aligned(Disk.BLOCK).put(encode()).flip(), 0));
        file.force();
        disk.sync();
        return file;
    }

    /// The segment in this file; empty when its first block is not sound.
    ///
    /// @throws IOException when it is that of another format
    static Optional<Segment> of(BlockFile file, String name) throws IOException {
        var block = BufferPool.aligned(Disk.BLOCK);
        if (file.read(block, 0) < Disk.BLOCK || block.getInt(CRC_AT) != crc(block)) {
            return Optional.empty();
        }
        block.flip();
        long magic = block.getLong();
        if (magic != MAGIC) {
            long version = magic & ((1 << VERSION_BITS) - 1);
            throw new NewerFormatException(
                    name + " has format " + version + "; this program knows format 1");
        }
        var segment =
                new Segment(block.getLong(), block.getLong(), block.getLong(), block.getLong());
        return Optional.of(segment).filter(found -> found.name().equals(name));
    }

    ByteBuffer encode() {
        var block =
                ByteBuffer.allocate(Disk.BLOCK).putLong(MAGIC).putLong(number).putLong(firstLsn);
        block.putLong(rewrittenLsn).putLong(salt);
        return sign(block);
    }

    static ByteBuffer sign(ByteBuffer block) {
        return block.putInt(CRC_AT, crc(block)).clear();
    }

    static int crc(ByteBuffer block) {
        var crc = new CRC32C();
        crc.update(block.duplicate().clear().limit(CRC_AT));
        return (int) crc.getValue();
    }
}
