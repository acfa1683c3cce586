package dev.holdfast.engine.store.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.disk.BlockWriter;
import dev.holdfast.engine.disk.BufferPool;
import dev.holdfast.engine.disk.Disk;
import dev.holdfast.engine.disk.HeldDisk;
import dev.holdfast.engine.disk.memory.MemoryDisk;
import dev.holdfast.engine.store.ChunkStore;
import dev.holdfast.engine.store.ChunkStoreContract;
import dev.holdfast.engine.store.ChunkTag;
import dev.holdfast.engine.store.StoreException;
import dev.holdfast.engine.store.StoreException.Kind;
import dev.holdfast.engine.store.TestChunk;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

class DiskChunkStoreTest extends ChunkStoreContract {

    private static final long MIB = 1 << 20;
    private static final String FIRST_PACK = PackFormat.packName(1);

    @Override
    protected ChunkStore emptyStore() throws Exception {
        return open(new MemoryDisk());
    }

    private static DiskChunkStore open(MemoryDisk disk) throws StoreException {
        return DiskChunkStore.open(disk, disk, MIB);
    }

    private static List<TestChunk> appended(ChunkStore store, int count, int length)
            throws StoreException {
        var chunks = new ArrayList<TestChunk>();
        for (int seed = 0; seed < count; seed++) {
            var chunk = TestChunk.seeded(seed, length + seed);
            chunk.appendTo(store);
            chunks.add(chunk);
        }
        return chunks;
    }

