package dev.holdfast.engine.wal.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.disk.Disk;
import dev.holdfast.engine.disk.HeldDisk;
import dev.holdfast.engine.disk.memory.MemoryDisk;
import dev.holdfast.engine.wal.Journal;
import dev.holdfast.engine.wal.JournalContract;
import dev.holdfast.engine.wal.JournalException;
import dev.holdfast.engine.wal.JournalException.Kind;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

import java.util.Random;
import java.util.function.LongSupplier;

class DiskJournalTest extends JournalContract {

    private static final LongSupplier CHANCE = new Random(1)::nextLong;

    private static final String FIRST = "0000000000000001.wal";
    private static final String SECOND = "0000000000000002.wal";

    @Override
    protected Journal emptyJournal() throws Exception {
        return DiskJournal.open(new MemoryDisk(), CHANCE);
    }

    private static void assertRefused(Kind kind, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        JournalException.class, e -> assertThat(e.kind()).isEqualTo(kind));
    }

    /// Appends records `from..to`, each synced alone, so each begins a block.
    private static void synced(Journal journal, int from, int to) throws JournalException {
        for (int n = from; n <= to; n++) {
            journal.sync(journal.append(n % 9, payload(n, 100 + n)));
        }
    }

    private static void assertHas(Journal journal, int last) throws JournalException {
        assertThat(journal.lastLsn()).isEqualTo(last);
        var seen = replayed(journal, 1);
        assertThat(seen).hasSize(last);
        for (int n = 1; n <= last; n++) {
            assertThat(seen.get(n - 1)).isEqualTo(seen(n, n % 9, payload(n, 100 + n)));
        }
    }

    @Test
    void a_journal_closed_in_order_is_gone_on_with_in_the_same_segment() throws Exception {
        var disk = new MemoryDisk();
        for (int life = 0; life < 4; life++) {
            try (var journal = DiskJournal.open(disk, CHANCE)) {
                assertHas(journal, life * 5);
                synced(journal, life * 5 + 1, life * 5 + 5);
            }
            DiskJournal.open(disk, CHANCE).close();
        }
        assertThat(disk.names()).containsExactly(FIRST);
    }

    @Test
    void a_killed_journal_writes_what_nothing_vouches_for_anew() throws Exception {
        var disk = new MemoryDisk();
        synced(DiskJournal.open(disk, CHANCE), 1, 10);
        for (int life = 1; life < 5; life++) {
            disk = disk.afterKill();
            var journal = DiskJournal.open(disk, CHANCE);
            assertHas(journal, 10 * life);
            synced(journal, 10 * life + 1, 10 * life + 10);
        }
        assertThat(disk.names()).hasSize(5);
    }

    @Test
    void every_torn_tail_is_cut_and_the_journal_goes_on() throws Exception {
        var disk = new MemoryDisk();
        var journal = DiskJournal.open(disk, CHANCE);
        for (int n = 1; n <= 30; n++) {
            journal.append(n % 9, payload(n, 100 + n)); // one batch, over two blocks
        }
        journal.sync(30);
        int before = 0;
        for (long length = 0; length <= disk.length(FIRST); length += 64) {
            var torn = disk.afterKill();
            torn.truncate(FIRST, length);
            int last = cutAndGoOn(torn);
            assertThat(last).isGreaterThanOrEqualTo(before);
            before = last;
        }
        assertThat(before).isEqualTo(30);
    }

    private static int cutAndGoOn(MemoryDisk disk) throws JournalException {
        var journal = DiskJournal.open(disk, CHANCE);
        int last = (int) journal.lastLsn();
        synced(journal, last + 1, last + 3);
        assertHas(DiskJournal.open(disk.afterKill(), CHANCE), last + 3);
        return last;
    }

    @Test
    void a_flipped_bit_below_a_durable_mark_is_damage_and_never_skipped() throws Exception {
        var disk = new MemoryDisk();
        synced(DiskJournal.open(disk, CHANCE), 1, 4);
        for (int record = 1; record <= 3; record++) {
            var flipped = disk.afterKill();
            flipped.flip(FIRST, record * (long) Disk.BLOCK + Frame.HEAD + 50);
            assertRefused(Kind.DAMAGED, () -> DiskJournal.open(flipped, CHANCE));
        }
        var tail = disk.afterKill();
        tail.flip(FIRST, 4L * Disk.BLOCK + Frame.HEAD + 50);
        assertHas(DiskJournal.open(tail, CHANCE), 3);
    }

    @Test
    void after_closing_in_order_even_the_last_record_is_vouched_for() throws Exception {
        var disk = new MemoryDisk();
        try (var journal = DiskJournal.open(disk, CHANCE)) {
            synced(journal, 1, 4);
        }
        disk.flip(FIRST, 4L * Disk.BLOCK + Frame.HEAD + 50);
        assertRefused(Kind.DAMAGED, () -> DiskJournal.open(disk, CHANCE));
    }

    @Test
    void a_flipped_bit_anywhere_loses_at_most_what_nothing_vouches_for() throws Exception {
        var disk = new MemoryDisk();
        synced(DiskJournal.open(disk, CHANCE), 1, 4);
        for (long at = 0; at < disk.length(FIRST); at += 13) {
            var flipped = disk.afterKill();
            flipped.flip(FIRST, at);
            try {
                var journal = DiskJournal.open(flipped, CHANCE);
                assertThat(journal.lastLsn()).isBetween(3L, 4L);
                assertHas(journal, (int) journal.lastLsn());
            } catch (JournalException e) {
                assertThat(e.kind()).isEqualTo(Kind.DAMAGED);
            }
        }
    }

    @Test
    void damage_in_a_segment_before_the_last_is_reported_when_it_is_replayed() throws Exception {
        var disk = new MemoryDisk();
        var journal = DiskJournal.open(disk, CHANCE);
        for (int n = 1; n <= 5; n++) {
            journal.append(1, payload(n, Journal.PAYLOAD_MAX));
        }
        journal.close();
        assertThat(disk.names()).containsExactly(FIRST, SECOND);
        disk.flip(FIRST, 20 << 20);
        var found = DiskJournal.open(disk, CHANCE);
        assertThat(found.lastLsn()).isEqualTo(5);
        assertThat(replayed(found, 4)).hasSize(2);
        assertRefused(Kind.DAMAGED, () -> replayed(found, 1));
    }

    @Test
    void a_payload_that_looks_like_a_frame_is_none() throws Exception {
        var disk = new MemoryDisk();
        var journal = DiskJournal.open(disk, CHANCE);
        var forged = new Frame(900, 899, 1, payload(1, 50));
        var block = payload(2, 3 * Disk.BLOCK);
        var head = forged.head(0).array();
        System.arraycopy(head, 0, block, Disk.BLOCK - Frame.HEAD, head.length);
        System.arraycopy(forged.payload(), 0, block, Disk.BLOCK, forged.payload().length);
        journal.append(1, block);
        journal.sync(1);
        disk.truncate(FIRST, 3L * Disk.BLOCK); // the true frame is torn, the forged one whole
        assertThat(DiskJournal.open(disk, CHANCE).lastLsn()).isZero();
    }

    @Test
    void a_failed_fsync_stops_all_writing() throws Exception {
        var disk = new MemoryDisk();
        var journal = DiskJournal.open(disk, CHANCE);
        synced(journal, 1, 3);
        long lsn = journal.append(1, new byte[1]);
        disk.failForces();
        long before = disk.forces();
        assertRefused(Kind.FAILED, () -> journal.sync(lsn));
        assertRefused(Kind.FAILED, () -> journal.sync(lsn));
        assertRefused(Kind.FAILED, () -> journal.append(1, new byte[1]));
        assertRefused(Kind.FAILED, journal::close);
        assertThat(disk.forces()).isEqualTo(before + 1);
    }

    @Test
    void a_full_disk_stops_all_writing() throws Exception {
        var journal = DiskJournal.open(new MemoryDisk(10 * Disk.BLOCK), CHANCE);
        assertRefused(Kind.FAILED, () -> synced(journal, 1, 20));
        assertRefused(Kind.FAILED, () -> journal.append(1, new byte[1]));
        assertRefused(Kind.FAILED, () -> replayed(journal, 1));
    }

    @Test
    void a_segment_of_another_format_is_refused_by_its_name() throws Exception {
        var disk = new MemoryDisk();
        var block = new Segment(1, 1, 0, 9).encode().put(7, (byte) 3);
        try (var file = disk.create(FIRST)) {
            file.write(Segment.sign(block), 0).join();
        }
        assertThatThrownBy(() -> DiskJournal.open(disk, CHANCE))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining(FIRST + " has format 3; this program knows format 1");
    }

    @Test
    void many_waiters_share_one_fsync() throws Exception {
        var memory = new MemoryDisk();
        DiskJournal.open(memory, CHANCE).close();
        var disk = new HeldDisk(memory);
        disk.letPass(1); // opening forces once
        var journal = DiskJournal.open(disk, CHANCE);
        HeldDisk.run(
                disk,
                64,
                writer -> journal.sync(journal.append(1, payload(writer, 100))),
                () -> journal.lastLsn() == 64);
        assertThat(disk.forces()).isLessThanOrEqualTo(3);
        assertThat(replayed(journal, 1)).hasSize(64);
    }
}
