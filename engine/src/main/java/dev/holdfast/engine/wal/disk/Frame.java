package dev.holdfast.engine.wal.disk;

import dev.holdfast.engine.wal.Journal;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/// One record as it lies in a segment:
///
/// ```
/// u64 lsn | u64 durable lsn known when written | u32 type | u32 length
/// | u32 CRC32C of the salt, the 24 bytes before it and the payload | payload
/// ```
///
/// The type behind the greatest that callers may use is a *mark*: it carries the lsn of the record
/// before it, has no payload, and only says how much is durable.
@SuppressWarnings("ArrayRecordComponent")
record Frame(long lsn, long durable, int type, byte[] payload) {

    static final int HEAD = 2 * Long.BYTES + 3 * Integer.BYTES;

    private static final int MARK = Journal.TYPE_MAX + 1;
    private static final int CRC_AT = HEAD - Integer.BYTES;

    static Frame mark(long lsn) {
        return new Frame(lsn, lsn, MARK, new byte[0]);
    }

    boolean isMark() {
        return type == MARK;
    }

    int length() {
        return HEAD + payload.length;
    }

    /// Whether this is what comes when `expected` is the next lsn.
    boolean continues(long expected) {
        return lsn == (isMark() ? expected - 1 : expected);
    }

    ByteBuffer head(long salt) {
        var head = ByteBuffer.allocate(HEAD).putLong(lsn).putLong(durable);
        head.putInt(type).putInt(payload.length);
        return head.putInt(crc(salt, head, payload)).flip();
    }

    /// The payload length that a head claims; -1 when no frame can begin so.
    static int claimedLength(ByteBuffer head) {
        long lsn = head.getLong(0);
        long durable = head.getLong(Long.BYTES);
        int type = head.getInt(2 * Long.BYTES);
        int length = head.getInt(2 * Long.BYTES + Integer.BYTES);
        boolean possible = lsn >= 0 && durable >= 0 && durable <= lsn && type >= 0 && type <= MARK;
        return possible && length >= 0 && length <= Journal.PAYLOAD_MAX ? length : -1;
    }

    static boolean isSound(long salt, ByteBuffer head, byte[] payload) {
        return head.getInt(CRC_AT) == crc(salt, head, payload);
    }

    static Frame of(ByteBuffer head, byte[] payload) {
        return new Frame(
                head.getLong(0), head.getLong(Long.BYTES), head.getInt(2 * Long.BYTES), payload);
    }

    private static int crc(long salt, ByteBuffer head, byte[] payload) {
        var crc = new CRC32C();
        crc.update(ByteBuffer.allocate(Long.BYTES).putLong(salt).flip());
        crc.update(head.duplicate().clear().limit(CRC_AT));
        crc.update(payload);
        return (int) crc.getValue();
    }
}
