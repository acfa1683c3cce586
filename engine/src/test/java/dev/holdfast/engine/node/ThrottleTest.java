package dev.holdfast.engine.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.core.traffic.RateSchedule;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.LocalTime;

/// Bytes that pass at a rate, in a time that passes only while somebody waits.
class ThrottleTest {

    private static final int SECONDS = 60;

    private final Day day = new Day();

    /// The time of day and the steady clock both go on by what is slept.
    private static final class Day implements Throttle.Clock {

        private LocalTime time = LocalTime.of(7, 59);
        private long nanos = 5_000_000_000L;
        private boolean isCrowded;
        private Duration longest = Duration.ZERO;

        @Override
        public LocalTime time() {
            return time;
        }

        @Override
        public long nanos() {
            return nanos;
        }

        @Override
        public void sleep(Duration duration) {
            longest = duration;
            if (!isCrowded) {
                passes(duration);
            }
        }

        void passes(Duration duration) {
            time = time.plus(duration);
            nanos += duration.toNanos();
        }
    }

    private Throttle sending(String schedule) {
        return new Throttle("Sending", RateSchedule.parse(schedule).orElseThrow(), day);
    }

    /// How many bytes pass in so many seconds to who always has more.
    private long passed(Throttle throttle, int seconds) throws InterruptedException {
        long end = day.nanos + Duration.ofSeconds(seconds).toNanos();
        long passed = 0;
        while (day.nanos < end) {
            passed += throttle.pass(1 << 20);
        }
        return passed;
    }

    @Test
    void no_more_than_the_rate_passes_and_hardly_less() throws Exception {
        long rate = 512_000;
        assertThat(passed(sending("500K"), SECONDS))
                .isBetween(rate * SECONDS, rate * SECONDS * 101 / 100);
    }

    @Test
    void the_rate_turns_with_the_time_of_day_in_the_middle_of_what_is_sent() throws Exception {
        var throttle = sending("08:00-18:00 2M, 500K");
        long before = passed(throttle, SECONDS);
        long after = passed(throttle, SECONDS);
        assertThat(before).isBetween(512_000L * SECONDS, 512_000L * SECONDS * 101 / 100);
        assertThat(after).isBetween(2L << 20, (2L << 20) * SECONDS * 101 / 100);
        assertThat(after).isGreaterThan(3 * before);
    }

    @Test
    void who_comes_when_a_faster_rate_begins_does_not_wait_for_those_before() throws Exception {
        var throttle = sending("08:00-18:00 2M, 64K");
        day.isCrowded = true;
        for (int waiting = 0; waiting < 2_000; waiting++) {
            int _ = throttle.pass(1 << 20);
        }
        assertThat(day.longest).isGreaterThan(Duration.ofSeconds(100));

        day.passes(Duration.ofMinutes(1));
        int _ = throttle.pass(1 << 20);
        assertThat(day.longest).isZero();
        day.passes(Duration.ofHours(10));
        for (int waiting = 0; waiting < 100; waiting++) {
            int _ = throttle.pass(1 << 20);
        }
        assertThat(day.longest).isGreaterThan(Duration.ofSeconds(5));
    }

    @Test
    void what_is_held_is_said_with_its_end_and_no_longer_when_nothing_had_to_wait()
            throws Exception {
        var throttle = sending("08:00-18:00 2M, 500K");
        assertThat(throttle.holding()).isEmpty();
        long _ = passed(throttle, 2 * SECONDS);
        assertThat(throttle.holding())
                .contains("Sending is held to 2,048 KiB a second until 18:00, as set.");
        day.passes(Duration.ofSeconds(11));
        assertThat(throttle.holding()).isEmpty();
    }

    @Test
    void without_a_rate_for_this_hour_nothing_waits_and_nothing_is_said() throws Exception {
        var throttle = sending("22:00-23:00 64K");
        long began = day.nanos;
        assertThat(throttle.pass(1 << 30)).isEqualTo(1 << 30);
        assertThat(day.nanos).isEqualTo(began);
        assertThat(throttle.holding()).isEmpty();
    }
}
