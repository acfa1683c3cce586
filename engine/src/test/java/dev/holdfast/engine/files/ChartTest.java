package dev.holdfast.engine.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.namespace.EntryPath;

import org.junit.jupiter.api.Test;

import java.util.Random;

/// Where chunks lie is known for many, in little memory.
class ChartTest {

    private final Random random = new Random(1);
    private final Chart chart = new Chart(10_000);

    private ChunkId id() {
        return new ChunkId(
                new Hash(
                        random.nextLong(),
                        random.nextLong(),
                        random.nextLong(),
                        random.nextLong()));
    }

    private int begin(String path) {
        return chart.begin(new Chart.Lying("/home/ann", "files", new EntryPath(path)));
    }

    @Test
    void each_of_many_chunks_is_found_where_it_was_added_and_no_other() {
        var ids = random.longs(5_000).mapToObj(_ -> id()).toList();
        int file = 0;
        for (int i = 0; i < ids.size(); i++) {
            if (i % 100 == 0) {
                file = begin("file " + i / 100);
            }
            chart.add(file, ids.get(i), 7L * i, 1 + i);
        }
        for (int i = 0; i < ids.size(); i++) {
            var spot = chart.find(ids.get(i)).orElseThrow();
            assertThat(spot.file().path().text()).isEqualTo("file " + i / 100);
            assertThat(spot.offset()).isEqualTo(7L * i);
            assertThat(spot.length()).isEqualTo(1 + i);
            assertThat(spot.isList()).isFalse();
        }
        assertThat(chart.find(id())).isEmpty();
    }

    @Test
    void a_chunk_of_several_files_is_found_in_the_first() {
        var id = id();
        chart.add(begin("a"), id, 1, 2);
        chart.add(begin("b"), id, 3, 4);
        assertThat(chart.find(id).orElseThrow().file().path().text()).isEqualTo("a");
        assertThat(chart.size()).isOne();
    }

    @Test
    void it_takes_no_more_than_it_may() {
        int large = begin("large");
        for (int i = 0; i < 11_000; i++) {
            chart.add(large, id(), i, 1);
        }
        assertThat(chart.size()).isEqualTo(10_000);
        assertThat(chart.isFull()).isTrue();
    }
}
