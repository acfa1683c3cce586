package dev.holdfast.engine.core.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.core.hash.Sha256;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FixedCutsTest {

    private static final int MIB = 1 << 20;

    @Test
    void cuts_every_so_many_bytes() {
        var cuts = new FixedCuts(1024);
        assertThat(FastCdcTest.lengths(FastCdcTest.cuts(cuts, new byte[2500])))
                .containsExactly(1024, 1024, 452);
        assertThat(cuts.group()).isZero();
        assertThat(cuts.lengthMax()).isEqualTo(1024);
    }

    @Test
    void keeps_a_chunk_over_the_limit_as_a_group_of_parts() {
        var cuts = new FixedCuts(6 * MIB);
        assertThat(FastCdcTest.lengths(FastCdcTest.cuts(cuts, new byte[13 * MIB])))
                .containsExactly(4 * MIB, 2 * MIB, 4 * MIB, 2 * MIB, MIB);
        assertThat(cuts.group()).isEqualTo(6 * MIB);
        assertThat(cuts.lengthMax()).isEqualTo(4 * MIB);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1023, (512L << 20) + 1, -1, Long.MAX_VALUE})
    void knows_its_smallest_and_its_greatest_size(long size) {
        assertThatThrownBy(() -> new FixedCuts(size)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_volume_says_which_chunker_it_wants() {
        assertThat(Chunker.of(64L << 20, Sha256.of())).isEqualTo(new FixedCuts(64L << 20));
        assertThat(Chunker.of(0, Sha256.of())).isInstanceOf(FastCdc.class);
    }
}
