package dev.holdfast.engine.core.liveness;

import static org.assertj.core.api.Assertions.assertThat;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Ten devices, messages that get lost, and what each makes of it.
class SwimStoryTest {

    private static final int DEVICES = 10;
    private static final int SEEDS = 20;
    private static final double LOSS = 0.2;

    /// Of 90 views in 20 ponds, each for nine minutes with a fifth of all messages lost.
    private static final int MISTAKES_MAX = 2;

    @ParameterizedTest(name = "work {0}: {1} s")
    @CsvSource({"true, 30", "false, 60"})
    void a_dead_device_is_found_and_no_other_is_taken_for_dead(boolean work, int seconds) {
        var mistaken = new ArrayList<Pond.Seen>();
        for (int seed = 0; seed < SEEDS; seed++) {
            var pond = new Pond(DEVICES, LOSS, seed);
            pond.busy(work);
            pond.passes(ofMinutes(2));
            pond.dies(0);
            pond.passes(ofSeconds(seconds));
            for (int by = 1; by < DEVICES; by++) {
                assertThat(pond.sight(by, 0)).as("seed %d, by %d", seed, by).isEqualTo(Sight.GONE);
            }
            for (int i = 0; i < 20; i++) {
                pond.stops(1, ofSeconds(2));
                pond.passes(ofSeconds(20));
            }
            var wrong = gone(pond).stream().filter(seen -> seen.whom() != 0).toList();
            assertThat(wrong)
                    .as("seed %d: who lives is not gone for two", seed)
                    .extracting(Pond.Seen::whom)
                    .doesNotHaveDuplicates();
            mistaken.addAll(wrong);
        }
        assertThat(mistaken).as("in hours of views").hasSizeLessThanOrEqualTo(MISTAKES_MAX);
    }

    @Test
    void doubt_of_the_living_is_rare_and_short() {
        long doubts = 0;
        long standing = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            var pond = new Pond(DEVICES, LOSS, seed);
            pond.busy(true);
            pond.passes(ofMinutes(10));
            doubts += pond.seen().stream().filter(s -> s.as() == Sight.SUSPECT).count();
            standing += all().filter(p -> pond.sight(p[0], p[1]) != Sight.REACHED).count();
        }
        long views = SEEDS * (long) DEVICES * (DEVICES - 1);
        assertThat(doubts).as("in ten minutes of work, each by each").isLessThan(views / 100);
        assertThat(standing).as("at the end").isLessThan(views / 100);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_device_that_stands_still_for_three_seconds_is_gone_for_nobody(boolean work) {
        for (int seed = 0; seed < SEEDS; seed++) {
            var pond = new Pond(DEVICES, 0, seed);
            pond.busy(work);
            pond.passes(ofSeconds(30));
            for (int i = 0; i < 10; i++) {
                pond.stops(3, ofSeconds(3));
                pond.passes(ofSeconds(17));
            }
            assertThat(gone(pond)).as("seed %d", seed).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_link_that_is_dead_one_way_is_told_from_a_dead_device(boolean work) {
        for (int seed = 0; seed < SEEDS; seed++) {
            var pond = new Pond(DEVICES, 0, seed);
            pond.busy(work);
            pond.passes(ofSeconds(30));
            pond.cuts(2, 3);
            pond.passes(ofMinutes(3));
            assertThat(pond.sight(3, 2)).as("seed %d", seed).isEqualTo(Sight.ELSEWHERE);
            assertThat(gone(pond)).as("seed %d", seed).isEmpty();
            for (int by : List.of(0, 1, 4, 5, 6, 7, 8, 9)) {
                assertThat(pond.sight(by, 2)).isEqualTo(Sight.REACHED);
                assertThat(pond.sight(by, 3)).isEqualTo(Sight.REACHED);
            }
            pond.heals();
            pond.passes(ofMinutes(1));
            assertThat(pond.sight(3, 2)).as("seed %d", seed).isEqualTo(Sight.REACHED);
        }
    }

    @Test
    void two_alone_find_each_other_gone_and_back() {
        var pond = new Pond(2, 0, 1);
        pond.cuts(0, 1);
        pond.cuts(1, 0);
        pond.passes(ofMinutes(2));
        assertThat(pond.sight(0, 1)).isEqualTo(Sight.GONE);
        assertThat(pond.sight(1, 0)).isEqualTo(Sight.GONE);
    }

    @Test
    void who_was_away_itself_doubts_nobody_on_its_return() {
        var pond = new Pond(DEVICES, 0, 5);
        pond.passes(ofMinutes(1));
        pond.stops(4, Duration.ofHours(1));
        pond.passes(Duration.ofHours(1).plusMinutes(1));
        assertThat(pond.seen()).filteredOn(s -> s.by() == 4 && s.whom() != 4).isEmpty();
    }

    @Test
    void an_idle_pond_is_quiet() {
        var pond = new Pond(DEVICES, 0, 1);
        pond.passes(ofMinutes(1));
        long before = pond.messages();
        pond.passes(ofMinutes(15));
        long pairs = DEVICES * (DEVICES - 1) / 2;
        assertThat(pond.messages() - before).isLessThan(pairs * 2 * (15 * 60 / 15 + 1));
    }

    private static List<Pond.Seen> gone(Pond pond) {
        return pond.seen().stream().filter(seen -> seen.as() == Sight.GONE).toList();
    }

    private static Stream<int[]> all() {
        return IntStream.range(0, DEVICES)
                .boxed()
                .flatMap(
                        a ->
                                IntStream.range(0, DEVICES)
                                        .filter(b -> b != a)
                                        .mapToObj(b -> new int[] {a, b}));
    }
}
