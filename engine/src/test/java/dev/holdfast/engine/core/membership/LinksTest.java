package dev.holdfast.engine.core.membership;

import static dev.holdfast.engine.core.membership.Household.id;

import static org.assertj.core.api.Assertions.assertThat;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import dev.holdfast.engine.core.membership.Links.Closed;
import dev.holdfast.engine.core.membership.Links.Dial;
import dev.holdfast.engine.core.membership.Links.DialFailed;
import dev.holdfast.engine.core.membership.Links.Drop;
import dev.holdfast.engine.core.membership.Links.Effect;
import dev.holdfast.engine.core.membership.Links.Event;
import dev.holdfast.engine.core.membership.Links.Hinted;
import dev.holdfast.engine.core.membership.Links.Keep;
import dev.holdfast.engine.core.membership.Links.Opened;
import dev.holdfast.engine.core.membership.Links.Tick;
import dev.holdfast.engine.core.membership.Links.Wanted;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Whom a device dials, and which connection it keeps.
class LinksTest {

    private static final List<DeviceId> BY_ID = Stream.of(id("ann"), id("bob")).sorted().toList();
    private static final DeviceId LOWER = BY_ID.getFirst();
    private static final DeviceId HIGHER = BY_ID.getLast();

    private Instant now = Instant.EPOCH;
    private Links links = Links.none(LOWER);

    @Test
    void a_wanted_peer_is_dialled_once() {
        assertThat(on(new Wanted(Set.of(HIGHER)))).containsExactly(new Dial(HIGHER));
        assertThat(on(new Wanted(Set.of(HIGHER)))).isEmpty();
        assertThat(passes(ofSeconds(100))).isEmpty();
    }

    @Test
    void a_failed_dial_is_tried_again_ever_later() {
        on(new Wanted(Set.of(HIGHER)));
        var longest = Duration.ZERO;
        for (int i = 0; i < 20; i++) {
            assertThat(on(new DialFailed(HIGHER))).isEmpty();
            var waited = untilDial();
            assertThat(waited).isGreaterThanOrEqualTo(longest);
            longest = waited;
        }
        assertThat(longest).isBetween(ofSeconds(15), Links.BACKOFF_MAX);
    }

    @Test
    void a_hint_ends_the_wait() {
        on(new Wanted(Set.of(HIGHER)));
        for (int i = 0; i < 9; i++) {
            on(new DialFailed(HIGHER));
            passes(Links.BACKOFF_MAX);
        }
        on(new DialFailed(HIGHER));
        assertThat(on(new Hinted(HIGHER))).containsExactly(new Dial(HIGHER));
    }

    @Test
    void a_connection_that_breaks_is_dialled_again_at_once() {
        on(new Wanted(Set.of(HIGHER)));
        assertThat(on(new Opened(HIGHER, 1, true))).containsExactly(new Keep(HIGHER, 1));
        assertThat(links.open(HIGHER)).isPresent();
        assertThat(on(new Closed(HIGHER, 1, true))).containsExactly(new Dial(HIGHER));
    }

    @Test
    void a_connection_that_the_peer_refuses_is_not_dialled_at_once() {
        on(new Wanted(Set.of(HIGHER)));
        on(new Opened(HIGHER, 1, true));
        assertThat(on(new Closed(HIGHER, 1, false))).isEmpty();
        assertThat(untilDial()).isPositive();
    }

    @Test
    void when_two_dial_at_once_both_keep_the_dial_of_the_lower() {
        assertThat(race(LOWER, true)).containsExactly(new Drop(HIGHER, 2));
        assertThat(race(LOWER, false)).containsExactly(new Drop(HIGHER, 1), new Keep(HIGHER, 2));
        assertThat(race(HIGHER, true)).containsExactly(new Drop(LOWER, 1), new Keep(LOWER, 2));
        assertThat(race(HIGHER, false)).containsExactly(new Drop(LOWER, 2));
    }

    @Test
    void a_peer_that_comes_again_later_has_lost_its_first_connection() {
        on(new Opened(HIGHER, 1, true));
        passes(Links.RACE_MAX);
        assertThat(on(new Opened(HIGHER, 2, false)))
                .containsExactly(new Drop(HIGHER, 1), new Keep(HIGHER, 2));
        assertThat(on(new Closed(HIGHER, 1, true))).as("the dropped one").isEmpty();
        assertThat(links.open(HIGHER)).hasValueSatisfying(o -> assertThat(o.number()).isEqualTo(2));
    }

    @Test
    void who_is_no_longer_wanted_is_not_dialled() {
        on(new Wanted(Set.of(HIGHER)));
        on(new Wanted(Set.of()));
        assertThat(on(new DialFailed(HIGHER))).isEmpty();
        assertThat(passes(ofSeconds(100))).isEmpty();
        assertThat(links.links()).isEmpty();
    }

    @Test
    void a_peer_that_cannot_be_dialled_may_still_come() {
        assertThat(on(new Opened(HIGHER, 7, false))).containsExactly(new Keep(HIGHER, 7));
    }

    @Test
    void only_so_many_are_dialled_at_once() {
        var many = IntStream.range(0, 40).mapToObj(i -> id("p" + i)).collect(Collectors.toSet());
        var first = on(new Wanted(many));
        assertThat(first).hasSize(Links.DIALLING_MAX);
        var dialled = ((Dial) first.getFirst()).device();
        assertThat(on(new Opened(dialled, 1, true))).hasSize(2);
    }

    private List<Effect> race(DeviceId self, boolean ownFirst) {
        links = Links.none(self);
        var other = self.equals(LOWER) ? HIGHER : LOWER;
        on(new Wanted(Set.of(other)));
        on(new Opened(other, 1, ownFirst));
        now = now.plusMillis(100);
        return on(new Opened(other, 2, !ownFirst));
    }

    private Duration untilDial() {
        var from = now;
        while (passes(ofMillis(10)).isEmpty()) {
            assertThat(Duration.between(from, now)).isLessThan(Links.BACKOFF_MAX.plusSeconds(1));
        }
        return Duration.between(from, now);
    }

    private List<Effect> passes(Duration time) {
        now = now.plus(time);
        return on(new Tick());
    }

    private List<Effect> on(Event event) {
        var step = links.on(event, now, 0.5);
        links = step.next();
        return step.effects();
    }
}
