package dev.holdfast.testbed.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.VolumePath;
import dev.holdfast.testbed.cluster.Cluster;
import dev.holdfast.testbed.cluster.Cluster.Manner;
import dev.holdfast.testbed.cluster.Member;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Devices of a pool of four get another name, another room, are drained, removed and parked.
/// Nothing here is repaired for a device that is merely away, so copies that move do so because
/// somebody said so.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LeavingTest {

    private static final List<String> FILES = List.of("/anns", "/cats");
    private static final Duration END_MAX = Duration.ofMinutes(1);

    private Path folder;
    private Cluster cluster;
    private Member ann;
    private Member bob;
    private Member cat;
    private Member dan;

    @BeforeAll
    void a_pool_of_four(@TempDir Path temporary) throws Exception {
        folder = temporary;
        var settings =
                Map.of("repair-after", "1d", "repair-urgent-after", "1d", "evict-after", "1s");
        cluster = Cluster.of(folder, new Manner(settings, List.of()), "ann", "bob", "cat", "dan");
        ann = cluster.member("ann");
        bob = cluster.member("bob");
        cat = cluster.member("cat");
        dan = cluster.member("dan");
        ann.put(Samples.random(folder.resolve("anns"), 12 << 20, 1), "/anns", 3);
        cat.put(Samples.random(folder.resolve("cats"), 8 << 20, 2), "/cats", 3);
    }

    @AfterAll
    void all_stop() {
        cluster.close();
    }

    @Test
    @Order(1)
    void a_device_that_gets_another_name_is_called_so_everywhere() throws Exception {
        dan.holdfast("device", "rename", "dan", "daniel").expect(0);
        for (var member : List.of(ann, bob, cat)) {
            cluster.await(
                    member.name() + " knows",
                    () -> Said.devices(member),
                    names -> names.contains("daniel") && !names.contains("dan"));
        }
        Said.refused(
                dan.holdfast("device", "rename", "daniel", "bob"),
                1,
                "Another device of the pool is called that.",
                "Choose another name.");
        Said.refused(
                dan.holdfast("device", "rename", "bob", "robert"),
                1,
                "Only an owner gives another device a name.",
                "Do it on an owner; `holdfast devices` shows who is one.");
        ann.holdfast("device", "rename", "daniel", "dan").expect(0);
        cluster.await(
                "dan knows his name", () -> Said.devices(dan), names -> names.contains("dan"));
    }

    @Test
    @Order(2)
    void a_device_that_is_to_keep_nothing_passes_on_its_copies_and_gets_some_again()
            throws Exception {
        ann.holdfast("device", "capacity", "dan", "0").expect(0);
        cluster.await(
                "dan has nothing left", () -> device(dan, "dan"), dan -> isZero(dan, "used_bytes"));
        awaitCopies(3, "ann", "bob", "cat");
        ann.holdfast("device", "capacity", "dan", "8G").expect(0);
        cluster.await(
                "dan has some again", () -> device(dan, "dan"), dan -> !isZero(dan, "used_bytes"));
        awaitCopies(3, "ann", "bob", "cat", "dan");
    }

    @Test
    @Order(3)
    void who_is_drained_has_nothing_left_and_all_is_on_three_others() throws Exception {
        var drained = ann.json(0, "device", "drain", "cat").getAsJsonObject();
        assertThat(drained.get("duty").getAsString()).isEqualTo("drained");
        assertThat(drained.get("left").getAsLong()).isZero();
        assertThat(drained.get("copies").getAsInt()).isEqualTo(3);
        assertThat(device(cat, "cat").get("used_bytes").getAsLong()).isZero();
        assertThat(device(cat, "cat").get("duty").getAsString()).isEqualTo("drained");
        awaitCopies(3, "ann", "bob", "dan");
        for (var member : cluster.members()) {
            same(member);
        }
        var shown = ann.json(0, "device", "show", "cat").getAsJsonObject();
        assertThat(shown.get("capacity_bytes").getAsLong()).isZero();
        assertThat(shown.get("offered_bytes").getAsLong()).isPositive();
        assertThat(shown.get("admitted_by").getAsString()).isEqualTo("ann");
        assertThat(shown.get("partitions").getAsInt()).isZero();
        assertThat(ann.holdfast("events").expect(0).out())
                .contains("cat gives its copies to others.", "cat is drained: it may be removed.");
    }

    @Test
    @Order(4)
    void and_is_removed_without_a_copy_being_made() throws Exception {
        ann.holdfast("device", "remove", "cat").expect(0);
        for (var member : List.of(ann, bob, dan)) {
            cluster.await(
                    member.name() + " knows",
                    () -> Said.devices(member),
                    names -> !names.contains("cat"));
            same(member);
        }
        assertThat(cat.stop()).isTrue();
    }

    @Test
    @Order(5)
    void nobody_waits_for_a_parked_device_and_it_takes_part_again_when_it_is_back()
            throws Exception {
        Said.refused(
                ann.holdfast("device", "park", "dan"),
                1,
                "dan is here; only a device that is away can be parked.",
                "Drain it with `holdfast device drain`, if it is to give its copies away.");
        assertThat(dan.stop()).isTrue();
        cluster.await(
                "ann sees that dan went",
                () -> device(ann, "dan"),
                dan -> !dan.get("online").getAsBoolean());
        ann.holdfast("device", "park", "dan").expect(0);
        awaitCopies(2, "ann", "bob");
        cluster.await("bob knows", () -> duty(bob, "dan"), "parked"::equals);

        dan.start();
        for (var member : List.of(ann, bob, dan)) {
            cluster.await(member.name() + " has him", () -> duty(member, "dan"), "active"::equals);
        }
        awaitCopies(3, "ann", "bob", "dan");
        for (var member : List.of(ann, bob, dan)) {
            same(member);
        }
    }

    @Test
    @Order(6)
    void a_drain_can_be_taken_back_and_the_last_owner_stays_one() throws Exception {
        assertThat(bob.stop()).isTrue();
        cluster.await(
                "ann sees that bob went",
                () -> device(ann, "bob"),
                bob -> !bob.get("online").getAsBoolean());
        Said.refused(
                ann.holdfast("device", "drain", "bob"),
                1,
                "bob is not here, so it can give nothing away.",
                "Start Holdfast on it, or park it with `holdfast device park`.");
        var draining = ann.begin("device", "drain", "dan");
        cluster.await("dan gives", () -> duty(dan, "dan"), "draining"::equals);
        ann.holdfast("device", "drain", "dan", "--cancel").expect(0);
        assertThat(draining.awaitExit(END_MAX).exit()).isZero();
        cluster.await("dan keeps", () -> duty(dan, "dan"), "active"::equals);
        Said.refused(
                dan.holdfast("device", "role", "ann", "member"),
                1,
                "Only an owner says what a device may do.",
                "Do it on an owner; `holdfast devices` shows who is one.");
        ann.holdfast("device", "role", "dan", "owner").expect(0);
        cluster.await(
                "dan owns", () -> device(dan, "dan").get("role").getAsString(), "owner"::equals);
        Said.refused(
                dan.holdfast("device", "role", "ann", "member"),
                1,
                "That device was in the pool before this one.",
                "Change its role on an older owner; the first device stays an owner.");
    }

    private static boolean isZero(JsonObject device, String field) {
        return device.get(field).getAsLong() == 0;
    }

    private static String duty(Member asked, String name) throws Exception {
        return device(asked, name).get("duty").getAsString();
    }

    private static JsonObject device(Member asked, String name) throws Exception {
        for (var device : asked.json(0, "devices").getAsJsonArray()) {
            if (device.getAsJsonObject().get("name").getAsString().equals(name)) {
                return device.getAsJsonObject();
            }
        }
        throw new AssertionError(asked.name() + " knows no " + name);
    }

    private void awaitCopies(int wanted, String... where) throws Exception {
        for (var path : FILES) {
            cluster.await(
                    wanted + " copies of " + path,
                    () ->
                            ann
                                    .run(new Command.Describe(new VolumePath("files", path)))
                                    .chunks()
                                    .stream()
                                    .map(chunk -> chunk.holders().stream())
                                    .mapToLong(
                                            holders ->
                                                    holders.filter(List.of(where)::contains)
                                                            .count())
                                    .min()
                                    .orElse(0),
                    copies -> copies >= wanted);
        }
    }

    private void same(Member reader) throws Exception {
        for (var path : FILES) {
            var copy = folder.resolve(path.substring(1) + "-from-" + reader.name());
            reader.get(path, copy);
            assertThat(copy).hasSameBinaryContentAs(folder.resolve(path.substring(1)));
        }
    }
}
