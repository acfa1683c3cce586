package dev.holdfast.engine.store.disk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.disk.Disk;
import dev.holdfast.engine.disk.memory.MemoryDisk;
import dev.holdfast.engine.store.StoreException;
import dev.holdfast.engine.store.StoreException.Kind;
import dev.holdfast.engine.store.TestChunk;
import dev.holdfast.engine.wal.JournalException;
import dev.holdfast.engine.wal.disk.DiskJournal;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/// A start after a crash writes anew what nothing vouches for. Where there is no room for that, it
/// says so, and forgets nothing.
class FullStartTest {

    private static final long MIB = 1 << 20;

    @Test
    void a_store_that_finds_no_room_for_its_last_batch_opens_when_there_is_some() throws Exception {
        var disk = new MemoryDisk(1000 * MIB);
        var chunks = acknowledged(disk);
        long used = 1000 * MIB - disk.usable();
        int refused = 0;
        for (long free = 0; free <= 64L * Disk.BLOCK; free += Disk.BLOCK) {
            var left = disk.afterKill();
            left.resize(used + free);
            refused += isRefused(left) ? 1 : 0;
            left.resize(1000 * MIB);
            assertAllThere(left, chunks);
        }
        assertThat(refused).as("too little room was met").isPositive();
    }

    /// One start after the other finds a little less room.
    @Test
    void it_forgets_nothing_however_often_it_is_refused() throws Exception {
        var disk = new MemoryDisk(1000 * MIB);
        var chunks = acknowledged(disk);
        for (int time = 0; time < 5; time++) {
            disk = disk.afterKill();
            disk.resize(1000 * MIB);
            disk.resize(1000 * MIB - disk.usable() + (5L - time) * Disk.BLOCK);
            assertThat(isRefused(disk)).isTrue();
        }
        disk = disk.afterKill();
        disk.resize(1000 * MIB);
        assertAllThere(disk, chunks);
    }

    private static List<TestChunk> acknowledged(MemoryDisk disk) throws StoreException {
        var store = DiskChunkStore.open(disk, disk, MIB);
        var chunks = new ArrayList<TestChunk>();
        for (int seed = 0; seed < 9; seed++) {
            var chunk = TestChunk.seeded(seed, 20_000 + seed);
            chunk.appendTo(store);
            chunks.add(chunk);
        }
        store.sync();
        return chunks;
    }

    private static boolean isRefused(MemoryDisk disk) throws StoreException {
        try (var store = DiskChunkStore.open(disk, disk, MIB)) {
            assertThat(store.index().size()).isEqualTo(9);
            return false;
        } catch (StoreException e) {
            assertThat(e.kind()).isEqualTo(Kind.FULL);
            return true;
        }
    }

    private static void assertAllThere(MemoryDisk disk, List<TestChunk> chunks) throws Exception {
        try (var store = DiskChunkStore.open(disk, disk, MIB)) {
            for (var chunk : chunks) {
                assertThat(chunk.readFrom(store)).isEqualTo(chunk.sealed());
            }
        }
    }

    @Test
    void a_journal_that_finds_no_room_forgets_nothing() throws Exception {
        var disk = new MemoryDisk(1000 * MIB);
        var journal = DiskJournal.open(disk, () -> 7);
        for (int i = 0; i < 20; i++) {
            journal.sync(journal.append(3, new byte[] {(byte) i}));
        }
        journal.append(3, new byte[5000]);
        journal.sync(21);
        long used = 1000 * MIB - disk.usable();
        int refused = 0;
        for (long free = 0; free <= 16L * Disk.BLOCK; free += Disk.BLOCK) {
            var left = disk.afterKill();
            left.resize(used + free);
            refused += isJournalRefused(left) ? 1 : 0;
            left.resize(1000 * MIB);
            var again = DiskJournal.open(left, () -> 8);
            assertThat(again.lastLsn()).isEqualTo(21);
            var seen = new ArrayList<Long>();
            again.replay(1, (lsn, _, _) -> seen.add(lsn));
            assertThat(seen).hasSize(21).startsWith(1L).endsWith(21L);
        }
        assertThat(refused).as("too little room was met").isPositive();
    }

    private static boolean isJournalRefused(MemoryDisk disk) {
        try {
            assertThat(DiskJournal.open(disk, () -> 9).lastLsn()).isEqualTo(21);
            return false;
        } catch (JournalException e) {
            return true;
        }
    }
}
