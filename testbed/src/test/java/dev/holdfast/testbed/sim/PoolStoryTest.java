package dev.holdfast.testbed.sim;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.stream.LongStream;

/// Every seed is another household, with other work and other misfortunes. What is wrong is told as
/// a story, cut as short as it can be; `testbed/docs/simulation.md` says how to run more.
@DisplayName("S1 a pool of 3 to 12 devices keeps what it said")
class PoolStoryTest {

    private static final String SEEDS = System.getProperty("sim.seeds", "0-149");

    static LongStream seeds() {
        var range = SEEDS.split("-");
        long first = Long.parseLong(range[0]);
        return LongStream.rangeClosed(first, Long.parseLong(range[range.length - 1]));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whatever_happens_nothing_acknowledged_is_lost_and_all_agree(long seed) {
        var run = Run.of(seed);
        assertThat(run.isGood())
                .withFailMessage(() -> Shrinker.shrink(run, Mutant.NONE).told())
                .isTrue();
    }

    /// History is kept for its time, and its room comes back: on members, and on keepers, which
    /// ask.
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {8, 10, 30170, 30396, 50505, 50923})
    void what_was_replaced_long_ago_is_deleted_and_nothing_else(long seed) {
        var run = Run.of(seed);
        assertThat(run.isGood()).as(run.told()).isTrue();
        assertThat(run.story()).anyMatch(line -> line.contains("deletes"));
    }

    /// A put is told of four copies while a stand-in has one; that one goes when three others are
    /// pledged. One more must not.
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {31162, 34520})
    void a_copy_beyond_what_the_volume_asks_for_may_go_and_no_other(long seed) {
        var run = Run.of(seed);
        assertThat(run.isGood()).as(run.told()).isTrue();
        assertThat(run.story()).anyMatch(line -> line.contains("is told: 4 copies"));

        var broken = Run.of(Plan.of(seed), Mutant.DROPS_WHAT_IT_OWNS);
        assertThat(broken.failure())
                .hasValueSatisfying(why -> assertThat(why).hasMessageContaining("was promised"));
    }

    @Test
    void the_same_seed_gives_the_same_run_and_another_seed_another() {
        var run = Run.of(7);
        assertThat(Run.of(7)).isEqualTo(run);
        assertThat(Run.of(8).trace()).isNotEqualTo(run.trace());
    }

    @ParameterizedTest
    @CsvSource({
        "DROPS_UNASKED, 3",
        "DROPS_WHAT_IT_OWNS, 3",
        "FORGETS_A_DEBT, 8",
        "SYNCS_NOTHING, 3",
        "DELETES_UNHEARD, 8",
        "ENDS_HISTORY_EARLY, 8",
        "FORGETS_DAYS, 11"
    })
    void a_promise_that_is_broken_on_purpose_is_noticed_and_told_briefly(Mutant mutant, long seed) {
        var run = Run.of(Plan.of(seed), mutant);
        assertThat(run.isGood()).as(run.told()).isFalse();

        var shortest = Shrinker.shrink(run, mutant);
        assertThat(shortest.plan().deeds())
                .hasSizeLessThanOrEqualTo(6)
                .isSubsetOf(run.plan().deeds());
        assertThat(shortest.told()).contains("seed " + seed).contains("BrokenPromise");
        assertThat(Run.of(shortest.plan(), Mutant.NONE).isGood()).isTrue();
    }
}
