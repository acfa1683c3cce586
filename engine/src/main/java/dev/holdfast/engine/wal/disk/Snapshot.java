package dev.holdfast.engine.wal.disk;

import dev.holdfast.engine.disk.BlockFile;
import dev.holdfast.engine.disk.BufferPool;
import dev.holdfast.engine.disk.Disk;
import dev.holdfast.engine.wal.Journal;
import dev.holdfast.engine.wal.JournalException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/// A file that stands for all records of the journal up to an lsn. It begins with one block, then
/// come frames without any room between them, zeros up to a whole block, and one block more, which
/// is written when all before it is durable and was read back: without it the file does not count.
///
/// ```
/// head: u64 magic with the format version in its last byte | u64 number | u64 salt | zeros
///       | u32 CRC32C of the block before it
/// end:  u64 magic, the same version | u64 number | u64 salt | u64 lsn | u64 count of the frames
///       | u64 length of the file before this block | zeros | u32 CRC32C of the block before it
/// ```
///
/// The checksum of each frame covers the sum of the salt and the frame's own number, counted from
/// 0, so a frame in another place is none.
///
/// @param lsn the last record that it stands for
/// @param bytes the length of the file before its last block
record Snapshot(long number, long salt, long lsn, long count, long bytes) {

    private static final long HEAD = 0x4846_534e_4150_0001L; // "HFSNAP", version 1
    private static final long END = 0x4846_5345_4e44_0001L; // "HFSEND", version 1
    private static final int VERSION_BITS = 16;
    private static final int CRC_AT = Disk.BLOCK - Integer.BYTES;
    private static final String SUFFIX = ".snapshot";
    private static final int DIGITS = 16;

    static boolean isName(String name) {
        return name.length() == DIGITS + SUFFIX.length()
                && name.endsWith(SUFFIX)
                && name.chars().limit(DIGITS).allMatch(c -> Character.digit(c, DIGITS) >= 0);
    }

    static String name(long number) {
        return "%016x".formatted(number) + SUFFIX;
    }

    static long number(String name) {
        return Long.parseUnsignedLong(name, 0, DIGITS, DIGITS);
    }

    String name() {
        return name(number);
    }

    /// What a file says in its first and last block; empty when it does not count.
    ///
    /// @throws IOException when it is of another format
    static Optional<Snapshot> of(BlockFile file, String name) throws IOException {
        long size = file.size();
        var head = block(file, 0);
        if (head.isEmpty()) {
            return Optional.empty();
        }
        refuseOther(head.get(), name);
        var end = block(file, size - Disk.BLOCK);
        if (end.isEmpty() || end.get().getLong() != END) {
            return Optional.empty();
        }
        var block = end.get();
        var found =
                new Snapshot(
                        block.getLong(),
                        block.getLong(),
                        block.getLong(),
                        block.getLong(),
                        block.getLong());
        boolean isOne =
                found.number == head.get().getLong()
                        && found.salt == head.get().getLong()
                        && found.bytes == size - Disk.BLOCK
                        && found.name().equals(name);
        return isOne ? Optional.of(found) : Optional.empty();
    }

    private static void refuseOther(ByteBuffer head, String name) throws IOException {
        long magic = head.getLong();
        if (magic != HEAD) {
            long version = magic & ((1 << VERSION_BITS) - 1);
            throw new IOException(
                    name + " has format " + version + "; this program knows format 1");
        }
    }

    /// A block that is sound.
    private static Optional<ByteBuffer> block(BlockFile file, long at) throws IOException {
        var block = BufferPool.aligned(Disk.BLOCK);
        boolean isRead = at >= 0 && at % Disk.BLOCK == 0 && file.read(block, at) == Disk.BLOCK;
        return isRead && block.getInt(CRC_AT) == Segment.crc(block)
                ? Optional.of(block.flip())
                : Optional.empty();
    }

    static ByteBuffer head(long number, long salt) {
        var block = BufferPool.aligned(Disk.BLOCK).putLong(HEAD).putLong(number).putLong(salt);
        return Segment.sign(block);
    }

    ByteBuffer end() {
        var block = BufferPool.aligned(Disk.BLOCK).putLong(END).putLong(number).putLong(salt);
        return Segment.sign(block.putLong(lsn).putLong(count).putLong(bytes));
    }

    /// Shows every frame.
    ///
    /// @throws JournalException `DAMAGED` at the first that is not what was written
    <X extends Exception> void read(BlockFile file, Journal.Visitor<X> visitor)
            throws IOException, JournalException, X {
        var window = new FileWindow(file, name());
        long at = Disk.BLOCK;
        for (long n = 0; n < count; n++) {
            var frame = frame(window, at, n);
            at += frame.length();
            visitor.visit(frame.lsn(), frame.type(), frame.payload());
        }
        if (((at + Disk.BLOCK - 1) & -Disk.BLOCK) != bytes) {
            throw damaged(count);
        }
    }

    /// Shows the frames that are sound, as far as one leads to the next.
    ///
    /// @return how many are missing
    <X extends Exception> long readSound(BlockFile file, Journal.Visitor<X> visitor)
            throws IOException, X {
        var window = new FileWindow(file, name());
        long at = Disk.BLOCK;
        long shown = 0;
        for (long n = 0; n < count && at + Frame.HEAD <= bytes; n++) {
            int length = Frame.claimedLength(ByteBuffer.wrap(window.bytes(at, Frame.HEAD)));
            if (length < 0) {
                break;
            }
            Frame frame;
            try {
                frame = frame(window, at, n);
            } catch (JournalException e) {
                at += Frame.HEAD + length; // where the next one begins if the length is right
                continue;
            }
            visitor.visit(frame.lsn(), frame.type(), frame.payload());
            shown++;
            at += frame.length();
        }
        return count - shown;
    }

    private Frame frame(FileWindow window, long at, long n) throws IOException, JournalException {
        if (at + Frame.HEAD <= bytes) {
            var head = ByteBuffer.wrap(window.bytes(at, Frame.HEAD));
            int length = Frame.claimedLength(head);
            if (length >= 0 && at + Frame.HEAD + length <= bytes) {
                var payload = window.bytes(at + Frame.HEAD, length);
                var frame = Frame.of(head, payload);
                if (Frame.isSound(salt + n, head, payload) && !frame.isMark()) {
                    return frame;
                }
            }
        }
        throw damaged(n);
    }

    private JournalException damaged(long n) {
        return new JournalException(
                JournalException.Kind.DAMAGED,
                "record %d of %d in %s is damaged".formatted(n + 1, count, name()));
    }
}
