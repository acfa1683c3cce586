package dev.holdfast.engine.core.routing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.HashSet;
import java.util.Random;

/// What a device of a large pool answers others, and whom it is connected with.
class RoutingTableTest {

    private final Random random = new Random(7);
    private final Ring ring = Ring.of(RingTest.devices(200, random));

    @Test
    void it_names_those_closest_to_a_key_among_the_ones_it_is_connected_with() {
        var key = RingTest.hash(random);
        var self = ring.closest(key, 100).getLast();
        var table = new RoutingTable(self, ring, ring.peers(self));
        assertThat(table.contacts(key))
                .hasSize(RoutingTable.CONTACTS_MAX)
                .isSubsetOf(table.standing())
                .isSortedAccordingTo(Distance.to(key));
    }

    @Test
    void a_session_beyond_the_ring_is_spare_and_its_device_is_named_while_it_lasts() {
        var key = RingTest.hash(random);
        var holder = ring.closest(key, 1).getFirst();
        var self = ring.closest(key, 100).getLast();
        var reachable = new HashSet<>(ring.peers(self));
        reachable.add(holder);
        var table = new RoutingTable(self, ring, reachable);
        assertThat(table.isSpare(holder)).isTrue();
        assertThat(table.standing()).noneMatch(table::isSpare);
        assertThat(table.contacts(key)).startsWith(holder);
    }

    @Test
    void a_connection_with_a_device_that_left_is_not_named() {
        var stranger = RingTest.devices(1, random).getFirst();
        var self = ring.closest(stranger.hash(), 1).getFirst();
        var reachable = new HashSet<>(ring.peers(self));
        reachable.add(stranger);
        assertThat(new RoutingTable(self, ring, reachable).contacts(stranger.hash()))
                .doesNotContain(stranger);
    }

    @Test
    void the_closest_to_a_key_keep_its_record() {
        var key = RingTest.hash(random);
        var order = ring.closest(key, 9);
        assertThat(new RoutingTable(order.get(7), ring, ring.peers(order.get(7))).keeps(key))
                .isTrue();
        assertThat(new RoutingTable(order.get(8), ring, ring.peers(order.get(8))).keeps(key))
                .isFalse();
    }
}
