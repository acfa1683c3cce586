package dev.holdfast.engine.core.scrub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.core.scrub.ScrubPlan.Pack;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

class ScrubPlanTest {

    private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");
    private static final Duration MONTH = Duration.ofDays(30);
    private static final long PACK = 256 << 20;

    private final ScrubPlan plan = new ScrubPlan(MONTH, ScrubPlan.FASTEST);

    private static Pack pack(long number, int daysAgo) {
        return new Pack(number, PACK, NOW.minus(Duration.ofDays(daysAgo)));
    }

    @Test
    void the_pack_that_was_not_seen_for_longest_comes_first() {
        var turn = plan.next(List.of(pack(1, 3), pack(2, 20), pack(3, 16)), NOW);
        assertThat(turn.pack()).contains(pack(2, 20));
        assertThat(turn.at()).isBefore(NOW);
    }

    @Test
    void what_was_just_seen_rests_for_half_of_the_span() {
        var turn = plan.next(List.of(pack(1, 0), pack(2, 5)), NOW);
        assertThat(turn.pack()).contains(pack(2, 5));
        assertThat(turn.at()).isEqualTo(NOW.plus(Duration.ofDays(10)));
    }

    @Test
    void an_empty_store_is_looked_at_again() {
        assertThat(plan.next(List.of(), NOW).pack()).isEmpty();
        assertThat(plan.next(List.of(), NOW).at()).isAfter(NOW);
    }

    @Test
    void with_time_left_it_reads_slowly_and_when_late_as_fast_as_it_may() {
        assertThat(plan.next(List.of(pack(1, 16)), NOW).bytesPerSecond())
                .isEqualTo(ScrubPlan.SLOWEST);
        assertThat(plan.next(List.of(pack(1, 23)), NOW).bytesPerSecond())
                .isEqualTo(ScrubPlan.FASTEST);
    }

    @Test
    void many_packs_that_end_soon_are_read_as_fast_as_it_takes() {
        var packs = new ArrayList<Pack>();
        for (int number = 1; number <= 1000; number++) {
            packs.add(pack(number, 22));
        }
        long needed = 1000 * PACK / Duration.ofHours(12).toSeconds();
        assertThat(plan.next(packs, NOW).bytesPerSecond()).isBetween(needed, needed + 1);
    }

    @Test
    void a_look_in_the_future_counts_as_one_of_now() {
        var turn = plan.next(List.of(pack(1, -4000)), NOW);
        assertThat(turn.at()).isEqualTo(NOW.plus(MONTH.dividedBy(2)));
    }

    /// A device that is switched off at random, and reads as it is told while it is on.
    @Test
    void every_pack_is_read_within_the_span_also_by_a_device_that_is_off_most_of_the_time() {
        for (int seed = 0; seed < 20; seed++) {
            var chance = new SplittableRandom(seed);
            var packs = new ArrayList<Pack>();
            for (int number = 0; number < 200; number++) {
                packs.add(new Pack(number, PACK, NOW));
            }
            var now = NOW;
            var offAt = NOW;
            while (now.isBefore(NOW.plus(MONTH.multipliedBy(4)))) {
                if (!now.isBefore(offAt)) {
                    now = now.plus(Duration.ofHours(chance.nextInt(1, 72)));
                    offAt = now.plus(Duration.ofHours(chance.nextInt(1, 8)));
                }
                var turn = plan.next(packs, now);
                if (turn.at().isAfter(now)) {
                    now = now.plus(Duration.ofHours(1));
                    continue;
                }
                var pack = turn.pack().orElseThrow();
                now = now.plusSeconds(pack.bytes() / turn.bytesPerSecond());
                assertThat(Duration.between(pack.seen(), now))
                        .as("seed %d, pack %d", seed, pack.number())
                        .isLessThanOrEqualTo(MONTH);
                packs.set((int) pack.number(), new Pack(pack.number(), pack.bytes(), now));
            }
        }
    }
}
