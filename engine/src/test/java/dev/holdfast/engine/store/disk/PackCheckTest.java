package dev.holdfast.engine.store.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.disk.memory.MemoryDisk;
import dev.holdfast.engine.store.StoreException;
import dev.holdfast.engine.store.TestChunk;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Damaged records are found and put aside, and their bytes are never lost before a sound copy is
/// there.
class PackCheckTest {

    private static final long MIB = 1 << 20;
    private static final int LENGTH = 50_000;

    /// Into the bytes of the first chunk, and into what stands beside them.
    private static final long IN_BYTES = 4096 + 500;

    private static final long IN_HEADER = 4096 + 100;

    private final MemoryDisk disk = new MemoryDisk();
    private final List<TestChunk> chunks =
            IntStream.range(0, 40).mapToObj(seed -> TestChunk.seeded(seed, LENGTH)).toList();
    private final ByteBuffer room = PackCheck.room();

    private DiskChunkStore open() throws StoreException {
        return DiskChunkStore.open(disk, disk, MIB);
    }

    private DiskChunkStore filled() throws StoreException {
        try (var store = open()) {
            for (var chunk : chunks) {
                chunk.appendTo(store);
            }
        }
        return open();
    }

    private DiskChunkStore damaged(long at) throws Exception {
        var store = filled();
        disk.flip(PackFormat.packName(1), at);
        assertThat(store.check().isolate(first(), room)).isTrue();
        return store;
    }

    private ChunkId first() {
        return chunks.getFirst().id();
    }

    @Test
    void the_packs_tell_what_is_held_in_them_as_it_lies() throws Exception {
        var store = filled();
        var told = new ArrayList<ChunkId>();
        for (var pack : store.check().packs()) {
            told.addAll(store.check().chunks(pack.number()));
        }
        assertThat(told).isEqualTo(chunks.stream().map(TestChunk::id).toList());
        assertThat(store.check().packs().stream().mapToLong(PackCheck.Pack::bytes).sum())
                .isGreaterThan(40L * LENGTH);
        assertThat(store.check().chunks(99)).isEmpty();
    }

    @Test
    void what_is_sound_is_not_put_aside() throws Exception {
        var store = filled();
        for (var chunk : chunks) {
            assertThat(store.check().isolate(chunk.id(), room)).isFalse();
        }
        assertThat(store.index().size()).isEqualTo(40);
    }

    @Test
    void one_flipped_bit_in_a_chunk_or_beside_it_is_found() throws Exception {
        filled().close();
        for (long at : new long[] {4096 + 8, IN_HEADER, 4096 + 160, 4096 + 160 + LENGTH - 1}) {
            assertThat(isFirstSound()).isTrue();
            disk.flip(PackFormat.packName(1), at);
            assertThat(isFirstSound()).as("flipped at " + at).isFalse();
            disk.flip(PackFormat.packName(1), at);
        }
    }

    private boolean isFirstSound() throws Exception {
        try (var store = open()) {
            return store.check().isSound(first(), room);
        }
    }

    @Test
    void what_is_put_aside_is_not_held_and_is_taken_anew() throws Exception {
        var store = damaged(IN_BYTES);
        assertThat(store.index().contains(first())).isFalse();
        assertThatThrownBy(() -> store.read(first(), room.clear()))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("is damaged and was put aside");
        assertThat(store.check().isAside(first())).isTrue();
        assertThat(store.check().chunks(1)).doesNotContain(first());

        chunks.getFirst().appendTo(store);
        store.close();
        assertThat(store.check().isAside(first())).isFalse();
        try (var again = open()) {
            assertThat(chunks.getFirst().readFrom(again)).isEqualTo(chunks.getFirst().sealed());
        }
    }

    /// All else in the pack goes, so that it would be emptied.
    @Test
    void its_pack_stays_until_there_is_a_sound_copy_and_then_goes() throws Exception {
        var store = damaged(IN_BYTES);
        store.remove(store.check().chunks(1));
        store.sync();
        while (store.compact() > 0) {}
        assertThat(disk.names()).contains(PackFormat.packName(1));

        chunks.getFirst().appendTo(store);
        store.sync();
        while (store.compact() > 0) {}
        assertThat(disk.names()).doesNotContain(PackFormat.packName(1));
        assertThat(chunks.getFirst().readFrom(store)).isEqualTo(chunks.getFirst().sealed());
    }

    @Test
    void a_pack_that_was_left_alone_for_damage_is_emptied_once_that_is_mended() throws Exception {
        var store = filled();
        disk.flip(PackFormat.packName(1), IN_BYTES);
        var others = new ArrayList<>(store.check().chunks(1));
        others.remove(first());
        store.remove(others);
        store.sync();
        assertThat(store.compact()).isZero();
        assertThat(disk.names()).contains(PackFormat.packName(1));

        assertThat(store.check().isolate(first(), room)).isTrue();
        chunks.getFirst().appendTo(store);
        store.sync();
        assertThat(store.compact()).isPositive();
        assertThat(disk.names()).doesNotContain(PackFormat.packName(1));
    }

    @Test
    void what_is_removed_while_it_is_aside_does_not_come_back() throws Exception {
        var store = damaged(IN_BYTES);
        store.remove(List.of(first()));
        store.close();
        assertThat(store.check().isAside(first())).isFalse();
        try (var again = open()) {
            assertThat(again.index().contains(first())).isFalse();
        }
    }

