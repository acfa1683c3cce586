package dev.holdfast.engine.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.discovery.Announcement;
import dev.holdfast.discovery.Announcement.Kind;
import dev.holdfast.discovery.Announcement.Tag;
import dev.holdfast.discovery.Lan;
import dev.holdfast.discovery.Sighting;
import dev.holdfast.discovery.memory.MemoryLan;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.net.Endpoint;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/// A guest looks for whoever waits for one.
@Timeout(60)
class NearbyTest {

    private static final Tag MINE = new Tag(1, 1);

    private final MemoryLan lan = new MemoryLan();

    @Test
    void only_those_that_wait_for_a_guest_are_found() throws Exception {
        lan.enter(heard -> {}).announce(List.of(new Announcement(Kind.HERE, MINE, 1)));
        lan.enter(heard -> {})
                .announce(
                        List.of(
                                new Announcement(Kind.HERE, MINE, 2),
                                new Announcement(Kind.OPEN, new Tag(2, 2), 3)));
        assertThat(new Nearby(lan, Duration.ofSeconds(50)).waiting())
                .containsExactly(List.of(new Endpoint("10.0.0.2", 3)));
    }

    @Test
    void who_comes_back_with_the_words_finds_all_that_are_there() throws Exception {
        lan.enter(heard -> {}).announce(List.of(new Announcement(Kind.HERE, MINE, 1)));
        lan.enter(heard -> {})
                .announce(
                        List.of(
                                new Announcement(Kind.HERE, new Tag(2, 2), 2),
                                new Announcement(Kind.OPEN, new Tag(3, 3), 3)));
        assertThat(new Nearby(lan, Duration.ofSeconds(50)).here())
                .containsExactlyInAnyOrder(
                        List.of(new Endpoint("10.0.0.1", 1)), List.of(new Endpoint("10.0.0.2", 2)));
    }

    @Test
    void several_addresses_of_one_device_are_one_device() throws Exception {
        var open = new Announcement(Kind.OPEN, MINE, 7);
        Lan twice =
                heard -> {
                    for (var host : List.of("10.0.0.9", "fe80::9%eth0", "10.0.0.9")) {
                        heard.accept(new Sighting(open, host));
                    }
                    return lan.enter(heard);
                };
        assertThat(new Nearby(twice, Duration.ofSeconds(50)).waiting())
                .containsExactly(
                        List.of(new Endpoint("10.0.0.9", 7), new Endpoint("fe80::9%eth0", 7)));
    }

    @Test
    void a_network_full_of_liars_is_not_tried_for_ever() throws Exception {
        Lan liars =
                heard -> {
                    for (int i = 0; i < 100_000; i++) {
                        heard.accept(
                                new Sighting(
                                        new Announcement(Kind.OPEN, new Tag(i, 0), 7), "liar"));
                    }
                    return lan.enter(heard);
                };
        assertThat(new Nearby(liars, Duration.ofSeconds(50)).waiting())
                .hasSizeLessThanOrEqualTo(16);
    }

    @Test
    void when_there_is_nobody_that_is_said() {
        assertThatThrownBy(() -> new Nearby(lan, Duration.ofMillis(10)).waiting())
                .isInstanceOf(NodeException.class)
                .hasMessageContaining("No device on this network waits for a guest");
        assertThatThrownBy(() -> new Nearby(lan, Duration.ofMillis(10)).here())
                .isInstanceOf(NodeException.class)
                .hasMessageContaining("No device of any pool is heard");
        Lan broken =
                heard -> {
                    throw new IOException("no network");
                };
        assertThatThrownBy(() -> new Nearby(broken, Duration.ofMillis(10)).waiting())
                .isInstanceOf(NodeException.class)
                .hasMessageContaining("no network");
    }
}
