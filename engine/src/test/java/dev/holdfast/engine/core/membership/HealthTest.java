package dev.holdfast.engine.core.membership;

import static dev.holdfast.engine.core.membership.Health.State.GONE;
import static dev.holdfast.engine.core.membership.Health.State.MISSED;
import static dev.holdfast.engine.core.membership.Health.State.OFFLINE;
import static dev.holdfast.engine.core.membership.Health.State.ONLINE;
import static dev.holdfast.engine.core.membership.Health.State.SUSPECT;
import static dev.holdfast.engine.core.membership.Household.id;

import static org.assertj.core.api.Assertions.assertThat;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import dev.holdfast.engine.core.membership.Health.Closed;
import dev.holdfast.engine.core.membership.Health.Event;
import dev.holdfast.engine.core.membership.Health.Heard;
import dev.holdfast.engine.core.membership.Health.Members;
import dev.holdfast.engine.core.membership.Health.Settings;
import dev.holdfast.engine.core.membership.Health.Tick;
import dev.holdfast.engine.core.membership.Health.Turned;
import dev.holdfast.engine.core.membership.Health.Unreachable;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// What is made of silence, with an interval of 15 s, `repair-urgent-after` 5 min, `repair-after`
/// 12 h.
class HealthTest {

    private static final DeviceId BOB = id("bob");

    private final List<Turned> turned = new ArrayList<>();
    private Instant now = Instant.EPOCH;
    private Health health = Health.unknown(Settings.DEFAULT);

    HealthTest() {
        on(new Members(Set.of(BOB)));
    }

    @Test
    void a_device_is_offline_until_it_is_heard() {
        assertThat(health.state(BOB)).isEqualTo(OFFLINE);
        hear();
        assertThat(turned).containsExactly(new Turned(BOB, OFFLINE, ONLINE));
    }

    @Test
    void a_device_that_is_heard_each_interval_stays_online() {
        hear();
        for (int i = 0; i < 10_000; i++) {
            passes(ofSeconds(15));
            hear();
        }
        assertThat(turned).hasSize(1);
    }

    @Test
    void a_silent_device_is_suspect_then_offline_then_missed_then_gone() {
        hear();
        passes(ofSeconds(22));
        assertThat(health.state(BOB)).isEqualTo(ONLINE);
        passes(ofSeconds(1));
        assertThat(health.state(BOB)).isEqualTo(SUSPECT);
        passes(ofSeconds(22));
        assertThat(health.state(BOB)).isEqualTo(SUSPECT);
        passes(ofSeconds(1));
        assertThat(health.state(BOB)).isEqualTo(OFFLINE);
        passes(ofMinutes(5).minusSeconds(1));
        assertThat(health.state(BOB)).isEqualTo(OFFLINE);
        passes(ofSeconds(1));
        assertThat(health.state(BOB)).isEqualTo(MISSED);
        passes(ofHours(12).minusMinutes(5).minusSeconds(1));
        assertThat(health.state(BOB)).isEqualTo(MISSED);
        passes(ofSeconds(1));
        assertThat(health.state(BOB)).isEqualTo(GONE);
        assertThat(turned)
                .extracting(Turned::to)
                .containsExactly(ONLINE, SUSPECT, OFFLINE, MISSED, GONE);
        hear();
        assertThat(turned.getLast()).isEqualTo(new Turned(BOB, GONE, ONLINE));
    }

    @Test
    void a_closed_connection_and_a_failed_dial_are_offline_at_once() {
        hear();
        on(new Closed(BOB));
        assertThat(health.state(BOB)).isEqualTo(SUSPECT);
        on(new Unreachable(BOB));
        assertThat(health.state(BOB)).isEqualTo(OFFLINE);
    }

    @Test
    void a_dial_that_fails_beside_a_live_connection_says_nothing() {
        hear();
        on(new Unreachable(BOB));
        assertThat(health.state(BOB)).isEqualTo(ONLINE);
    }

    @Test
    void failed_dials_do_not_put_off_the_repair() {
        for (int i = 0; i < 12 * 60; i++) {
            passes(ofMinutes(1));
            on(new Unreachable(BOB));
        }
        assertThat(health.state(BOB)).isEqualTo(GONE);
    }

    @Test
    void what_was_heard_long_ago_is_no_life_sign_now() {
        hear();
        var then = now;
        passes(ofMinutes(1));
        on(new Heard(BOB, then));
        assertThat(health.state(BOB)).isEqualTo(OFFLINE);
    }

    @Test
    void settings_of_seconds_repair_in_seconds() {
        health = Health.unknown(new Settings(ofSeconds(1), ofSeconds(2), ofSeconds(4)));
        on(new Members(Set.of(BOB)));
        hear();
        passes(ofSeconds(4));
        assertThat(health.state(BOB)).isEqualTo(OFFLINE);
        passes(ofSeconds(4));
        assertThat(health.state(BOB)).isEqualTo(GONE);
    }

    @Test
    void who_is_no_member_is_gone_and_not_looked_for() {
        on(new Members(Set.of()));
        assertThat(health.state(BOB)).isEqualTo(GONE);
        assertThat(health.atLeast(ONLINE)).isEmpty();
        hear();
        assertThat(health.state(BOB)).isEqualTo(GONE);
    }

    @Test
    void asks_for_all_that_are_no_better() {
        on(new Members(Set.of(BOB, id("cat"))));
        hear();
        assertThat(health.atLeast(OFFLINE)).containsExactly(id("cat"));
        assertThat(health.atLeast(ONLINE)).containsOnly(BOB, id("cat"));
    }

    private void hear() {
        on(new Heard(BOB, now));
    }

    private void passes(Duration time) {
        now = now.plus(time);
        on(new Tick());
    }

    private void on(Event event) {
        var step = health.on(event, now);
        health = step.next();
        turned.addAll(step.turned());
    }
}
