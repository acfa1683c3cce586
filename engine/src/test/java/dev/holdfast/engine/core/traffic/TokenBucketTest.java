package dev.holdfast.engine.core.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;

/// Bytes that go by a clock of the test.
class TokenBucketTest {

    private static final long RATE = 1 << 20;
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final TokenBucket bucket = new TokenBucket();
    private long now = Long.MAX_VALUE - 5 * SECOND;

    /// Sends for as long as that takes, one share after another.
    private long sends(long bytes, long rate) {
        long began = now;
        for (long left = bytes; left > 0; ) {
            int share = TokenBucket.share((int) Math.min(left, 1 << 20), rate);
            now += bucket.take(share, rate, now);
            left -= share;
        }
        return now - began;
    }

    @ParameterizedTest
    @ValueSource(longs = {64 << 10, 1 << 20, 1 << 30})
    void no_more_than_the_rate_goes_and_hardly_less(long rate) {
        long took = sends(20 * rate, rate);
        assertThat(took).isBetween(19 * SECOND, 20 * SECOND);
    }

    @Test
    void who_was_silent_for_an_hour_may_not_send_an_hours_bytes_at_once() {
        sends(RATE, RATE);
        now += 3600 * SECOND;
        assertThat(sends(10 * RATE, RATE)).isGreaterThan(9 * SECOND);
    }

    @Test
    void two_who_send_at_once_have_half_each_and_go_in_turn() {
        sends(RATE, RATE);
        long first = bucket.take(1 << 16, RATE, now);
        long second = bucket.take(1 << 16, RATE, now);
        assertThat(second - first).isEqualTo(SECOND / 16);
    }

    @Test
    void when_the_limit_is_raised_nobody_waits_for_what_was_late() {
        sends(RATE, RATE);
        for (int i = 0; i < 100; i++) {
            bucket.take(1 << 16, RATE, now);
        }
        bucket.restart();
        assertThat(bucket.take(1 << 16, 100 * RATE, now)).isZero();
    }
}
