package dev.holdfast.engine.wal.disk;

import static dev.holdfast.engine.wal.JournalContract.payload;
import static dev.holdfast.engine.wal.JournalContract.replayed;
import static dev.holdfast.engine.wal.JournalContract.seen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.core.canonical.Mutants;
import dev.holdfast.engine.disk.Disk;
import dev.holdfast.engine.disk.MutantDisk;
import dev.holdfast.engine.disk.memory.MemoryDisk;
import dev.holdfast.engine.wal.Journal;
import dev.holdfast.engine.wal.JournalException;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.function.LongSupplier;
import java.util.zip.CRC32C;

/// Whatever a segment or a snapshot says: the journal opens with records that were written, or says
/// that it is damaged. What somebody wrote with right checksums is a record like any other, of no
/// more than its greatest length.
class JournalMutantsTest {

    private static final LongSupplier CHANCE = new Random(1)::nextLong;
    private static final String SEGMENT = "0000000000000001.wal";
    private static final String SNAPSHOT = "0000000000000001.snapshot";
    private static final long SEGMENT_BYTES = 16 << 10;
    private static final int COUNT = 600;

    private static final int CRC_AT = Disk.BLOCK - Integer.BYTES;
    private static final int SALT_AT = 4 * Long.BYTES;
    private static final int LENGTH_AT = 2 * Long.BYTES + Integer.BYTES;

    private static Journal open(MemoryDisk disk) throws JournalException {
        return DiskJournal.open(disk, CHANCE, SEGMENT_BYTES);
    }

    private static void append(Journal journal, int last) throws JournalException {
        for (int n = 1; n <= last; n++) {
            journal.sync(journal.append(1, payload(n, 300)));
        }
    }

    private static void areAsWritten(Journal journal) throws JournalException {
        for (var record : replayed(journal, journal.extent().firstLsn())) {
            assertThat(record).isEqualTo(seen(record.lsn(), 1, payload(record.lsn(), 300)));
        }
    }

    @Test
    void a_segment_is_read_or_refused() throws Exception {
        var disk = new MemoryDisk();
        try (var journal = open(disk)) {
            append(journal, 3);
        }
        Mutants.tell(
                new Mutants.Subject(
                        "segment",
                        bytes -> {
                            try (var journal = open(MutantDisk.with(disk, SEGMENT, bytes))) {
                                areAsWritten(journal);
                            }
                            return bytes;
                        },
                        JournalException.class),
                List.of(MutantDisk.bytes(disk, SEGMENT)),
                COUNT,
                11);
    }

    @Test
    void a_snapshot_is_read_or_refused() throws Exception {
        var disk = new MemoryDisk();
        try (var journal = open(disk)) {
            append(journal, 20);
            journal.snapshot(
                    to -> {
                        to.visit(1, 2, payload(1, 9_000));
                        to.visit(19, 3, payload(19, 5));
                        return 19;
                    });
            journal.forget(19);
        }
        Mutants.tell(
                new Mutants.Subject(
                        "snapshot",
                        bytes -> {
                            try (var journal = open(MutantDisk.with(disk, SNAPSHOT, bytes))) {
                                journal.recall(
                                        (lsn, _, payload) ->
                                                assertThat(payload)
                                                        .isEqualTo(
                                                                payload(
                                                                        lsn,
                                                                        lsn == 1 ? 9_000 : 5)));
                                areAsWritten(journal);
                            }
                            return bytes;
                        },
                        JournalException.class),
                List.of(MutantDisk.bytes(disk, SNAPSHOT)),
                COUNT,
                12);
    }

    /// Whoever can write the file can compute its checksums too.
    @Test
    void a_segment_whose_checksums_are_right_is_read_or_refused() throws Exception {
        var disk = new MemoryDisk();
        try (var journal = open(disk)) {
            append(journal, 3);
        }
        Mutants.tell(
                new Mutants.Subject(
                        "segment-resealed",
                        bytes -> {
                            try (var journal =
                                    open(MutantDisk.with(disk, SEGMENT, resealed(bytes)))) {
                                replayed(journal, journal.extent().firstLsn());
                            }
                            return bytes;
                        },
                        JournalException.class),
                List.of(MutantDisk.bytes(disk, SEGMENT)),
                COUNT,
                13);
    }

    /// The segment with checksums that fit what its first block and its frames say now.
    private static byte[] resealed(byte[] mutant) {
        var bytes = mutant.clone();
        var all = ByteBuffer.wrap(bytes);
        if (bytes.length < Disk.BLOCK) {
            return bytes;
        }
        all.putInt(CRC_AT, crc(bytes, 0, CRC_AT));
        for (int at = Disk.BLOCK; at + Frame.HEAD <= bytes.length; at += Disk.BLOCK) {
            int length = all.getInt(at + LENGTH_AT);
            if (length > 0 && length <= bytes.length - at - Frame.HEAD) {
                all.putInt(at + LENGTH_AT + Integer.BYTES, crc(bytes, at, length));
            }
        }
        return bytes;
    }

    /// Of the first block, or of the salt with the frame that begins there.
    private static int crc(byte[] bytes, int at, int length) {
        var crc = new CRC32C();
        if (at == 0) {
            crc.update(bytes, 0, length);
        } else {
            crc.update(bytes, SALT_AT, Long.BYTES);
            crc.update(bytes, at, Frame.HEAD - Integer.BYTES);
            crc.update(bytes, at + Frame.HEAD, length);
        }
        return (int) crc.getValue();
    }

    @Test
    void a_frame_longer_than_a_record_may_be_is_none_however_right_its_checksum_is()
            throws Exception {
        assertThat(shownOf(Journal.PAYLOAD_MAX)).isEqualTo(2);
        assertThat(shownOf(Journal.PAYLOAD_MAX + 1)).as("the first alone").isEqualTo(1);
    }

    /// How many records are shown of a segment with one of this length behind another.
    private static int shownOf(int length) throws Exception {
        var disk = new MemoryDisk();
        try (var journal = open(disk)) {
            append(journal, 1);
        }
        var written = MutantDisk.bytes(disk, SEGMENT);
        int blocks = Math.ceilDiv(Frame.HEAD + length, Disk.BLOCK);
        var longer = ByteBuffer.allocate(written.length + blocks * Disk.BLOCK).put(written);
        longer.putLong(2).putLong(1).putInt(1).putInt(length);
        try (var journal = open(MutantDisk.with(disk, SEGMENT, resealed(longer.array())))) {
            return replayed(journal, 1).size();
        }
    }
}
