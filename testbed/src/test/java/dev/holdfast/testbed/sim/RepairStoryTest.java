package dev.holdfast.testbed.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.time.Duration.ofMinutes;

import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.repair.Repair.Effect;
import dev.holdfast.engine.core.repair.Repair.Event;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;

/// A device is lost while its files are spread over the others. Every seed is another network:
/// other delays, other losses. To replay a failure, put its seed alone in `seeds`.
class RepairStoryTest {

    private static final String[] NAMES = {"ann", "bob", "cat", "dan", "eve"};

    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    static LongStream fewerSeeds() {
        return LongStream.range(0, 50);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void a_lost_device_is_made_good_by_the_others(long seed) {
        tell(World.seeded(seed, NAMES));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("fewerSeeds")
    void the_writer_dies_and_whoever_has_the_chunk_pays_for_it(long seed) {
        var home = World.seeded(seed, NAMES);
        var photo = home.store("cat", "the children");
        while (home.replicasOf(photo).size() < 2) {
            home.passes(ofMinutes(1));
        }
        home.loses("cat");
        home.passes(ofMinutes(20));
        assertThat(home.replicasOf(photo)).hasSizeGreaterThanOrEqualTo(3).doesNotContain("cat");
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("fewerSeeds")
    void a_device_that_sleeps_for_a_while_costs_nothing(long seed) {
        var home = World.calm(seed, NAMES);
        var lake = home.store("ann", "a picture of the lake");
        home.passes(ofMinutes(3));
        var before = home.replicasOf(lake);
        home.stops(before.getLast());
        home.passes(ofMinutes(8));
        home.starts(before.getLast());
        home.passes(ofMinutes(30));
        assertThat(home.replicasOf(lake)).isEqualTo(before);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("fewerSeeds")
    void the_copies_of_a_removed_device_are_made_elsewhere_at_once(long seed) {
        var home = World.seeded(seed, NAMES);
        var lake = home.store("ann", "a picture of the lake");
        home.passes(ofMinutes(3));
        home.removes("ann");
        home.passes(ofMinutes(3));
        assertThat(home.replicasOf(lake))
                .filteredOn(name -> !name.equals("ann"))
                .hasSizeGreaterThanOrEqualTo(3);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("fewerSeeds")
    void a_device_whose_disk_lost_its_bytes_is_given_them_again(long seed) {
        var home = World.seeded(seed, NAMES);
        var lake = home.store("ann", "a picture of the lake");
        home.passes(ofMinutes(5));
        var holder =
                home.replicasOf(lake).stream().filter(n -> !n.equals("ann")).findFirst().orElse("");
        home.forgets(holder);
        assertThat(home.replicasOf(lake)).doesNotContain(holder);
        home.passes(ofMinutes(10));
        assertThat(home.replicasOf(lake)).hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    void the_same_seed_gives_the_same_run_and_another_seed_another() {
        assertThat(tell(World.seeded(7, NAMES)).trace())
                .isEqualTo(tell(World.seeded(7, NAMES)).trace());
        assertThat(World.seeded(7, NAMES).trace())
                .isNotEqualTo(tell(World.seeded(8, NAMES)).trace());
    }

    @Test
    void a_step_that_forgets_a_debt_is_caught() {
        for (long seed = 0; seed < 5; seed++) {
            var home = World.faulty(seed, RepairStoryTest::forgetful, NAMES);
            assertThatThrownBy(() -> tell(home)).isInstanceOf(AssertionError.class);
        }
    }

    private static World tell(World home) {
        var lake = home.store("ann", "a picture of the lake");
        var letters =
                LongStream.range(0, 20).mapToObj(i -> home.store("bob", "letter " + i)).toList();
        home.passes(ofMinutes(5));
        assertThat(home.replicasOf(lake)).hasSizeGreaterThanOrEqualTo(3).contains("ann");

        home.loses("ann");
        home.passes(ofMinutes(25));
        assertThat(home.replicasOf(lake)).hasSizeGreaterThanOrEqualTo(3).doesNotContain("ann");
        for (ChunkId letter : letters) {
            assertThat(home.replicasOf(letter))
                    .hasSizeGreaterThanOrEqualTo(3)
                    .doesNotContain("ann");
        }
        assertThat(home.fetch("eve", lake)).isEqualTo("a picture of the lake");
        return home;
    }

    /// A step that believes every second push to have been done.
    private static SimDevice.Step forgetful(SimDevice.Step sound) {
        return new SimDevice.Step() {
            @Override
            public List<Effect> on(Event event, Instant now) {
                return sound.on(event, now).stream()
                        .filter(
                                effect ->
                                        !(effect instanceof Effect.Push push
                                                && push.push() % 2 == 0))
                        .toList();
            }

            @Override
            public Instant wakeAt() {
                return sound.wakeAt();
            }
        };
    }
}
