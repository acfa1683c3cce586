package dev.holdfast.engine.store.disk;

import static org.assertj.core.api.Assertions.assertThat;

import static java.util.Objects.requireNonNull;

import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.disk.Disk;
import dev.holdfast.engine.disk.memory.MemoryDisk;
import dev.holdfast.engine.store.StoreException;
import dev.holdfast.engine.store.TestChunk;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;

/// Power is cut at every operation of a store's life, again and again. To replay a failure, put its
/// seed alone in `seeds`.
class PackCrashTest {

    private static final int PACK_BYTES = 200_000;

    static LongStream seeds() {
        return LongStream.range(0, 100);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void nothing_acknowledged_is_lost_and_nothing_half_done_is_seen(long seed) throws Exception {
        var life = new Life(seed);
        for (int cut = 0; cut < 6; cut++) {
            life.runUntilThePowerFails();
            life.comesBack();
        }
    }

    @Test
    void every_torn_tail_leaves_the_whole_chunks_before_it() throws Exception {
        var disk = new MemoryDisk();
        var chunks = new ArrayList<TestChunk>();
        var store = DiskChunkStore.open(disk, disk);
        for (int seed = 0; seed < 6; seed++) {
            chunks.add(TestChunk.seeded(seed, 9_000 + seed));
            chunks.getLast().appendTo(store);
        }
        store.sync();
        var pack = PackFormat.packName(1);
        int before = 0;
        for (long length = 0; length <= disk.length(pack); length += Disk.BLOCK / 2) {
            var torn = disk.afterKill();
            torn.truncate(pack, length);
            var found = DiskChunkStore.open(torn, torn);
            int held = (int) found.index().size();
            assertThat(held).isGreaterThanOrEqualTo(before);
            for (int at = 0; at < held; at++) {
                assertThat(chunks.get(at).readFrom(found)).isEqualTo(chunks.get(at).sealed());
            }
            before = held;
        }
        assertThat(before).isEqualTo(6);
    }

    /// One store over several power cuts, and what a careful observer may expect of it.
    private static final class Life {

        private final Random chance;
        private final Map<ChunkId, TestChunk> known = new HashMap<>();
        private final Set<ChunkId> held = new HashSet<>();
        private final Set<ChunkId> heldWhenSynced = new HashSet<>();
        private final Set<ChunkId> touched = new HashSet<>();
        private MemoryDisk disk = new MemoryDisk();
        private DiskChunkStore store;

        Life(long seed) throws StoreException {
            chance = new Random(seed);
            store = DiskChunkStore.open(disk, disk, PACK_BYTES);
        }

        void runUntilThePowerFails() {
            disk.failAfter(chance.nextInt(60));
            try {
                while (true) {
                    step();
                }
            } catch (StoreException e) {
                assertThat(e.kind()).isEqualTo(StoreException.Kind.FAILED);
            }
        }

        private void step() throws StoreException {
            switch (chance.nextInt(10)) {
                case 0 -> sync();
                case 1 -> removeOne();
                case 2 -> readOne();
                case 3 -> closeAtTimes();
                case 4 -> compact();
                case 5 -> removeMany();
                default -> append();
            }
        }

        private void append() throws StoreException {
            int length =
                    chance.nextInt(3) == 0 ? 1 + chance.nextInt(60_000) : 1 + chance.nextInt(300);
            var chunk = TestChunk.seeded(chance.nextInt(500) * 1_000_000L + length, length);
            known.put(chunk.id(), chunk);
            touched.add(chunk.id());
            chunk.appendTo(store);
            held.add(chunk.id());
        }

        private void removeOne() throws StoreException {
            var id = anyHeld();
            if (id.isPresent()) {
                touched.add(id.get());
                store.remove(List.of(id.get()));
                held.remove(id.get());
            }
        }

        /// So that there is room to give back.
        private void removeMany() throws StoreException {
            for (int left = held.size() / 2; left > 0; left--) {
                removeOne();
            }
        }

        /// What is held stays so.
        private void compact() throws StoreException {
            try {
                store.compact();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            for (var id : held) {
                assertSound(id);
            }
        }

        private void readOne() throws StoreException {
            var id = anyHeld();
            if (id.isPresent()) {
                assertSound(id.get());
            }
        }

        private void assertSound(ChunkId id) throws StoreException {
            var chunk = requireNonNull(known.get(id));
            assertThat(chunk.readFrom(store)).isEqualTo(chunk.sealed());
        }

        private void closeAtTimes() throws StoreException {
            if (chance.nextInt(4) == 0) {
                sync();
                store.close();
                store = DiskChunkStore.open(disk, disk, PACK_BYTES);
            }
        }

        private void sync() throws StoreException {
            store.sync();
            heldWhenSynced.clear();
            heldWhenSynced.addAll(held);
            touched.clear();
        }

        private Optional<ChunkId> anyHeld() {
            return held.isEmpty()
                    ? Optional.empty()
                    : held.stream().sorted().skip(chance.nextInt(held.size())).findFirst();
        }

        void comesBack() throws StoreException {
            disk = chance.nextInt(3) == 0 ? disk.afterKill() : disk.afterPowerCut(chance);
            store = DiskChunkStore.open(disk, disk, PACK_BYTES);
            var found = new HashSet<>(store.index().ids().toList());
            for (var id : found) {
                assertSound(id);
                assertThat(heldWhenSynced.contains(id) || touched.contains(id)).isTrue();
            }
            for (var id : heldWhenSynced) {
                assertThat(found.contains(id) || touched.contains(id)).as("lost %s", id).isTrue();
            }
            assertThat(
                            store.read(
                                    new ChunkId(TestChunk.seeded(-1, 9).id().hash()),
                                    ByteBuffer.allocate(9)))
                    .isFalse();
            held.clear();
            held.addAll(found);
            heldWhenSynced.clear();
            heldWhenSynced.addAll(found);
            touched.clear();
        }
    }
}
