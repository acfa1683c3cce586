package dev.holdfast.testbed.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.discovery.Announcement.Kind;
import dev.holdfast.discovery.Lan;
import dev.holdfast.discovery.Reach;
import dev.holdfast.discovery.Sighting;
import dev.holdfast.discovery.beacon.BeaconLan;
import dev.holdfast.discovery.mdns.MdnsLan;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Two machines on a switch that keeps the beacon to itself: by mDNS they find each other.
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SnoopingSwitchTest {

    private Machines machines;

    @BeforeAll
    void two_machines(@TempDir Path folder) throws Exception {
        machines = new Machines(folder);
        machines.street().forgetsGroups();
        for (var name : List.of("ann", "bob")) {
            machines.add(name);
            machines.house(name).speaksIpv4Alone();
        }
        machines.found("ann");
    }

    @AfterAll
    void all_stop() {
        if (machines != null) {
            machines.close();
        }
    }

    @Test
    @Order(1)
    void they_meet_by_four_words_alone() throws Exception {
        machines.joins("bob", "ann");
        machines.await("two are here", "ann", Machines::isOnline, 2);
    }

    @Test
    @Order(2)
    void nobody_hears_a_beacon_of_them() throws Exception {
        var byBeacon = new LinkedBlockingQueue<Sighting>();
        var byMdns = new LinkedBlockingQueue<Sighting>();
        var here = Reach.at(machines.street().ownAddress());
        Lan beacon = new BeaconLan(here);
        Lan mdns = new MdnsLan(here, () -> 7);
        try (var first = beacon.enter(byBeacon::add);
                var _ = mdns.enter(byMdns::add)) {
            first.ask();
            var hosts = new ArrayList<String>();
            while (!hosts.contains(machines.street().address(1))) {
                var next = byMdns.poll(Machines.SOON.toSeconds(), TimeUnit.SECONDS);
                assertThat(next).as("after %s", hosts).isNotNull();
                assertThat(next.what().kind()).isEqualTo(Kind.HERE);
                hosts.add(next.host());
            }
        }
        assertThat(byBeacon).isEmpty();
    }
}
