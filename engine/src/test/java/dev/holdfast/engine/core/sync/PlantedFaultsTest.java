package dev.holdfast.engine.core.sync;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The storms notice when it is built wrongly.
class PlantedFaultsTest {

    private static final int SEEDS_MAX = 500;

    @ParameterizedTest
    @EnumSource(LinkedDevice.Fault.class)
    void a_storm_turns_red(LinkedDevice.Fault fault) {
        int seed = 0;
        while (seed < SEEDS_MAX && survives(seed, fault)) {
            seed++;
        }
        assertThat(seed).isLessThan(SEEDS_MAX);
    }

    private static boolean survives(int seed, LinkedDevice.Fault fault) {
        var storm = new Storm(seed, 3, new Storm.Weather(false, false));
        storm.devices.forEach(device -> device.plant(fault));
        try {
            storm.rage(150);
            storm.settle();
            return true;
        } catch (AssertionError expected) {
            return false;
        }
    }
}