    private static void assertRefused(Kind kind, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.kind()).isEqualTo(kind));
    }

    @Test
    void a_store_opened_again_has_what_it_had_over_many_packs() throws Exception {
        var disk = new MemoryDisk();
        List<TestChunk> chunks;
        try (var store = open(disk)) {
            chunks = appended(store, 100, 50_000);
            store.remove(List.of(chunks.get(3).id(), chunks.get(60).id()));
            store.remove(List.of(chunks.get(99).id()));
            chunks.get(60).appendTo(store);
        }
        assertThat(disk.names()).hasSizeGreaterThan(10);
        try (var store = open(disk)) {
            assertThat(store.index().size()).isEqualTo(98);
            assertThat(store.index().contains(chunks.get(3).id())).isFalse();
            assertThat(store.index().contains(chunks.get(99).id())).isFalse();
            for (int at : new int[] {0, 20, 60, 98}) {
                assertThat(chunks.get(at).readFrom(store)).isEqualTo(chunks.get(at).sealed());
            }
        }
    }

    @Test
    void memory_that_is_given_back_costs_no_chunk() throws Exception {
        var disk = new MemoryDisk();
        var store = open(disk);
        store.dropIdle();
        var chunks = appended(store, 30, 50_000);
        store.dropIdle();
        for (var chunk : chunks) {
            assertThat(chunk.readFrom(store)).isEqualTo(chunk.sealed());
            store.dropIdle();
        }
        TestChunk.seeded(99, 100).appendTo(store);
        store.dropIdle();
        store.sync();
        var found = open(disk.afterPowerCut(new Random(1)));
        assertThat(found.index().size()).isEqualTo(31);
    }

    @Test
    void goes_on_with_a_whole_pack_and_begins_no_other() throws Exception {
        var disk = new MemoryDisk();
        for (int life = 0; life < 5; life++) {
            try (var store = open(disk)) {
                TestChunk.seeded(life, 1000).appendTo(store);
            }
        }
        assertThat(disk.names()).containsExactly(PackFormat.indexName(1), FIRST_PACK);
        assertThat(open(disk).index().size()).isEqualTo(5);
    }

    @Test
    void packs_without_their_index_are_found_by_their_headers() throws Exception {
        var disk = new MemoryDisk();
        try (var store = open(disk)) {
            appended(store, 60, 50_000);
        }
        for (var name : disk.names()) {
            if (name.endsWith(".index")) {
                disk.delete(name);
            }
        }
        try (var store = open(disk)) {
            assertThat(store.index().size()).isEqualTo(60);
        }
        assertThat(disk.names()).anyMatch(name -> name.endsWith(".index"));
    }

    @Test
    void a_flipped_bit_anywhere_in_a_pack_is_refused_or_without_effect() throws Exception {
        var disk = new MemoryDisk();
        var written = open(disk);
        var chunks = appended(written, 3, 5000);
        written.sync();
        for (long at = 0; at < disk.length(FIRST_PACK); at += 97) {
            var flipped = disk.afterKill();
            flipped.flip(FIRST_PACK, at);
            var store = open(flipped);
            for (var chunk : chunks) {
                assertSoundOrRefused(store, chunk);
            }
        }
    }

    private static void assertSoundOrRefused(ChunkStore store, TestChunk chunk) {
        var into = ByteBuffer.allocate(chunk.sealed().length);
        try {
            if (store.read(chunk.id(), into)) {
                assertThat(into.array()).isEqualTo(chunk.sealed());
            }
        } catch (StoreException e) {
            assertThat(e.kind()).isEqualTo(Kind.DAMAGED);
        }
    }

    @Test
    void a_damaged_chunk_can_be_removed_and_stored_again() throws Exception {
        var disk = new MemoryDisk();
        var store = open(disk);
        var chunk = appended(store, 1, 5000).getFirst();
        store.sync();
        disk.flip(FIRST_PACK, Disk.BLOCK + RecordHeader.BYTES + 100);
        assertRefused(Kind.DAMAGED, () -> chunk.readFrom(store));
        store.remove(List.of(chunk.id()));
        assertThat(chunk.appendTo(store)).isTrue();
        assertThat(chunk.readFrom(store)).isEqualTo(chunk.sealed());
    }

    @Test
    void damage_below_the_durable_mark_costs_only_the_chunk_it_hits() throws Exception {
        var disk = new MemoryDisk();
        var store = open(disk);
        var chunks = appended(store, 3, 5000);
        store.sync();
        TestChunk.seeded(77, 100).appendTo(store); // says that the three before are durable
        store.sync();
        disk.flip(FIRST_PACK, Disk.BLOCK + 10);
        var found = open(disk);
        assertThat(found.index().contains(chunks.get(0).id())).isFalse();
        assertThat(found.index().size()).isGreaterThanOrEqualTo(1);
        assertThat(disk.names()).contains(PackFormat.indexName(1));
        TestChunk.seeded(78, 100).appendTo(found);
        assertThat(disk.names()).contains(PackFormat.packName(2));
    }

    @Test
    void a_failed_fsync_stops_all_writing_and_no_reading() throws Exception {
        var disk = new MemoryDisk();
        var store = open(disk);
        var chunk = appended(store, 1, 5000).getFirst();
        disk.failForces();
        assertRefused(Kind.FAILED, store::sync);
        assertRefused(Kind.FAILED, store::sync);
        assertRefused(Kind.FAILED, () -> chunk.appendTo(store));
        assertRefused(Kind.FAILED, () -> store.remove(List.of(chunk.id())));
        assertThat(chunk.readFrom(store)).isEqualTo(chunk.sealed());
        assertThat(disk.forces()).isEqualTo(1);
    }

    @Test
    void keeps_the_floor_free_and_lets_copies_of_peers_go_on_to_half_of_it() throws Exception {
        long floor = 96 * MIB;
        var disk = new MemoryDisk(floor + 2 * MIB);
        var store = open(disk);
        var full = fillUntilFull(store, ChunkTag.Origin.HERE, 0);
        assertThat(store.index().bytes()).isBetween(MIB, 2 * MIB);
        var fromPeer = new ChunkTag(3, TestChunk.TAG.stamp(), ChunkTag.Origin.PEER);
        assertThat(store.append(full.id(), ByteBuffer.wrap(full.sealed()), fromPeer)).isTrue();
        store.remove(List.of(full.id()));
        store.sync();
        fillUntilFull(store, ChunkTag.Origin.PEER, 1_000);
        assertThat(store.index().bytes()).isGreaterThan(floor / 2);
        assertThat(disk.usable()).isGreaterThanOrEqualTo(floor / 2 - 4 * MIB);
        store.sync();
    }

    private static TestChunk fillUntilFull(ChunkStore store, ChunkTag.Origin origin, int seed)
            throws StoreException {
        var tag = new ChunkTag(3, TestChunk.TAG.stamp(), origin);
        while (true) {
            var chunk = TestChunk.seeded(seed++, 100_000);
            try {
                store.append(chunk.id(), ByteBuffer.wrap(chunk.sealed()), tag);
            } catch (StoreException e) {
                assertThat(e.kind()).isEqualTo(Kind.FULL);
                return chunk;
            }
        }
    }

    @Test
    void a_pack_of_another_format_is_refused_by_its_name() throws Exception {
        var disk = new MemoryDisk();
        var block = PackFormat.firstBlock(1).put(7, (byte) 2);
        PackFormat.sign(block);
        try (var file = disk.create(FIRST_PACK)) {
            BlockWriter.await(file.write(BufferPool.aligned(2 * Disk.BLOCK).put(block).clear(), 0));
        }
        assertThatThrownBy(() -> open(disk))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(FIRST_PACK + " has format 2; this program knows format 1");
    }

    @Test
    void an_empty_pack_of_a_crash_is_no_obstacle() throws Exception {
        var disk = new MemoryDisk();
        disk.create(FIRST_PACK).close();
        try (var store = open(disk)) {
            var chunk = appended(store, 1, 100).getFirst();
            assertThat(chunk.readFrom(store)).isEqualTo(chunk.sealed());
        }
        assertThat(open(disk).index().size()).isEqualTo(1);
    }

    @Test
    void a_closed_store_takes_nothing() throws Exception {
        var store = open(new MemoryDisk());
        store.close();
        assertRefused(Kind.FAILED, () -> TestChunk.seeded(1, 1).appendTo(store));
    }

    @Test
    void the_room_of_removed_chunks_is_given_back() throws Exception {
        var disk = new MemoryDisk();
        var store = open(disk);
        var chunks = appended(store, 40, 200_000);
        store.sync();
        long before = disk.usable();
        var kept = chunks.subList(35, 40);
        store.remove(chunks.subList(0, 35).stream().map(TestChunk::id).toList());
        store.sync();

        long freed = 0;
        for (long more = store.compact(); more > 0; more = store.compact()) {
            freed += more;
        }

        assertThat(freed).isGreaterThan(30 * 200_000);
        assertThat(disk.usable() - before).isGreaterThan(30 * 200_000);
        store.close();
        var again = open(disk);
        assertThat(again.index().size()).isEqualTo(kept.size());
        for (var chunk : kept) {
            assertThat(chunk.readFrom(again)).isEqualTo(chunk.sealed());
        }
    }

    @Test
    void a_removal_goes_when_no_older_pack_needs_it() throws Exception {
        var disk = new MemoryDisk();
        var store = open(disk);
        var chunks = appended(store, 40, 200_000);
        store.sync();
        store.remove(chunks.stream().map(TestChunk::id).toList());
        store.sync();
        while (store.compact() > 0) {}
        store.close();
        assertThat(disk.names()).as("packs of nothing").hasSizeLessThanOrEqualTo(2);
        assertThat(open(disk).index().size()).isZero();
    }

    @Test
    void a_pack_with_a_damaged_live_chunk_stays() throws Exception {
        var disk = new MemoryDisk();
        var store = open(disk);
        var chunks = appended(store, 12, 200_000);
        store.sync();
        store.remove(chunks.subList(1, 12).stream().map(TestChunk::id).toList());
        store.sync();
        disk.flip(FIRST_PACK, Disk.BLOCK + 50_000);

        while (store.compact() > 0) {}

        assertThat(disk.names()).contains(FIRST_PACK);
        assertRefused(Kind.DAMAGED, () -> chunks.getFirst().readFrom(store));
    }

    /// What is in a pack is known from memory and from its list; a pack goes only when both say
    /// that nothing is.
    @Test
    void a_pack_stays_while_a_chunk_lies_in_it_that_its_list_does_not_name() throws Exception {
        var disk = new MemoryDisk();
        var store = open(disk);
        var chunks = appended(store, 12, 200_000);
        store.sync();
        store.remove(chunks.subList(1, 12).stream().map(TestChunk::id).toList());
        store.sync();
        long length = disk.length(FIRST_PACK);
        var all = PackIndex.read(disk, 1, length).orElseThrow().entries();
        var some = new PackEntries();
        for (int entry = 1; entry < all.count(); entry++) {
            some.add(all.id(entry), all.offset(entry), all.length(entry));
        }
        PackIndex.write(disk, 1, length, new PackIndex.Listed(some, true));

        while (store.compact() > 0) {}

        assertThat(disk.names()).contains(FIRST_PACK);
        assertThat(chunks.getFirst().readFrom(store)).isEqualTo(chunks.getFirst().sealed());
    }

    @Test
    void chunks_are_read_while_their_pack_is_emptied() throws Exception {
        var disk = new MemoryDisk();
        var store = open(disk);
        var chunks = appended(store, 200, 20_000);
        store.sync();
        var kept = IntStream.range(0, 200).filter(i -> i % 4 == 0).mapToObj(chunks::get).toList();
        var gone = new ArrayList<>(chunks);
        gone.removeAll(kept);
        store.remove(gone.stream().map(TestChunk::id).toList());
        store.sync();
        var isOver = new AtomicBoolean();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var readers = new ArrayList<Future<Void>>();
            for (int reader = 0; reader < 4; reader++) {
                readers.add(
                        threads.submit(
                                () -> {
                                    while (!isOver.get()) {
                                        for (var chunk : kept) {
                                            assertThat(chunk.readFrom(store))
                                                    .isEqualTo(chunk.sealed());
                                        }
                                    }
                                    return null;
                                }));
            }
            while (store.compact() > 0) {}
            isOver.set(true);
            for (var reader : readers) {
                reader.get();
            }
        }
        assertThat(disk.names()).doesNotContain(FIRST_PACK);
    }

    @Test
    void many_waiters_share_one_fsync() throws Exception {
        var disk = new HeldDisk(new MemoryDisk());
        var room = new MemoryDisk();
        var store = DiskChunkStore.open(disk, room);
        HeldDisk.run(
                disk,
                64,
                writer -> {
                    TestChunk.seeded(writer, 100).appendTo(store);
                    store.sync();
                },
                () -> store.index().size() == 64);
        assertThat(disk.forces()).isLessThanOrEqualTo(2);
        var ids = store.index().ids().toList();
        assertThat(ids).hasSize(64).isSortedAccordingTo(ChunkId::compareTo);
    }
}
