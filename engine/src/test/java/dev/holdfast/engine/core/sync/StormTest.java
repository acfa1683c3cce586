package dev.holdfast.engine.core.sync;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.stream.LongStream;

/// People change the files of linked folders at any moment, batches travel late, processes end at
/// any step. To replay a failure, put its seed alone in `seeds`.
class StormTest {

    static LongStream seeds() {
        return LongStream.range(0, 400);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void three_folders_come_to_the_same_and_nothing_is_lost(long seed) {
        run(seed, 3, 150, new Storm.Weather(false, false));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void so_do_five_while_others_write_to_the_volume(long seed) {
        run(seed, 5, 250, new Storm.Weather(false, true));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void a_device_that_forgets_what_it_had_seen_deletes_nothing(long seed) {
        run(seed, 3, 200, new Storm.Weather(true, true));
    }

    private static void run(long seed, int devices, int steps, Storm.Weather weather) {
        var storm = new Storm(seed, devices, weather);
        storm.rage(steps);
        storm.settle();
    }
}
