package dev.holdfast.engine.store.disk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.hash.Hash;

import org.junit.jupiter.api.Test;

import java.util.Random;
import java.util.TreeMap;

class ChunkTableTest {

    @Test
    void behaves_as_a_sorted_map_would() {
        var chance = new Random(1);
        var table = new ChunkTable(5);
        var map = new TreeMap<ChunkId, Long>();
        for (int step = 0; step < 200_000; step++) {
            var id = new ChunkId(new Hash(chance.nextInt(3000) - 1500, chance.nextInt(3), 0, 0));
            if (chance.nextInt(5) < 3) {
                long place =
                        Place.of(
                                chance.nextInt(100),
                                32L * chance.nextInt(1000),
                                1 + chance.nextInt(9));
                table.put(id, place);
                map.put(id, place);
            } else {
                assertThat(table.remove(id)).isEqualTo(map.remove(id) != null);
            }
            assertThat(table.find(id)).isEqualTo(map.getOrDefault(id, 0L));
        }
        assertThat(table.size()).isEqualTo(map.size());
        assertThat(table.ids()).containsExactlyElementsOf(map.keySet());
        assertThat(table.bytes()).isEqualTo(map.values().stream().mapToLong(Place::length).sum());
    }

    @Test
    void a_place_gives_back_what_it_was_made_of() {
        long place = Place.of(Place.SLOTS_MAX - 1, PackFormat.PACK_BYTES - 32, (1 << 23) - 1);
        assertThat(Place.slot(place)).isEqualTo(Place.SLOTS_MAX - 1);
        assertThat(Place.offset(place)).isEqualTo(PackFormat.PACK_BYTES - 32);
        assertThat(Place.length(place)).isEqualTo((1 << 23) - 1);
    }
}
