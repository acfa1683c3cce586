package dev.holdfast.testbed.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import dev.holdfast.discovery.Announcement.Kind;
import dev.holdfast.discovery.Sighting;
import dev.holdfast.discovery.beacon.BeaconLan;
import dev.holdfast.engine.node.Home;
import dev.holdfast.tui.process.Finished;
import dev.holdfast.tui.process.Launcher;
import dev.holdfast.tui.process.Running;

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
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// Machines on one network find each other, and nobody says where anybody is.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LanTest {

    private static final Duration SOON = Duration.ofSeconds(90);

    private final Map<String, Launcher> machines = new HashMap<>();
    private Path folder;
    private Street street;
    private Street.House bobs;

    @BeforeAll
    void three_machines(@TempDir Path temporary) throws Exception {
        folder = temporary;
        street = Street.build();
        move("ann", street.house("ann", 1));
        bobs = street.house("bob", 2);
        move("bob", bobs);
        move("cat", street.house("cat", 3));
        var beginning =
                new Home.Beginning("ann", OptionalLong.of(1L << 30), Optional.empty(), true);
        Home.at(folder.resolve("ann")).init(beginning, words -> {});
        daemon("ann");
    }

    @AfterAll
    void all_stop() {
        machines.values().forEach(Launcher::close);
        if (street != null) {
            street.close();
        }
    }

    private void move(String name, Street.House house) throws IOException {
        var outputs = Files.createDirectory(folder.resolve("log-" + name));
        machines.put(name, Launcher.by(house.inside(), Launcher.SMALL, outputs));
    }

    private Launcher machine(String name) {
        return Objects.requireNonNull(machines.get(name), name);
    }

    private List<String> words(String name, String... words) {
        var all = new ArrayList<>(List.of("--home", folder.resolve(name).toString()));
        all.addAll(List.of(words));
        return all;
    }

    private void daemon(String name) throws Exception {
        machine(name).start(name, words(name, "daemon")).awaitReady(SOON);
    }

    private Running begin(String name, String... words) throws IOException {
        return machine(name).start(name, words(name, words));
    }

    private Finished run(String name, String... words) throws Exception {
        return machine(name).run(name, words(name, words), SOON);
    }

    /// With four words from standard input, and no address.
    private void joins(String name) throws Exception {
        var invite = begin("ann", "invite");
        var code = Files.writeString(folder.resolve("code"), invite.awaitLine("", SOON) + "\n");
        var join = words(name, "join", "--name", name, "--capacity", "1G");
        var joined = machine(name).start(name, join, code.toFile()).awaitExit(SOON).expect(0);
        var said = invite.awaitExit(SOON).expect(0).out();
        var check = said.substring(said.lastIndexOf(": ") + 2).strip();
        assertThat(said).contains(name + " came in.", name + " shows the same words: ");
        assertThat(joined.out()).contains("The device that invited shows the same words: " + check);
        daemon(name);
    }

    private List<JsonObject> seenBy(String name) throws Exception {
        var all = JsonParser.parseString(run(name, "--json", "devices").expect(0).out());
        return all.getAsJsonArray().asList().stream().map(each -> each.getAsJsonObject()).toList();
    }

    private void await(String what, String by, Predicate<JsonObject> isSo, int count)
            throws Exception {
        long end = System.nanoTime() + SOON.toNanos();
        var seen = seenBy(by);
        while (seen.stream().filter(isSo).count() != count) {
            assertThat(System.nanoTime()).as("%s: %s", what, seen).isLessThan(end);
            seen = seenBy(by);
        }
    }

    private static boolean isOnline(JsonObject device) {
        return device.get("online").getAsBoolean();
    }

    @Test
    @Order(1)
    void two_and_then_three_machines_meet_by_four_words_alone() throws Exception {
        joins("bob");
        await("two are here", "ann", LanTest::isOnline, 2);
        joins("cat");
        await("three are here", "cat", LanTest::isOnline, 3);
    }

    /// That he is gone is noticed when his silence has lasted.
    @Test
    @Tag("long")
    @Order(3)
    void one_that_lost_the_network_and_comes_back_with_another_address_is_found() throws Exception {
        bobs.unplug();
        bobs.moves(33);
        bobs.plugIn();
        awaitBobAt("10.213.77.33:");
    }

    private void awaitBobAt(String address) throws Exception {
        await(
                "bob is where he is now",
                "ann",
                device ->
                        isOnline(device) && device.get("address").getAsString().startsWith(address),
                1);
    }

    @Test
    @Order(2)
    void a_stranger_on_the_network_hears_numbers_and_is_refused_by_tls() throws Exception {
        var heard = new LinkedBlockingQueue<Sighting>();
        try (var discovery = BeaconLan.at(Street.OWN_ADDRESS).enter(heard::add)) {
            discovery.ask();
            var hosts = new ArrayList<String>();
            while (!hosts.contains("10.213.77.1")) {
                var next = heard.poll(SOON.toSeconds(), TimeUnit.SECONDS);
                assertThat(next).as("after %s", hosts).isNotNull();
                assertThat(next.what().kind()).isEqualTo(Kind.HERE);
                hosts.add(next.host());
            }
        }
        var stranger = Stranger.withoutCertificate();
        assertThatThrownBy(
                        () ->
                                stranger.say(
                                        "10.213.77.1:4653", "holdfast/1", "TLSv1.3", new byte[9]))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(SocketTimeoutException.class);
    }
}
