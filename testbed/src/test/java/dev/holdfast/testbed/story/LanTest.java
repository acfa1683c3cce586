package dev.holdfast.testbed.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.discovery.Announcement.Kind;
import dev.holdfast.discovery.Reach;
import dev.holdfast.discovery.Sighting;
import dev.holdfast.discovery.beacon.BeaconLan;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Machines on one network find each other, and nobody says where anybody is.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LanTest {

    private Path folder;
    private Machines machines;

    @BeforeAll
    void three_machines(@TempDir Path temporary) throws Exception {
        folder = temporary;
        machines = new Machines(folder);
        for (var name : List.of("ann", "bob", "cat")) {
            machines.add(name);
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
    void two_and_then_three_machines_meet_by_four_words_alone() throws Exception {
        machines.joins("bob", "ann");
        machines.await("two are here", "ann", Machines::isOnline, 2);
        machines.joins("cat", "ann");
        machines.await("three are here", "cat", Machines::isOnline, 3);
    }

    /// That he is gone is noticed when his silence has lasted.
    @Test
    @Tag("long")
    @Order(4)
    void one_that_lost_the_network_and_comes_back_with_another_address_is_found() throws Exception {
        var bobs = machines.house("bob");
        bobs.unplug();
        var now = machines.street().address(33);
        bobs.moves(now);
        bobs.plugIn();
        machines.await("bob is where he is now", "ann", Machines.isAt(now), 1);
    }

    @Test
    @Tag("long")
    @Order(5)
    void one_that_speaks_ipv6_alone_comes_in_and_is_found_again() throws Exception {
        machines.add("eve");
        var eves = machines.house("eve");
        eves.speaksIpv6Alone();
        machines.joins("eve", "ann");
        machines.await("four are here", "eve", Machines::isOnline, 4);
        eves.unplug();
        machines.await("eve is missed", "ann", Machines::isOnline, 3);
        eves.plugIn();
        machines.await("eve is found again", "ann", Machines::isOnline, 4);
    }

    @Test
    @Order(3)
    void who_has_the_recovery_words_finds_the_pool_without_an_address() throws Exception {
        machines.add("dan");
        var words = Files.writeString(folder.resolve("words"), machines.words());
        var told =
                machines.run("dan", "recover", "--rehearse", "--phrase-file", words.toString())
                        .expect(0)
                        .out();
        assertThat(told.lines().filter(line -> line.contains("yes"))).as(told).isNotEmpty();
        assertThat(machines.home("dan")).doesNotExist();
    }

    @Test
    @Order(2)
    void a_stranger_on_the_network_hears_numbers_and_is_refused_by_tls() throws Exception {
        var heard = new LinkedBlockingQueue<Sighting>();
        var anns = machines.street().address(1);
        try (var discovery =
                new BeaconLan(Reach.at(machines.street().ownAddress())).enter(heard::add)) {
            discovery.ask();
            var hosts = new ArrayList<String>();
            while (!hosts.contains(anns)) {
                var next = heard.poll(Machines.SOON.toSeconds(), TimeUnit.SECONDS);
                assertThat(next).as("after %s", hosts).isNotNull();
                assertThat(next.what().kind()).isEqualTo(Kind.HERE);
                hosts.add(next.host());
            }
        }
        var stranger = Stranger.withoutCertificate();
        assertThatThrownBy(() -> stranger.say(anns + ":4653", "holdfast/1", "TLSv1.3", new byte[9]))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(SocketTimeoutException.class);
    }
}