    /// The removal of an older record of the chunk must not outlive the damaged one.
    @Test
    void emptying_other_packs_does_not_bury_what_is_aside() throws Exception {
        var store = filled();
        store.remove(List.of(first()));
        var fillers = IntStream.range(100, 160).mapToObj(s -> TestChunk.seeded(s, LENGTH)).toList();
        for (var filler : fillers) {
            filler.appendTo(store);
        }
        chunks.getFirst().appendTo(store);
        store.sync();
        long last = store.check().packs().getLast().number();
        long at = placeIn(last);
        disk.flip(PackFormat.packName(last), at + 200);
        assertThat(store.check().isolate(first(), room)).isTrue();
        store.remove(fillers.stream().map(TestChunk::id).toList());
        store.remove(store.check().chunks(2));
        store.sync();
        while (store.compact() > 0) {}
        assertThat(disk.names())
                .contains(PackFormat.packName(1))
                .doesNotContain(PackFormat.packName(2));
        store.close();
        disk.flip(PackFormat.packName(last), at + 200);
        try (var again = open()) {
            assertThat(chunks.getFirst().readFrom(again)).isEqualTo(chunks.getFirst().sealed());
        }
    }

    private long placeIn(long pack) throws Exception {
        long at = -1;
        var wanted = first().hash().toBytes();
        var read = ByteBuffer.allocate((int) disk.length(PackFormat.packName(pack)) & -4096);
        try (var file = disk.open(PackFormat.packName(pack))) {
            file.read(read, 0);
        }
        var bytes = read.array();
        for (int i = 0; i + wanted.length <= bytes.length; i++) {
            if (java.util.Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)) {
                at = i;
            }
        }
        assertThat(at).isPositive();
        return at;
    }

    /// What was killed has left a pack without a list.
    private DiskChunkStore scanned(int few) throws Exception {
        var store = open();
        for (var chunk : chunks.subList(0, few)) {
            chunk.appendTo(store);
        }
        store.sync();
        return store;
    }

    @Test
    void one_damaged_header_costs_no_other_chunk_when_the_pack_is_scanned() throws Exception {
        scanned(10);
        var killed = disk.afterKill();
        killed.flip(PackFormat.packName(1), IN_HEADER);
        try (var again = DiskChunkStore.open(killed, killed, MIB)) {
            assertThat(again.index().contains(first())).isFalse();
            for (var chunk : chunks.subList(1, 10)) {
                assertThat(chunk.readFrom(again)).isEqualTo(chunk.sealed());
            }
        }
    }

    @Test
    void what_was_aside_is_put_aside_again_where_it_lies_though_the_list_is_without_it()
            throws Exception {
        var store = scanned(10);
        disk.flip(PackFormat.packName(1), IN_HEADER);
        assertThat(store.check().isolate(first(), room)).isTrue();
        var spot = store.check().aside(first()).orElseThrow();
        var killed = disk.afterKill();
        try (var again = DiskChunkStore.open(killed, killed, MIB)) {
            assertThat(again.check().isolate(first(), room)).isFalse();
            assertThat(again.check().putAside(first(), spot)).isTrue();
            again.remove(again.check().chunks(1));
            again.sync();
            while (again.compact() > 0) {}
            var into = ByteBuffer.allocate(LENGTH);
            assertThat(again.check().salvage(first(), into)).isTrue();
            assertThat(into.array()).isEqualTo(chunks.getFirst().sealed());
        }
    }

    @Test
    void no_place_is_believed_that_a_pack_does_not_have() throws Exception {
        var check = filled().check();
        var none = TestChunk.seeded(99, 10).id();
        for (var spot :
                List.of(
                        new PackCheck.Spot(77, 4096, 10),
                        new PackCheck.Spot(1, 0, 10),
                        new PackCheck.Spot(1, 4097, 10),
                        new PackCheck.Spot(1, 4096, 0),
                        new PackCheck.Spot(1, 4096, Integer.MAX_VALUE),
                        new PackCheck.Spot(1, Long.MAX_VALUE & -32, 10))) {
            assertThat(check.putAside(none, spot)).as(spot.toString()).isFalse();
        }
        assertThat(check.putAside(first(), new PackCheck.Spot(1, 4096, 10))).isFalse();
    }

    @Test
    void bytes_that_are_sound_beside_a_damaged_header_are_saved() throws Exception {
        var store = damaged(IN_HEADER);
        var into = ByteBuffer.allocate(LENGTH);
        assertThat(store.check().salvage(first(), into)).isTrue();
        assertThat(into.array()).isEqualTo(chunks.getFirst().sealed());
        assertThat(damagedElsewhere()).isFalse();
    }

    private boolean damagedElsewhere() throws Exception {
        var other = new MemoryDisk();
        try (var store = DiskChunkStore.open(other, other, MIB)) {
            chunks.getFirst().appendTo(store);
        }
        var store = DiskChunkStore.open(other, other, MIB);
        other.flip(PackFormat.packName(1), IN_BYTES);
        assertThat(store.check().isolate(first(), room)).isTrue();
        return store.check().salvage(first(), ByteBuffer.allocate(LENGTH));
    }
}
