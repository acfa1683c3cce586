package dev.holdfast.engine.store.disk;

import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.content.ChunkRef;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.disk.BlockFile;
import dev.holdfast.engine.disk.BlockWriter;
import dev.holdfast.engine.disk.BufferPool;
import dev.holdfast.engine.disk.Disk;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;

/// The list of a pack's records in a file beside it, so that opening a store reads one file a pack
/// and not all chunks. A pack gets it when it is full, when the store is closed, and when it was
/// found torn:
///
/// ```
/// u64 magic | u64 pack number | u64 pack length | u32 whole | u32 count
/// | u32 CRC32C of all but these four bytes | count × (32 id | u32 offset | u32 length)
/// ```
///
/// A pack that is whole (1) may be gone on with at its end; one with a torn or damaged part (0) may
/// not. The list holds nothing that the pack does not say, so one that is missing, torn, of another
/// version or for another length is made anew.
final class PackIndex {

    private static final Logger LOG = LoggerFactory.getLogger(PackIndex.class);

    private static final long MAGIC = 0x4846_494e_4458_0001L; // "HFINDX", version 1
    private static final int HEAD = 3 * Long.BYTES + 3 * Integer.BYTES;
    private static final int CRC_AT = HEAD - Integer.BYTES;
    private static final int ENTRY = Hash.BYTES + 2 * Integer.BYTES;
    private static final int BUFFER = 64 << 10;

    private PackIndex() {}

    /// What an index says: the records, and whether the pack may be gone on with.
    record Listed(PackEntries entries, boolean isWhole) {}

    /// Writes the list durably, instead of one that may be there.
    static void write(Disk disk, long number, long packLength, Listed listed) throws IOException {
        var bytes = encode(number, packLength, listed);
        var name = PackFormat.indexName(number);
        disk.delete(name);
        try (var file = disk.create(name)) {
            var out = new BlockWriter(file, 0, 1, BUFFER);
            out.put(bytes);
            out.cut();
            BlockWriter.await(out.sent());
            file.force();
        }
        disk.sync();
    }

    /// The list for a pack of this length; empty when it is not sound or cannot be read.
    static Optional<Listed> read(Disk disk, long number, long packLength) {
        try (var file = disk.open(PackFormat.indexName(number))) {
            return decode(contents(file), number, packLength);
        } catch (IOException e) {
            LOG.warn("{} cannot be read", PackFormat.indexName(number), e);
            return Optional.empty();
        }
    }

    private static ByteBuffer encode(long number, long packLength, Listed listed) {
        var entries = listed.entries();
        var bytes = ByteBuffer.allocate(HEAD + entries.count() * ENTRY);
        bytes.putLong(MAGIC).putLong(number).putLong(packLength);
        bytes.putInt(listed.isWhole() ? 1 : 0).putInt(entries.count()).putInt(0);
        for (int entry = 0; entry < entries.count(); entry++) {
            entries.id(entry).hash().write(bytes);
            bytes.putInt((int) entries.offset(entry)).putInt(entries.length(entry));
        }
        return bytes.putInt(CRC_AT, crc(bytes.flip())).position(0);
    }

    private static Optional<Listed> decode(ByteBuffer bytes, long number, long packLength) {
        if (bytes.remaining() < HEAD
                || bytes.getLong() != MAGIC
                || bytes.getLong() != number
                || bytes.getLong() != packLength) {
            return Optional.empty();
        }
        boolean whole = bytes.getInt() == 1;
        int count = bytes.getInt();
        int crc = bytes.getInt();
        if (count < 0 || count > bytes.remaining() / ENTRY) {
            return Optional.empty();
        }
        if (crc != crc(bytes.duplicate().position(0).limit(HEAD + count * ENTRY))) {
            return Optional.empty();
        }
        return entries(bytes, count, packLength).map(entries -> new Listed(entries, whole));
    }

    private static Optional<PackEntries> entries(ByteBuffer bytes, int count, long packLength) {
        var entries = new PackEntries();
        for (int entry = 0; entry < count; entry++) {
            var id = new ChunkId(Hash.read(bytes));
            int offset = bytes.getInt();
            int length = bytes.getInt();
            boolean inside = offset >= 0 && length >= 0 && length <= ChunkRef.SEALED_MAX;
            if (!inside || (long) offset + RecordHeader.BYTES + length > packLength) {
                return Optional.empty();
            }
            entries.add(id, offset, length);
        }
        return Optional.of(entries);
    }

    private static ByteBuffer contents(BlockFile file) throws IOException {
        long length = file.size();
        if (length > HEAD + (long) PackEntries.COUNT_MAX * ENTRY + Disk.BLOCK) {
            return ByteBuffer.allocate(0);
        }
        var bytes = ByteBuffer.allocate((int) length);
        var piece = BufferPool.aligned(BUFFER);
        while (file.read(piece.clear(), bytes.position()) > 0) {
            bytes.put(piece.flip());
        }
        return bytes.flip();
    }

    private static int crc(ByteBuffer bytes) {
        var crc = new CRC32C();
        crc.update(bytes.slice(0, CRC_AT));
        crc.update(bytes.slice(HEAD, bytes.limit() - HEAD));
        return (int) crc.getValue();
    }
}
