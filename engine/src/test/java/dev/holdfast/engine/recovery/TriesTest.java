package dev.holdfast.engine.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Instant;

class TriesTest {

    private static final Instant NOON = Instant.ofEpochSecond(1_000_000);

    @Test
    void after_so_many_nobody_may_try_until_the_window_is_over() {
        var tries = Tries.NONE;
        for (int i = 0; i < Tries.WRONG_MAX; i++) {
            assertThat(tries.areTooMany(NOON)).isFalse();
            tries = tries.andOne(NOON);
        }
        assertThat(tries.areTooMany(NOON)).isTrue();
        assertThat(tries.areTooMany(NOON.plus(Tries.WINDOW).minusMillis(1))).isTrue();
        assertThat(tries.areTooMany(NOON.plus(Tries.WINDOW))).isFalse();
        assertThat(tries.andOne(NOON.plus(Tries.WINDOW)).wrong()).isEqualTo(1);
    }

    @Test
    void a_clock_that_was_put_back_begins_anew() {
        var tries = Tries.NONE;
        for (int i = 0; i < Tries.WRONG_MAX; i++) {
            tries = tries.andOne(NOON);
        }
        assertThat(tries.areTooMany(NOON.minusSeconds(1))).isFalse();
    }
}
