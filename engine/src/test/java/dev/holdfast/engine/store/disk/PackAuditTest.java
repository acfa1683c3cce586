package dev.holdfast.engine.store.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.disk.memory.MemoryDisk;
import dev.holdfast.engine.store.StoreException;
import dev.holdfast.engine.store.TestChunk;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Packs that are looked at from outside.
class PackAuditTest {

    private static final long MIB = 1 << 20;
    private static final int LENGTH = 50_000;

    private final MemoryDisk disk = new MemoryDisk();
    private final List<TestChunk> chunks =
            IntStream.range(0, 100).mapToObj(seed -> TestChunk.seeded(seed, LENGTH)).toList();

    private DiskChunkStore open() throws StoreException {
        return DiskChunkStore.open(disk, disk, MIB);
    }

    private void fill() throws StoreException {
        try (var store = open()) {
            for (var chunk : chunks) {
                chunk.appendTo(store);
            }
        }
    }

    private PackAudit.Read read() throws Exception {
        return PackAudit.read(disk, (bytes, total) -> assertThat(bytes).isBetween(0L, total));
    }

    @Test
    void sound_packs_are_read_to_their_end() throws Exception {
        fill();
        var seen = new ArrayList<Long>();
        var read = PackAudit.read(disk, (bytes, total) -> seen.add(total - bytes));
        assertThat(read.chunks()).isEqualTo(100);
        assertThat(read.damaged()).isEmpty();
        assertThat(read.bytes()).isGreaterThan(100L * LENGTH);
        assertThat(seen.getLast()).isZero();
    }

    @Test
    void one_flipped_bit_in_a_chunk_or_before_it_is_found() throws Exception {
        fill();
        for (long at : new long[] {4096 + 8, 4096 + 100, 4096 + 160, 4096 + 160 + LENGTH - 1}) {
            disk.flip(PackFormat.packName(1), at);
            assertThat(read().damaged()).as("flipped at " + at).containsExactly(first());
            disk.flip(PackFormat.packName(1), at);
        }
        assertThat(read().damaged()).isEmpty();
    }

    private ChunkId first() {
        return chunks.getFirst().id();
    }

    @Test
    void a_damaged_chunk_that_was_removed_or_stored_again_is_none() throws Exception {
        fill();
        disk.flip(PackFormat.packName(1), 4096 + 500);
        try (var store = open()) {
            store.remove(List.of(first()));
        }
        assertThat(read().damaged()).isEmpty();
        try (var store = open()) {
            chunks.getFirst().appendTo(store);
        }
        assertThat(read().damaged()).isEmpty();
    }

    @Test
    void what_is_just_being_written_is_not_judged() throws Exception {
        try (var store = open()) {
            for (var chunk : chunks.subList(0, 5)) {
                chunk.appendTo(store);
            }
            store.sync();
            chunks.get(5).appendTo(store);
            store.sync();
            var length = disk.length(PackFormat.packName(1));
            disk.flip(PackFormat.packName(1), length - 4096);
            assertThat(read().damaged()).isEmpty();
            assertThat(read().chunks()).isEqualTo(5);
        }
    }

    @Test
    void reading_can_be_taken_back() throws Exception {
        fill();
        assertThatThrownBy(() -> PackAudit.read(disk, (_, _) -> Thread.currentThread().interrupt()))
                .isInstanceOf(InterruptedException.class);
    }

    @Test
    void a_census_finds_what_a_store_would_hold_and_packs_without_a_sound_list() throws Exception {
        fill();
        try (var store = open()) {
            store.remove(List.of(first()));
        }
        var counted = PackCensus.count(disk);
        assertThat(counted.chunks().size()).isEqualTo(99);
        assertThat(counted.unlisted()).isEmpty();
        disk.delete(PackFormat.indexName(1));
        disk.flip(PackFormat.indexName(2), 30);
        disk.delete(PackFormat.packName(3));
        var names = disk.names();
        counted = PackCensus.count(disk);
        assertThat(counted.unlisted())
                .containsExactly(PackFormat.packName(1), PackFormat.packName(2));
        assertThat(counted.chunks().contains(first())).isFalse();
        assertThat(counted.chunks().contains(chunks.get(1).id())).isTrue();
        assertThat(counted.chunks().size()).isLessThan(99);
        assertThat(disk.names()).isEqualTo(names);
    }

    @Test
    void a_store_that_is_opened_lists_what_is_not_listed() throws Exception {
        fill();
        disk.delete(PackFormat.indexName(1));
        disk.flip(PackFormat.indexName(2), 30);
        open().close();
        assertThat(PackCensus.count(disk).unlisted()).isEmpty();
        assertThat(PackCensus.count(disk).chunks().size()).isEqualTo(100);
    }
}
