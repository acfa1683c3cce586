package dev.holdfast.engine.core.presence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.membership.DeviceId;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;

/// Two machines with one key take turns; one machine seldom takes its own place.
class DoublesTest {

    private static final DeviceId BOB = new DeviceId(new Hash(6, 6, 6, 6));
    private static final DeviceId CAT = new DeviceId(new Hash(7, 7, 7, 7));
    private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");

    private static Doubles turning(int times, Duration every) {
        var doubles = Doubles.none();
        for (int i = 0; i < times; i++) {
            doubles = doubles.turned(BOB, NOON.plus(every.multipliedBy(i)));
        }
        return doubles;
    }

    @Test
    void who_takes_turns_in_seconds_runs_twice_and_nobody_else_does() {
        var doubles = turning(Doubles.TURNS, Duration.ofSeconds(2));
        assertThat(doubles.turned(CAT, NOON).at(NOON.plusSeconds(8))).containsExactly(BOB);
    }

    @Test
    void a_device_that_restarts_or_loses_its_network_now_and_then_does_not() {
        assertThat(turning(Doubles.TURNS - 1, Duration.ofSeconds(1)).at(NOON)).isEmpty();
        assertThat(turning(50, Duration.ofSeconds(20)).at(NOON.plusSeconds(1000))).isEmpty();
    }

    @Test
    void it_is_said_while_it_is_so_and_some_minutes_longer() {
        int times = 1000;
        var doubles = turning(times, Duration.ofSeconds(1));
        var last = NOON.plusSeconds(times - 1);
        assertThat(doubles.at(last)).hasSize(1);
        assertThat(doubles.turns().get(BOB)).hasSize(Doubles.TURNS);
        assertThat(doubles.at(last.plus(Doubles.STANDS))).hasSize(1);
        assertThat(doubles.at(last.plus(Doubles.STANDS).plusSeconds(1))).isEmpty();
    }
}
