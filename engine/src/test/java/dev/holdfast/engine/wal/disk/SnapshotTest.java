package dev.holdfast.engine.wal.disk;

import static dev.holdfast.engine.wal.JournalContract.payload;
import static dev.holdfast.engine.wal.JournalContract.replayed;
import static dev.holdfast.engine.wal.JournalContract.seen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.disk.Disk;
import dev.holdfast.engine.disk.memory.Loss;
import dev.holdfast.engine.disk.memory.MemoryDisk;
import dev.holdfast.engine.disk.memory.Power;
import dev.holdfast.engine.wal.Journal;
import dev.holdfast.engine.wal.JournalContract.Seen;
import dev.holdfast.engine.wal.JournalException;
import dev.holdfast.engine.wal.JournalException.Kind;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.LongSupplier;

/// Snapshots beside segments on a disk, and what a crash leaves of them.
class SnapshotTest {

    private static final LongSupplier CHANCE = new Random(1)::nextLong;
    private static final long SEGMENT_BYTES = 16 << 10;
    private static final String FIRST = "0000000000000001.snapshot";

    private static DiskJournal open(MemoryDisk disk) throws JournalException {
        return DiskJournal.open(disk, CHANCE, SEGMENT_BYTES);
    }

    private static void append(Journal journal, int from, int to) throws JournalException {
        for (int n = from; n <= to; n++) {
            journal.sync(journal.append(1, payload(n, 500)));
        }
    }

    /// Writes a snapshot that consists of one long and one short record.
    private static void snapshot(Journal journal, long lsn) throws JournalException {
        journal.snapshot(
                to -> {
                    to.visit(1, 2, payload(lsn, 9_000));
                    to.visit(lsn, 3, payload(lsn, 5));
                    return lsn;
                });
    }

    private static List<String> names(MemoryDisk disk, String suffix) {
        return disk.names().stream().filter(name -> name.endsWith(suffix)).toList();
    }

    /// Whatever there is tells of every record up to the last.
    private static void assertTellsAll(Journal journal, int last) throws JournalException {
        assertThat(journal.lastLsn()).isEqualTo(last);
        var extent = journal.extent();
        assertThat(extent.isWhole()).isTrue();
        if (extent.firstLsn() > 1) {
            var told = new ArrayList<Seen>();
            journal.recall((lsn, type, payload) -> told.add(seen(lsn, type, payload)));
            long lsn = extent.snapshotLsn();
            assertThat(told)
                    .containsExactly(
                            seen(1, 2, payload(lsn, 9_000)), seen(lsn, 3, payload(lsn, 5)));
        }
        var left = replayed(journal, extent.firstLsn());
        assertThat(left).hasSize((int) (last - extent.firstLsn() + 1));
        for (int at = 0; at < left.size(); at++) {
            long lsn = extent.firstLsn() + at;
            assertThat(left.get(at)).isEqualTo(seen(lsn, 1, payload(lsn, 500)));
        }
    }

    @Test
    void segments_that_a_snapshot_is_past_are_deleted_and_it_is_found_again() throws Exception {
        var disk = new MemoryDisk();
        var journal = open(disk);
        append(journal, 1, 20);
        assertThat(names(disk, ".wal")).hasSizeGreaterThan(4);
        assertThat(journal.extent().aheadBytes()).isGreaterThan(4 * SEGMENT_BYTES / 2);
        snapshot(journal, 19);
        assertThat(journal.extent().aheadBytes()).isZero();
        assertThat(journal.extent().pastBytes()).isPositive();
        journal.forget(19);
        assertThat(journal.extent().firstLsn()).isBetween(15L, 20L);
        assertThat(journal.extent().pastBytes()).isZero();
        assertThat(names(disk, ".wal")).hasSizeLessThanOrEqualTo(2);
        assertTellsAll(journal, 20);
        journal.close();
        for (int life = 0; life < 3; life++) {
            var again = open(disk);
            assertTellsAll(again, 20);
            again.close();
        }
    }

