package dev.holdfast.engine.core.membership;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Random;

class CapacityStepsTest {

    private static final Duration A_DAY = Duration.ofDays(1);

    @Test
    void a_step_is_at_most_an_eighth_of_an_octave_below_and_is_its_own_step() {
        var chance = new Random(1);
        for (int i = 0; i < 100_000; i++) {
            long bytes = chance.nextLong(1, Long.MAX_VALUE) >>> chance.nextInt(43);
            long step = CapacitySteps.floor(bytes);
            assertThat(step).isLessThanOrEqualTo(bytes);
            assertThat((double) bytes / step).isLessThan(Math.pow(2, 1 / 8.0) + 1e-5);
            assertThat(CapacitySteps.floor(step)).isEqualTo(step);
        }
    }

    @Test
    void powers_of_two_are_steps_from_the_least_to_the_greatest() {
        for (int octave = 0; octave < 63; octave++) {
            assertThat(CapacitySteps.floor(1L << octave)).isEqualTo(1L << octave);
        }
        assertThat(CapacitySteps.floor(0)).isZero();
        assertThat(CapacitySteps.floor(Long.MAX_VALUE)).isEqualTo(7877004751L << 30);
    }

    @Test
    void a_claim_follows_only_what_is_clearly_another_step() {
        long stated = 1L << 40;
        assertThat(CapacitySteps.restated(stated, stated + stated / 20, A_DAY)).isEqualTo(stated);
        assertThat(CapacitySteps.restated(stated, stated - stated / 50, A_DAY)).isEqualTo(stated);
        assertThat(CapacitySteps.restated(stated, stated / 2, A_DAY)).isEqualTo(stated / 2);
        assertThat(CapacitySteps.restated(stated, stated * 2, A_DAY)).isGreaterThan(stated);
    }

    @Test
    void a_claim_stands_for_a_day() {
        long stated = 1L << 40;
        var soon = A_DAY.minusSeconds(1);
        assertThat(CapacitySteps.restated(stated, stated / 2, soon)).isEqualTo(stated);
    }

    @Test
    void a_capacity_that_wavers_about_a_step_is_stated_once() {
        long step = 1L << 40;
        long stated = CapacitySteps.restated(0, step + 5, A_DAY);
        for (int i = 0; i < 20; i++) {
            stated = CapacitySteps.restated(stated, i % 2 == 0 ? step - 5 : step + 5, A_DAY);
            assertThat(stated).isBetween(step - step / 8, step);
        }
        assertThat(CapacitySteps.restated(stated, step - 5, A_DAY)).isEqualTo(stated);
        assertThat(CapacitySteps.restated(stated, step + 5, A_DAY)).isEqualTo(stated);
    }
}
