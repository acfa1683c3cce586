package dev.holdfast.testbed.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.NodeException;
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
import java.util.List;

/// A pool of four puts out one device that runs, and one that is away. Nothing here is repaired for
/// a device that is merely away, so copies that come back do so because of the removal.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RemovalTest {

    private static final String REMOVED = "This device was removed from its pool.";
    private static final String COME_BACK =
            "Join with a fresh home and an invite to come back; what is on this device can still be"
                    + " read.";

    private Path folder;
    private Cluster cluster;
    private Member ann;
    private Member bob;
    private Member cat;
    private Member dan;

    @BeforeAll
    void a_pool_of_four(@TempDir Path temporary) throws Exception {
        folder = temporary;
        cluster = Cluster.of(folder, Manner.PATIENT, "ann", "bob", "cat", "dan");
        ann = cluster.member("ann");
        bob = cluster.member("bob");
        cat = cluster.member("cat");
        dan = cluster.member("dan");
        ann.put(Samples.random(folder.resolve("anns"), 6 << 20, 1), "/anns", 3);
        bob.put(Samples.random(folder.resolve("bobs"), 3 << 20, 2), "/bobs", 3);
    }

    @AfterAll
    void all_stop() {
        cluster.close();
    }

    @Test
    @Order(1)
    void who_is_no_owner_removes_nobody() throws Exception {
        Said.refused(
                cat.holdfast("device", "remove", "dan"),
                1,
                "Only an owner removes a device from the pool.",
                "Remove it on an owner; `holdfast devices` shows who is one.");
        Said.refused(
                ann.holdfast("device", "remove", "ann"),
                2,
                "A device cannot remove itself.",
                "Remove it on another device that is an owner.");
        Said.refused(
                ann.holdfast("device", "remove", "zoe"),
                4,
                "There is no device named zoe in this pool.",
                "List the devices with `holdfast devices`.");
        assertThat(Said.devices(ann)).hasSize(4);
    }

    @Test
    @Order(2)
    void a_running_device_is_put_out_and_its_copies_are_made_good_at_once() throws Exception {
        ann.holdfast("device", "remove", "bob", "--now").expect(0);
        for (var member : List.of(ann, cat, dan)) {
            cluster.await(
                    member.name() + " knows",
                    () -> Said.devices(member),
                    names -> names.size() == 3 && !names.contains("bob"));
        }
        for (var path : List.of("/anns", "/bobs")) {
            awaitCopies(path, List.of("ann", "cat", "dan"));
        }
        same(dan, "/bobs");
        same(cat, "/anns");
    }

    @Test
    @Order(3)
    void it_is_told_and_says_so() throws Exception {
        cluster.await(
                "bob knows", () -> Said.problems(bob), problems -> problems.contains(REMOVED));
        assertThat(bob.holdfast("status").expect(0).out()).contains(REMOVED, COME_BACK);
        assertThat(Said.online(bob)).isZero();
        var file = Samples.random(folder.resolve("late"), 1000, 3);
        Said.refused(bob.holdfast("put", file.toString(), "files:/late"), 1, REMOVED, COME_BACK);
        Said.refused(bob.holdfast("mkdir", "files:/late"), 1, REMOVED, COME_BACK);
        Said.refused(bob.holdfast("invite"), 1, REMOVED, COME_BACK);
        assertThat(bob.holdfast("ls", "files:").expect(0).out()).contains("anns", "bobs");
        same(bob, "/bobs");
    }

    @Test
    @Order(4)
    void it_does_not_come_back_and_learns_nothing_more() throws Exception {
        assertThat(bob.stop()).isTrue();
        ann.put(Samples.random(folder.resolve("after"), 1 << 20, 4), "/after", 3);
        bob.start();
        assertThat(Said.problems(bob)).containsExactly(REMOVED);
        assertThat(Said.online(bob)).isZero();
        assertThat(Said.online(ann)).isEqualTo(3);
        bob.holdfast("stat", "files:/after").expect(4);
        same(dan, "/after");
        bob.stop();
        assertThat(bob.holdfast("status").expect(0).out()).containsOnlyOnce(REMOVED);
    }

    /// The pool has moved on before it lets the absent one go.
    @Test
    @Order(5)
    void a_device_that_is_away_is_put_out_and_told_when_it_comes() throws Exception {
        assertThat(dan.stop()).isTrue();
        cluster.admit(List.of("eve"));
        ann.holdfast("device", "remove", "dan").expect(0);
        ann.put(Samples.random(folder.resolve("without-dan"), 1 << 20, 5), "/without-dan", 3);
        for (var path : List.of("/anns", "/bobs", "/after")) {
            awaitCopies(path, List.of("ann", "cat", "eve"));
        }
        dan.start();
        cluster.await(
                "dan knows", () -> Said.problems(dan), problems -> problems.contains(REMOVED));
        dan.holdfast("stat", "files:/without-dan").expect(4);
        assertThat(Said.devices(ann)).containsExactlyInAnyOrder("ann", "cat", "eve");
        same(cluster.member("eve"), "/bobs");
    }

    private void awaitCopies(String path, List<String> living) throws Exception {
        cluster.await(
                "three copies of " + path,
                () ->
                        ann
                                .run(new Command.Describe(new VolumePath("files", path)))
                                .chunks()
                                .stream()
                                .map(chunk -> chunk.holders().stream().filter(living::contains))
                                .mapToLong(holders -> holders.count())
                                .min()
                                .orElse(0),
                copies -> copies >= 3);
    }

    private void same(Member reader, String path) throws Exception {
        cluster.await(
                reader.name() + " knows " + path,
                () -> {
                    try {
                        reader.run(new Command.Describe(new VolumePath("files", path)));
                        return true;
                    } catch (NodeException e) {
                        return false;
                    }
                },
                known -> known);
        var copy = folder.resolve(path.substring(1) + "-from-" + reader.name());
        reader.get(path, copy);
        assertThat(copy).hasSameBinaryContentAs(folder.resolve(path.substring(1)));
    }
}
