package dev.holdfast.engine.core.repair;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.membership.DeviceId;

import org.junit.jupiter.api.Test;

import java.util.List;

class CopiesWatchTest {

    private static final DeviceId ANN = new DeviceId(new Hash(1, 0, 0, 0));
    private static final DeviceId BOB = new DeviceId(new Hash(2, 0, 0, 0));
    private static final ChunkId ONE = new ChunkId(new Hash(0, 0, 0, 1));
    private static final ChunkId TWO = new ChunkId(new Hash(0, 0, 0, 2));

    @Test
    void a_copy_counts_only_with_its_name() {
        var watch = new CopiesWatch(List.of(ONE));
        watch.stored(ANN, List.of(ONE));
        assertThat(watch.copies()).isZero();
        watch.named(ANN);
        assertThat(watch.copies()).isOne();
        watch.named(BOB);
        assertThat(watch.copies()).isOne();
        watch.stored(BOB, List.of(ONE));
        assertThat(watch.copies()).isEqualTo(2);
    }

    @Test
    void the_chunk_with_the_fewest_copies_decides() {
        var watch = new CopiesWatch(List.of(ONE, TWO, TWO));
        watch.named(ANN);
        watch.named(BOB);
        watch.stored(ANN, List.of(ONE, TWO));
        watch.stored(BOB, List.of(TWO, TWO));
        assertThat(watch.copies()).isOne();
        assertThat(watch.chunksWith(1)).isEqualTo(2);
        assertThat(watch.chunksWith(2)).isEqualTo(1);
        assertThat(watch.chunksWith(99)).isZero();
    }

    @Test
    void who_has_every_chunk_and_the_name_is_a_holder_of_all() {
        var watch = new CopiesWatch(List.of(ONE, TWO));
        watch.named(ANN);
        watch.stored(ANN, List.of(ONE));
        watch.stored(BOB, List.of(ONE, TWO));
        assertThat(watch.holders()).isEmpty();
        watch.stored(ANN, List.of(TWO));
        assertThat(watch.holders()).containsExactly(ANN);
        watch.named(BOB);
        assertThat(watch.holders()).containsExactly(ANN, BOB);
    }

    @Test
    void who_has_the_name_of_an_empty_file_has_all_of_it() {
        var watch = new CopiesWatch(List.of());
        assertThat(watch.holders()).isEmpty();
        watch.named(ANN);
        assertThat(watch.holders()).containsExactly(ANN);
    }

    @Test
    void an_empty_file_has_as_many_copies_as_its_name() {
        var watch = new CopiesWatch(List.of());
        assertThat(watch.copies()).isZero();
        watch.named(ANN);
        assertThat(watch.copies()).isOne();
    }

    @Test
    void more_copies_than_any_factor_are_counted_too() {
        var watch = new CopiesWatch(List.of(ONE));
        for (int i = 0; i < 30; i++) {
            var device = new DeviceId(new Hash(i, 0, 0, 0));
            watch.named(device);
            watch.stored(device, List.of(ONE));
        }
        assertThat(watch.copies()).isEqualTo(30);
        assertThat(watch.chunksWith(30)).isOne();
    }
}
