package dev.holdfast.engine.core.namespace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HlcTest {

    private static final long NOON = 1_800_000_000_000L;

    @Test
    void follows_the_wall_clock_where_that_is_ahead() {
        assertThat(Hlc.after(new Hlc(NOON - 1, 9), NOON)).isEqualTo(new Hlc(NOON, 0));
    }

    @Test
    void counts_where_the_wall_clock_stands_or_was_set_back() {
        assertThat(Hlc.after(new Hlc(NOON, 9), NOON)).isEqualTo(new Hlc(NOON, 10));
        assertThat(Hlc.after(new Hlc(NOON + 4000, 9), NOON)).isEqualTo(new Hlc(NOON + 4000, 10));
        assertThat(Hlc.after(new Hlc(NOON, Integer.MAX_VALUE), NOON))
                .isEqualTo(new Hlc(NOON + 1, 0));
    }

    @Test
    void is_not_dragged_along_by_a_clock_that_is_years_ahead() {
        var wrong = new Hlc(NOON * 2, 0);
        long believed = NOON + Hlc.SKEW_MAX.toMillis();
        assertThat(Hlc.after(wrong, NOON)).isEqualTo(new Hlc(believed, 0));
        assertThat(Hlc.after(new Hlc(believed, 0), NOON)).isEqualTo(new Hlc(believed, 1));
    }
}
