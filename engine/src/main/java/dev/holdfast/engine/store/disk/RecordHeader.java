package dev.holdfast.engine.store.disk;

import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.content.ChunkRef;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.namespace.Actor;
import dev.holdfast.engine.core.namespace.VolumeId;
import dev.holdfast.engine.core.repair.Stamp;
import dev.holdfast.engine.store.ChunkTag;
import dev.holdfast.engine.store.ChunkTag.Origin;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;

/// What stands before the sealed bytes of a chunk in a pack, in 160 bytes:
///
/// ```
/// u64 magic | 32 id | u32 length | u8 factor | u8 origin | u16 0 | u64 durable | 32 volume | 32 device
/// | u64 incarnation | u64 claim | 20 zeros | u32 CRC32C of all before it, the pack's number and the offset
/// ```
///
/// `durable` is the length of the pack that was known to be durable when the record was written:
/// what is unreadable below it is damage, above it a torn tail. The checksum covers the place, so a
/// record copied elsewhere is no record. A record of length 0 says that the chunk was removed; its
/// tag is zeros.
record RecordHeader(ChunkId id, int length, long durable) {

    static final int BYTES = 160;

    private static final long MAGIC = 0x4846_4348_554e_4b01L; // "HFCHUNK", version 1
    private static final int CRC_AT = BYTES - Integer.BYTES;

    boolean isRemoval() {
        return length == 0;
    }

    /// The bytes of this header for a record at `offset` of pack `number`; no tag for a removal.
    ByteBuffer encode(@Nullable ChunkTag tag, long number, long offset) {
        var bytes = ByteBuffer.allocate(BYTES).putLong(MAGIC);
        id.hash().write(bytes);
        bytes.putInt(length);
        bytes.put((byte) (tag == null ? 0 : tag.factor()));
        bytes.put(origin(tag));
        bytes.putShort((short) 0).putLong(durable);
        if (tag != null) {
            tag.stamp().volume().hash().write(bytes);
            tag.stamp().actor().device().hash().write(bytes);
            bytes.putLong(tag.stamp().actor().incarnation()).putLong(tag.stamp().claim());
        }
        return bytes.putInt(CRC_AT, crc(bytes, number, offset)).clear();
    }

    /// The header in the next 160 bytes, read at `offset` of pack `number`; empty when there is
    /// none.
    static Optional<RecordHeader> decode(ByteBuffer from, long number, long offset) {
        var bytes = from.slice(from.position(), BYTES);
        if (bytes.getLong() != MAGIC || bytes.getInt(CRC_AT) != crc(bytes, number, offset)) {
            return Optional.empty();
        }
        var id = new ChunkId(Hash.read(bytes));
        int length = bytes.getInt();
        bytes.getInt();
        boolean possible = length >= 0 && length <= ChunkRef.SEALED_MAX;
        return possible
                ? Optional.of(new RecordHeader(id, length, bytes.getLong()))
                : Optional.empty();
    }

    /// The tag of the chunk whose header is in the next 160 bytes; empty when there is no sound
    /// one.
    static Optional<ChunkTag> tag(ByteBuffer from, long number, long offset) {
        var bytes = from.slice(from.position(), BYTES);
        if (decode(from, number, offset).filter(header -> !header.isRemoval()).isEmpty()) {
            return Optional.empty();
        }
        bytes.position(Long.BYTES + Hash.BYTES + Integer.BYTES);
        int factor = bytes.get();
        var origin = bytes.get() == 1 ? Origin.HERE : Origin.PEER;
        bytes.getShort();
        bytes.getLong();
        var volume = new VolumeId(Hash.read(bytes));
        var device = new DeviceId(Hash.read(bytes));
        var actor = new Actor(device, bytes.getLong());
        return Optional.of(new ChunkTag(factor, new Stamp(volume, actor, bytes.getLong()), origin));
    }

    private static byte origin(@Nullable ChunkTag tag) {
        if (tag == null) {
            return 0;
        }
        return switch (tag.origin()) {
            case HERE -> 1;
            case PEER -> 2;
        };
    }

    private static int crc(ByteBuffer bytes, long number, long offset) {
        var crc = new CRC32C();
        crc.update(bytes.duplicate().clear().limit(CRC_AT));
        crc.update(ByteBuffer.allocate(2 * Long.BYTES).putLong(number).putLong(offset).flip());
        return (int) crc.getValue();
    }
}
