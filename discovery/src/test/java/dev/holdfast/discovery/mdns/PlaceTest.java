package dev.holdfast.discovery.mdns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.discovery.Reach;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;

/// Where a service may be said to be: on the very network that it was heard on.
class PlaceTest {

    private Place place;

    @BeforeEach
    void the_loopback() throws IOException {
        var network = Reach.inside().interfaces().getFirst();
        place = Place.on(network).orElseThrow();
    }

    @Test
    void what_is_on_this_network_can_be_dialled() {
        assertThat(place.own().isLoopbackAddress()).isTrue();
        assertThat(place.host(InetAddress.getLoopbackAddress())).contains("127.0.0.1");
    }

    @Test
    void nobody_sends_this_device_elsewhere() {
        for (var elsewhere : new String[] {"192.0.2.7", "0.0.0.0", "2001:db8::7", "fe80::7"}) {
            assertThat(place.host(InetAddress.ofLiteral(elsewhere))).as(elsewhere).isEmpty();
        }
    }
}
