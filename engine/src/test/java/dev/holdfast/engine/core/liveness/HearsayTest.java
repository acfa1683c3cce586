package dev.holdfast.engine.core.liveness;

import static org.assertj.core.api.Assertions.assertThat;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import dev.holdfast.engine.core.liveness.Rumour.Word;
import dev.holdfast.engine.core.membership.DeviceId;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.TreeSet;

/// A ring in which every device comes to know who is here, though it has few sessions.
@Execution(ExecutionMode.CONCURRENT)
class HearsayTest {

    private static final int SEEDS = 10;

    @ParameterizedTest(name = "{1} of {0} are there")
    @CsvSource({"2,2", "5,5", "7,3", "12,12", "40,40", "40,10", "40,2", "70,70"})
    void all_that_are_there_come_to_know_of_all_over_few_sessions(int devices, int there) {
        for (int seed = 0; seed < SEEDS; seed++) {
            var fair = new Fair(seed, devices);
            fair.some(there, false).forEach(fair::comes);
            fair.passes(ofMinutes(3));
            assertSettled(fair, seed);
        }
    }

    @Test
    void who_comes_later_is_known_to_all_within_seconds_and_is_not_dialled_by_all() {
        for (int seed = 0; seed < SEEDS; seed++) {
            var fair = new Fair(seed, 40);
            fair.some(39, false).forEach(fair::comes);
            fair.passes(ofMinutes(5));
            var late = fair.some(1, false).getFirst();
            fair.comes(late);
            fair.passes(ofSeconds(5));
            for (var by : fair.there()) {
                assertThat(by.equals(late) || fair.finds(by, late)).as("seed %d", seed).isTrue();
            }
            assertThat(fair.found(late)).as("seed %d", seed).hasSize(39);
            assertThat(fair.sessions(late))
                    .as("seed %d", seed)
                    .isLessThan(fair.there().size() * 2 / 3);
            fair.passes(ofMinutes(3));
            assertSettled(fair, seed);
        }
    }

    @Test
    void who_dies_is_found_gone_by_all_within_half_a_minute_and_the_ring_closes() {
        for (int seed = 0; seed < SEEDS; seed++) {
            var fair = new Fair(seed, 30);
            fair.all().forEach(fair::comes);
            fair.passes(ofMinutes(3));
            fair.some(10, true).forEach(fair::goes);
            fair.passes(ofSeconds(30));
            for (var by : fair.there()) {
                assertThat(fair.found(by)).as("seed %d", seed).isSubsetOf(fair.there());
            }
            fair.passes(ofMinutes(3));
            assertSettled(fair, seed);
        }
    }

    @Test
    void two_halves_that_lost_each_other_come_together_again() {
        for (int seed = 0; seed < SEEDS; seed++) {
            var fair = new Fair(seed, 20);
            fair.some(8, false).forEach(fair::comes);
            fair.passes(ofMinutes(3));
            var some = fair.some(4, true);
            for (var one : some) {
                fair.all().stream()
                        .filter(other -> !some.contains(other))
                        .forEach(other -> fair.cuts(one, other));
            }
            fair.passes(ofMinutes(10));
            assertThat(fair.found(some.getFirst())).as("seed %d", seed).isSubsetOf(some);
            fair.heals();
            fair.passes(ofMinutes(8));
            assertSettled(fair, seed);
        }
    }

    @Test
    void nobody_is_gone_on_hearsay() {
        var fair = new Fair(3, 40);
        fair.all().forEach(fair::comes);
        fair.passes(ofMinutes(3));
        var liar = fair.all().getFirst();
        for (var whom : fair.all()) {
            if (!whom.equals(liar)) {
                fair.lies(liar, new Rumour(whom, 2, Word.DEAD, liar));
            }
        }
        fair.passes(ofSeconds(30));
        for (var by : fair.all()) {
            assertThat(fair.found(by)).hasSize(39);
        }
        fair.passes(ofMinutes(3));
        assertSettled(fair, 3);
    }

    @Test
    void nobody_is_taken_to_be_here_on_hearsay_for_longer_than_an_hour() {
        var fair = new Fair(4, 40);
        fair.some(39, false).forEach(fair::comes);
        fair.passes(ofMinutes(3));
        var dead = fair.some(1, false).getFirst();
        var liar = fair.some(1, true).getFirst();
        fair.lies(liar, new Rumour(dead, 7, Word.ALIVE, dead));
        fair.passes(Hearsay.TRUST_MAX.plusMinutes(1));
        for (var by : fair.there()) {
            assertThat(fair.finds(by, dead)).isFalse();
        }
    }

    @Test
    void one_that_only_this_device_cannot_reach_is_not_here_for_it_and_is_looked_for_again() {
        var fair = new Fair(5, 40);
        fair.all().forEach(fair::comes);
        fair.passes(ofMinutes(3));
        var ann = fair.all().get(0);
        var bob = fair.all().get(1);
        fair.cuts(ann, bob);
        fair.passes(ofMinutes(1));
        assertThat(fair.finds(ann, bob)).isFalse();
        assertThat(fair.finds(fair.all().get(20), bob)).isTrue();
        fair.heals();
        fair.passes(ofMinutes(6));
        assertThat(fair.finds(ann, bob)).isTrue();
    }

    /// Everybody finds those that are there and nobody else, over the sessions of the ring.
    private static void assertSettled(Fair fair, int seed) {
        for (var by : fair.there()) {
            var others = new TreeSet<DeviceId>(fair.there());
            others.remove(by);
            assertThat(fair.found(by)).as("seed %d, by %s", seed, by).isEqualTo(others);
            assertThat(fair.sessions(by))
                    .as("seed %d", seed)
                    .isLessThanOrEqualTo(fair.sessionsMax(by));
        }
    }
}
