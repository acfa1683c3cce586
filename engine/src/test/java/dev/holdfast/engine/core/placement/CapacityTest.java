package dev.holdfast.engine.core.placement;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CapacityTest {

    @Test
    void powers_of_two_are_steps_and_seven_more_lie_between_them() {
        assertThat(Capacity.quantised(1L << 40).bytes()).isEqualTo(1L << 40);
        long steps =
                java.util.stream.LongStream.range(0, 1000)
                        .map(i -> Capacity.quantised((1L << 40) + i * (1L << 40) / 1000).bytes())
                        .distinct()
                        .count();
        assertThat(steps).isEqualTo(8);
    }

    @Test
    void a_step_is_never_more_than_what_is_there_and_never_ten_percent_less() {
        for (long bytes = 1 << 20; bytes < 1L << 49; bytes += bytes / 50) {
            var stated = Capacity.quantised(bytes);
            assertThat(stated.bytes()).isBetween((long) (bytes * 0.9), bytes);
            assertThat(Capacity.quantised(stated.bytes())).isEqualTo(stated);
        }
    }

    @Test
    void nothing_and_less_is_none_and_a_petabyte_is_the_most() {
        assertThat(Capacity.quantised(0)).isEqualTo(Capacity.NONE);
        assertThat(Capacity.quantised(-5)).isEqualTo(Capacity.NONE);
        assertThat(Capacity.quantised(1).bytes()).isEqualTo(1);
        assertThat(Capacity.quantised(Long.MAX_VALUE).bytes()).isEqualTo(Capacity.BYTES_MAX);
    }

    @Test
    void free_space_that_swings_about_a_step_changes_the_stated_capacity_once() {
        var stated = new Capacity(1L << 40);
        var less = stated.following((1L << 40) - 1);
        assertThat(less).isLessThan(stated);
        assertThat(less.following(1L << 40)).isEqualTo(less);
        assertThat(less.following((1L << 40) * 12 / 10)).isGreaterThan(stated);
        assertThat(Capacity.NONE.following(1L << 40)).isEqualTo(stated);
        assertThat(stated.following(0)).isEqualTo(Capacity.NONE);
    }
}
