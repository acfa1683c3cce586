package dev.holdfast.engine.core.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.routing.Lookup.Answer;
import dev.holdfast.engine.core.routing.Lookup.Outcome;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/// Ann looks for a record in a pool of a hundred; times are told, not waited for.
class LookupTest {

    private static final Instant NOW = Instant.EPOCH;
    private static final Hash KEY = new Hash(1, 2, 3, 4);

    private final Random random = new Random(6);
    private final List<DeviceId> devices = RingTest.devices(100, random);
    private final Ring ring = Ring.of(devices);
    private final List<DeviceId> holders = ring.recordHolders(KEY);
    private final DeviceId ann = ring.closest(KEY, 100).getLast();
    private final RoutingTable table = new RoutingTable(ann, ring, ring.peers(ann));
    private final Lookup<String> lookup = new Lookup<>(table, KEY);

    @Test
    void the_closest_that_are_known_are_asked_first_and_no_more_than_three_at_once() {
        assertThat(lookup.next(NOW)).isEqualTo(table.contacts(KEY).subList(0, 3));
        assertThat(lookup.next(NOW)).isEmpty();
    }

    @Test
    void closer_ones_that_are_named_are_asked_before_others() {
        var first = lookup.next(NOW).getFirst();
        lookup.answered(first, new Answer.Refers<>(holders));
        assertThat(lookup.next(NOW)).containsExactly(holders.getFirst());
    }

    @Test
    void a_record_that_is_found_ends_it_and_tells_how_far_it_was() {
        var first = lookup.next(NOW).getFirst();
        lookup.answered(first, new Answer.Refers<>(holders));
        lookup.next(NOW);
        lookup.answered(holders.getFirst(), new Answer.Has<>("the record"));
        assertThat(lookup.outcome()).hasValue(new Outcome.Found<>("the record", 2));
        assertThat(lookup.next(NOW)).isEmpty();
    }

    @Test
    void nobody_is_waited_for_when_three_who_would_keep_it_have_none() {
        var first = lookup.next(NOW);
        lookup.answered(first.getFirst(), new Answer.Refers<>(holders));
        for (int i = 0; i < 3; i++) {
            assertThat(lookup.outcome()).isEmpty();
            assertThat(lookup.next(NOW)).containsExactly(holders.get(i));
            lookup.answered(holders.get(i), new Answer.HasNone<>(holders));
        }
        assertThat(lookup.outcome()).hasValue(new Outcome.NoSuch<>());
    }

    @Test
    void one_who_is_slow_is_passed_by_and_still_heard() {
        var slow = lookup.next(NOW).getFirst();
        var soon = NOW.plus(Lookup.SLOW_AFTER);
        assertThat(lookup.wakeAt()).isEqualTo(soon);
        assertThat(lookup.next(soon)).hasSize(3).doesNotContain(slow);
        lookup.answered(slow, new Answer.Has<>("late"));
        assertThat(lookup.outcome()).hasValue(new Outcome.Found<>("late", 1));
    }

    @Test
    void one_who_breaks_off_is_routed_around_at_once() {
        var broken = lookup.next(NOW).getFirst();
        lookup.failed(broken);
        assertThat(lookup.next(NOW)).containsExactly(table.contacts(KEY).get(3));
    }

    @Test
    void when_all_are_silent_it_ends_and_says_that_nobody_can_be_asked() {
        var now = NOW;
        while (lookup.outcome().isEmpty()) {
            assertThat(now).isBefore(NOW.plusSeconds(60));
            lookup.next(now);
            now = lookup.wakeAt();
        }
        assertThat(lookup.outcome()).hasValue(new Outcome.OutOfReach<>());
    }

    @Test
    void too_few_who_say_that_there_is_none_are_not_believed_when_others_are_silent() {
        var few = Ring.of(devices.subList(0, 4));
        var self = devices.getFirst();
        var small = new Lookup<String>(new RoutingTable(self, few, few.peers(self)), KEY);
        var asked = small.next(NOW);
        small.answered(asked.getFirst(), new Answer.HasNone<>(List.of()));
        small.failed(asked.get(1));
        small.failed(asked.get(2));
        assertThat(small.outcome()).hasValue(new Outcome.OutOfReach<>());
    }

    @Test
    void in_a_pool_of_two_one_word_is_enough_and_alone_none_is_needed() {
        var two = Ring.of(devices.subList(0, 2));
        var self = devices.getFirst();
        var small = new Lookup<String>(new RoutingTable(self, two, two.peers(self)), KEY);
        small.answered(small.next(NOW).getFirst(), new Answer.HasNone<>(List.of()));
        assertThat(small.outcome()).hasValue(new Outcome.NoSuch<>());

        var one = Ring.of(List.of(self));
        var alone = new Lookup<String>(new RoutingTable(self, one, Set.of()), KEY);
        assertThat(alone.next(NOW)).isEmpty();
        assertThat(alone.outcome()).hasValue(new Outcome.NoSuch<>());
    }

    @Test
    void strangers_that_are_named_are_not_asked_nor_is_anyone_twice_nor_more_than_a_bound() {
        var now = NOW;
        var asked = new HashSet<DeviceId>();
        while (lookup.outcome().isEmpty()) {
            for (var device : lookup.next(now)) {
                assertThat(asked.add(device)).isTrue();
                assertThat(ring.has(device)).isTrue();
                var named = new HashSet<>(RingTest.devices(3, random));
                named.addAll(devices.subList(asked.size(), asked.size() + 5));
                lookup.answered(device, new Answer.Refers<>(List.copyOf(named)));
            }
        }
        assertThat(asked).hasSizeLessThanOrEqualTo(Lookup.ASKED_MAX).doesNotContain(ann);
        assertThat(lookup.outcome()).hasValue(new Outcome.OutOfReach<>());
    }

    @Test
    void what_nobody_asked_for_is_passed_over() {
        lookup.answered(holders.getFirst(), new Answer.Has<>("unasked"));
        var first = lookup.next(NOW).getFirst();
        lookup.answered(first, new Answer.HasNone<>(List.of()));
        lookup.answered(first, new Answer.HasNone<>(List.of()));
        lookup.answered(first, new Answer.HasNone<>(List.of()));
        assertThat(lookup.outcome()).isEmpty();
    }
}
