package dev.holdfast.engine.wal.disk;

import static dev.holdfast.engine.wal.JournalContract.payload;
import static dev.holdfast.engine.wal.JournalContract.seen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.disk.Disk;
import dev.holdfast.engine.disk.memory.MemoryDisk;
import dev.holdfast.engine.disk.memory.Power;
import dev.holdfast.engine.wal.JournalContract.Seen;
import dev.holdfast.engine.wal.JournalException;
import dev.holdfast.engine.wal.disk.Salvage.Gap;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.LongSupplier;

/// What is read of journals that are damaged.
class SalvageTest {

    private static final LongSupplier CHANCE = new Random(1)::nextLong;
    private static final String FIRST = "0000000000000001.wal";
    private static final String SNAPSHOT = "0000000000000001.snapshot";

    private final List<Seen> seen = new ArrayList<>();

    private static DiskJournal open(MemoryDisk disk) throws JournalException {
        return DiskJournal.open(disk, CHANCE, 32 << 10);
    }

    private static void append(DiskJournal journal, int from, int to) throws JournalException {
        for (int n = from; n <= to; n++) {
            journal.sync(journal.append(1, payload(n, 500)));
        }
    }

    private List<Gap> read(MemoryDisk disk, long after) throws IOException {
        seen.clear();
        return new Salvage(disk)
                .read(after, (lsn, type, payload) -> seen.add(seen(lsn, type, payload)));
    }

    private void assertSeen(int from, int to, Integer... without) {
        var expected = new ArrayList<Seen>();
        for (int n = from; n <= to; n++) {
            if (!List.of(without).contains(n)) {
                expected.add(seen(n, 1, payload(n, 500)));
            }
        }
        assertThat(seen).isEqualTo(expected);
    }

    @Test
    void a_sound_journal_is_read_whole() throws Exception {
        var disk = new MemoryDisk();
        append(open(disk), 1, 30);
        assertThat(read(disk, 0)).isEmpty();
        assertSeen(1, 30);
        assertThat(read(disk, 20)).isEmpty();
        assertSeen(21, 30);
    }

    @Test
    void what_lies_behind_damage_is_found_and_the_gap_is_told() throws Exception {
        var disk = new MemoryDisk();
        append(open(disk), 1, 30);
        disk.flip(FIRST, 3 * Disk.BLOCK + 100L);
        assertThat(read(disk, 0)).containsExactly(new Gap(3, 3));
        assertSeen(1, 30, 3);
    }

    @Test
    void a_bad_sector_costs_the_records_in_it() throws Exception {
        var power = new Power();
        var disk = new MemoryDisk("journal", power, Long.MAX_VALUE);
        append(open(disk), 1, 5);
        long bad = 3L * Disk.BLOCK;
        power.refuse(
                op ->
                        op.kind() == Power.Kind.READ
                                && op.offset() <= bad
                                && bad < op.offset() + op.length());
        assertThat(read(disk, 0)).containsExactly(new Gap(3, 3));
        assertSeen(1, 5, 3);
    }

    @Test
    void what_was_cut_off_and_written_anew_is_read_once() throws Exception {
        var disk = new MemoryDisk();
        append(open(disk), 1, 5);
        for (int life = 1; life < 6; life++) {
            disk = disk.afterPowerCut(new Random(life));
            var journal = open(disk);
            int last = (int) journal.lastLsn();
            append(journal, last + 1, last + 3);
            assertThat(read(disk, 0)).isEmpty();
            assertSeen(1, last + 3);
        }
    }

    @Test
    void a_snapshot_that_is_damaged_gives_what_is_sound_of_it() throws Exception {
        var disk = new MemoryDisk();
        var journal = open(disk);
        append(journal, 1, 30);
        journal.snapshot(
                to -> {
                    for (int n = 1; n <= 20; n++) {
                        to.visit(n, 2, payload(n, 500));
                    }
                    return 20;
                });
        journal.forget(20);
        journal.close();
        disk.flip(SNAPSHOT, Disk.BLOCK + 3 * (Frame.HEAD + 500L) + 100);
        seen.clear();
        var recalled =
                new Salvage(disk)
                        .recall((lsn, type, payload) -> seen.add(seen(lsn, type, payload)));
        assertThat(recalled).isEqualTo(new Salvage.Recalled(20, 1));
        assertThat(seen).extracting(Seen::lsn).hasSize(19).doesNotContain(4L);
    }
}
