package dev.holdfast.testbed.sim;

import static org.assertj.core.api.Assertions.assertThat;

import static java.time.Duration.ofMinutes;

import dev.holdfast.testbed.sim.Deed.Death;
import dev.holdfast.testbed.sim.Deed.LostChunk;
import dev.holdfast.testbed.sim.Deed.Put;
import dev.holdfast.testbed.sim.Deed.Removal;
import dev.holdfast.testbed.sim.Deed.Sleep;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/// A device is lost while its files are spread over the others. Every seed is another network:
/// other delays, other losses. To replay a failure, put its seed alone in `seeds`.
class RepairStoryTest {

    private static final List<String> NAMES = List.of("ann", "bob", "cat", "dan", "eve");
    private static final String LAKE = "a picture of the lake";

    static LongStream seeds() {
        return LongStream.range(0, 40);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void a_lost_device_is_made_good_by_the_others(long seed) {
        var home = home(seed);
        home.net().lossy(true);
        puts(home, "ann", "lake", LAKE);
        var letters = IntStream.range(0, 20).mapToObj(i -> "letter " + i).toList();
        letters.forEach(letter -> puts(home, "bob", letter, letter));
        home.passes(ofMinutes(5));
        assertThat(home.holders(LAKE)).hasSizeGreaterThanOrEqualTo(3);

        new Death("cat").begin(home);
        home.passes(ofMinutes(25));
        assertThat(home.holders(LAKE)).hasSizeGreaterThanOrEqualTo(3);
        for (var letter : letters) {
            assertThat(home.holders(letter)).hasSizeGreaterThanOrEqualTo(3);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void the_writer_dies_and_whoever_has_the_chunk_pays_for_it(long seed) {
        var home = home(seed);
        puts(home, "cat", "photo", "the children");
        while (home.holders("the children").size() < 2) {
            home.passes(ofMinutes(1));
        }
        new Death("cat").begin(home);
        home.passes(ofMinutes(20));
        assertThat(home.holders("the children")).hasSizeGreaterThanOrEqualTo(3);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void a_device_that_sleeps_for_a_while_costs_nothing(long seed) {
        var home = home(seed);
        puts(home, "ann", "lake", LAKE);
        home.passes(ofMinutes(5));
        var before = home.holders(LAKE);
        new Sleep(before.getLast(), ofMinutes(8)).begin(home);
        home.passes(ofMinutes(38));
        assertThat(home.holders(LAKE)).isEqualTo(before).hasSize(3);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void the_copies_of_a_removed_device_are_made_elsewhere_at_once(long seed) {
        var home = home(seed);
        puts(home, "ann", "lake", LAKE);
        home.passes(ofMinutes(3));
        var out = home.holders(LAKE).stream().filter(n -> !n.equals("ann")).toList().getFirst();
        new Removal(out, "ann").begin(home);
        home.passes(ofMinutes(3));
        assertThat(home.holders(LAKE)).doesNotContain(out).hasSizeGreaterThanOrEqualTo(3);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void a_device_whose_disk_lost_its_bytes_is_given_them_again(long seed) {
        var home = home(seed);
        puts(home, "ann", "lake", LAKE);
        home.passes(ofMinutes(5));
        var holder = home.holders(LAKE).getLast();
        new LostChunk(holder, 0).begin(home);
        assertThat(home.holders(LAKE)).doesNotContain(holder);
        home.passes(ofMinutes(10));
        assertThat(home.holders(LAKE)).hasSizeGreaterThanOrEqualTo(3);
    }

    private static Pool home(long seed) {
        var home = new Pool(seed, Mutant.NONE, NAMES);
        home.passes(ofMinutes(1));
        return home;
    }

    private static void puts(Pool home, String who, String path, String content) {
        new Put(who, path, content, 2).begin(home);
        home.passes(ofMinutes(0));
    }
}