    @Test
    void no_segment_goes_that_the_catalog_is_not_past() throws Exception {
        var disk = new MemoryDisk();
        var journal = open(disk);
        append(journal, 1, 20);
        snapshot(journal, 19);
        journal.forget(9);
        assertThat(journal.extent().firstLsn()).isLessThanOrEqualTo(10);
        assertTellsAll(journal, 20);
        assertThatThrownBy(() -> replayed(journal, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_snapshot_of_another_process_deletes_nothing_more() throws Exception {
        var disk = new MemoryDisk();
        var journal = open(disk);
        append(journal, 1, 20);
        snapshot(journal, 19);
        journal.forget(9);
        var again = open(disk.afterKill());
        assertThat(again.extent().pastBytes()).isZero();
        again.forget(19);
        assertThat(again.extent().firstLsn()).isEqualTo(journal.extent().firstLsn());
        assertTellsAll(again, 20);
    }

    @Test
    void a_snapshot_that_nothing_rests_on_yet_is_not_believed_by_the_next_start() throws Exception {
        var disk = new MemoryDisk();
        var journal = open(disk);
        append(journal, 1, 20);
        snapshot(journal, 19);
        var again = disk.afterKill();
        assertTellsAll(open(again), 20);
        assertThat(names(again, ".snapshot")).isEmpty();
        journal.forget(19);
        append(journal, 21, 40);
        snapshot(journal, 39);
        var later = disk.afterKill();
        var found = open(later);
        assertTellsAll(found, 40);
        assertThat(found.extent().snapshotLsn()).isEqualTo(19);
        assertThat(names(later, ".snapshot")).containsExactly(FIRST);
    }

    @Test
    void power_is_cut_at_every_operation() throws Exception {
        var disk = new MemoryDisk();
        var journal = open(disk);
        append(journal, 1, 12);
        snapshot(journal, 11);
        journal.forget(11);
        append(journal, 13, 24);
        long before = disk.operations();
        var watched = new Power();
        var same = disk.afterKill(watched);
        var lived = open(same);
        var cuts = new ArrayList<MemoryDisk>();
        var chance = new Random(3);
        watched.watch(
                _ -> {
                    cuts.add(same.afterKill());
                    cuts.add(same.after(Loss.EVERYTHING, new Power()));
                    for (int n = 0; n < 6; n++) {
                        cuts.add(same.afterPowerCut(chance));
                    }
                });
        snapshot(lived, 23);
        lived.forget(23);
        watched.watch(_ -> {});
        assertThat(before).isPositive();
        assertThat(cuts).hasSizeGreaterThan(8 * 8);
        for (var cut : cuts) {
            assertTellsAll(open(cut), 24);
            var again = cut.afterPowerCut(chance);
            assertTellsAll(open(again), 24);
            assertThat(names(again, ".snapshot")).hasSize(1);
        }
    }

    @Test
    void a_disk_that_loses_what_it_takes_gets_no_segment_deleted() throws Exception {
        var power = new Power();
        var disk = new MemoryDisk("journal", power, Long.MAX_VALUE);
        var journal = open(disk);
        append(journal, 1, 20);
        power.refuse(op -> op.kind() == Power.Kind.FORCE && op.file().endsWith(".snapshot"));
        assertThatThrownBy(() -> snapshot(journal, 19))
                .isInstanceOfSatisfying(
                        JournalException.class, e -> assertThat(e.kind()).isEqualTo(Kind.FAILED));
        journal.forget(19);
        assertThat(names(disk, ".snapshot")).isEmpty();
        append(journal, 21, 22);
        assertTellsAll(journal, 22);
        power.heal();
        snapshot(journal, 21);
        journal.forget(21);
        assertTellsAll(journal, 22);
    }

    @Test
    void what_the_disk_garbles_is_read_back_and_does_not_count() throws Exception {
        var power = new Power();
        var disk = new MemoryDisk("journal", power, Long.MAX_VALUE);
        var journal = open(disk);
        append(journal, 1, 20);
        power.watch(
                op -> {
                    if (op.kind() == Power.Kind.FORCE && op.file().endsWith(".snapshot")) {
                        garble(disk, op.file());
                    }
                });
        assertThatThrownBy(() -> snapshot(journal, 19))
                .isInstanceOfSatisfying(
                        JournalException.class, e -> assertThat(e.kind()).isEqualTo(Kind.DAMAGED));
        journal.forget(19);
        assertThat(names(disk, ".snapshot")).isEmpty();
        assertTellsAll(journal, 20);
    }

    private static void garble(MemoryDisk disk, String file) {
        try {
            disk.flip(file, Disk.BLOCK + 5_000L);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void a_full_disk_takes_no_snapshot_and_the_journal_goes_on() throws Exception {
        var disk = new MemoryDisk();
        var journal = open(disk);
        append(journal, 1, 5);
        long used = disk.total() - disk.usable();
        disk.resize(used + 3 * Disk.BLOCK);
        assertThatThrownBy(() -> snapshot(journal, 4)).isInstanceOf(JournalException.class);
        assertThat(names(disk, ".snapshot")).isEmpty();
        append(journal, 6, 7);
        assertTellsAll(journal, 7);
    }

    @Test
    void a_flipped_bit_in_a_snapshot_is_damage_when_it_is_needed() throws Exception {
        var disk = new MemoryDisk();
        var journal = open(disk);
        append(journal, 1, 20);
        snapshot(journal, 19);
        journal.forget(19);
        journal.close();
        for (long at = 0; at < disk.length(FIRST); at += 97) {
            var flipped = disk.afterKill();
            flipped.flip(FIRST, at);
            var found = open(flipped);
            if (found.extent().isWhole()) {
                try {
                    assertTellsAll(found, 20); // it lies in what nobody reads
                } catch (JournalException e) {
                    assertThat(e.kind()).isEqualTo(Kind.DAMAGED);
                }
            }
            assertThat(names(flipped, ".snapshot")).containsExactly(FIRST);
        }
    }

    @Test
    void a_journal_without_its_snapshot_goes_on_and_asks_for_another() throws Exception {
        var disk = new MemoryDisk();
        var journal = open(disk);
        append(journal, 1, 20);
        snapshot(journal, 19);
        journal.forget(19);
        journal.close();
        disk.delete(FIRST);
        var found = open(disk);
        assertThat(found.extent().isWhole()).isFalse();
        append(found, 21, 22);
        snapshot(found, 22);
        assertTellsAll(found, 22);
    }

    @Test
    void a_snapshot_without_segments_is_damage() throws Exception {
        var disk = new MemoryDisk();
        var journal = open(disk);
        append(journal, 1, 20);
        snapshot(journal, 19);
        journal.forget(19);
        for (var name : names(disk, ".wal")) {
            disk.delete(name);
        }
        assertThatThrownBy(() -> open(disk))
                .isInstanceOfSatisfying(
                        JournalException.class, e -> assertThat(e.kind()).isEqualTo(Kind.DAMAGED));
    }

    @Test
    void a_snapshot_of_another_format_is_refused_by_its_name() throws Exception {
        var disk = new MemoryDisk();
        var journal = open(disk);
        append(journal, 1, 20);
        snapshot(journal, 19);
        journal.forget(19);
        journal.close();
        disk.delete(FIRST);
        try (var file = disk.create(FIRST)) {
            var head = Snapshot.head(1, 5).put(7, (byte) 3);
            file.write(Segment.sign(head), 0).join();
            file.write(Segment.sign(Snapshot.head(1, 5)), Disk.BLOCK).join();
        }
        assertThatThrownBy(() -> open(disk))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining(FIRST + " has format 3; this program knows format 1");
    }
}
