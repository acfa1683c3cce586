package dev.holdfast.engine.wal.disk;

import static dev.holdfast.engine.wal.JournalContract.payload;
import static dev.holdfast.engine.wal.JournalContract.replayed;
import static dev.holdfast.engine.wal.JournalContract.seen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.core.canonical.Mutants;
import dev.holdfast.engine.disk.MutantDisk;
import dev.holdfast.engine.disk.memory.MemoryDisk;
import dev.holdfast.engine.wal.Journal;
import dev.holdfast.engine.wal.JournalException;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Random;
import java.util.function.LongSupplier;

/// Whatever a segment or a snapshot says: the journal opens with records that were written, or says
/// that it is damaged.
class JournalMutantsTest {

    private static final LongSupplier CHANCE = new Random(1)::nextLong;
    private static final String SEGMENT = "0000000000000001.wal";
    private static final String SNAPSHOT = "0000000000000001.snapshot";
    private static final long SEGMENT_BYTES = 16 << 10;
    private static final int COUNT = 600;

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
                bytes -> {
                    try (var journal = open(MutantDisk.with(disk, SEGMENT, bytes))) {
                        areAsWritten(journal);
                    }
                    return bytes;
                },
                JournalException.class,
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
                bytes -> {
                    try (var journal = open(MutantDisk.with(disk, SNAPSHOT, bytes))) {
                        journal.recall(
                                (lsn, _, payload) ->
                                        assertThat(payload)
                                                .isEqualTo(payload(lsn, lsn == 1 ? 9_000 : 5)));
                        areAsWritten(journal);
                    }
                    return bytes;
                },
                JournalException.class,
                List.of(MutantDisk.bytes(disk, SNAPSHOT)),
                COUNT,
                12);
    }
}
