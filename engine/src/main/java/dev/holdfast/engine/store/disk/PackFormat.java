package dev.holdfast.engine.store.disk;

import dev.holdfast.engine.disk.Disk;
import dev.holdfast.engine.disk.NewerFormatException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.OptionalLong;
import java.util.zip.CRC32C;

/// The outside of a pack. A pack is named by its number and begins with one block:
///
/// ```
/// u64 magic with the format version in its last byte | u64 number | zeros
/// | u32 CRC32C of the block before it
/// ```
///
/// Records follow in batches; each batch begins with a block and is filled up with zeros to a whole
/// one. See [RecordHeader]. All numbers are big-endian.
final class PackFormat {

    /// The length at which a pack ends, in bytes.
    static final long PACK_BYTES = 256 << 20;

    /// Records begin at multiples of this, in bytes.
    static final int ALIGN = 32;

    private static final long MAGIC = 0x4846_5041_434b_0001L; // "HFPACK", version 1
    private static final int VERSION_BITS = 16;
    private static final int CRC_AT = Disk.BLOCK - Integer.BYTES;
    private static final String PACK = ".pack";
    private static final String INDEX = ".index";
    private static final int DIGITS = 16;

    private PackFormat() {}

    static String packName(long number) {
        return "%016x".formatted(number) + PACK;
    }

    static String indexName(long number) {
        return "%016x".formatted(number) + INDEX;
    }

    /// The number of the pack of this name; empty when the file is no pack.
    static OptionalLong number(String name) {
        if (name.length() != DIGITS + PACK.length() || !name.endsWith(PACK)) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Long.parseLong(name, 0, DIGITS, DIGITS));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    /// The numbers of the packs among these files, in order.
    static long[] numbers(Collection<String> names) {
        return names.stream()
                .map(PackFormat::number)
                .filter(OptionalLong::isPresent)
                .mapToLong(OptionalLong::getAsLong)
                .sorted()
                .toArray();
    }

    static ByteBuffer firstBlock(long number) {
        return sign(ByteBuffer.allocate(Disk.BLOCK).putLong(MAGIC).putLong(number));
    }

    static ByteBuffer sign(ByteBuffer block) {
        return block.putInt(CRC_AT, crc(block)).clear();
    }

    /// Whether the first block is sound.
    ///
    /// @throws IOException when it is that of another format
    static boolean isFirstBlock(ByteBuffer block, String name) throws IOException {
        long magic = block.getLong(0);
        boolean sound = block.getInt(CRC_AT) == crc(block);
        if (sound && magic >>> VERSION_BITS == MAGIC >>> VERSION_BITS && magic != MAGIC) {
            long version = magic & ((1 << VERSION_BITS) - 1);
            throw new NewerFormatException(
                    name + " has format " + version + "; this program knows format 1");
        }
        return sound;
    }

    static long blockAfter(long offset) {
        return (offset + Disk.BLOCK) & -Disk.BLOCK;
    }

    static long recordAfter(long offset) {
        return (offset + ALIGN - 1) & -ALIGN;
    }

    private static int crc(ByteBuffer block) {
        var crc = new CRC32C();
        crc.update(block.duplicate().clear().limit(CRC_AT));
        return (int) crc.getValue();
    }
}
