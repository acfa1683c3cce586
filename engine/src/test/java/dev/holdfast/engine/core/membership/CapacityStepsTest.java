package dev.holdfast.engine.core.membership;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.Random;

class CapacityStepsTest {

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
}
