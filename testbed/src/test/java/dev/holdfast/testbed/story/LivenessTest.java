package dev.holdfast.testbed.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.api.Problem;
import dev.holdfast.testbed.cluster.Cluster;
import dev.holdfast.testbed.cluster.Cluster.Manner;
import dev.holdfast.testbed.cluster.Member;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/// Three devices: one stands still for a while, and one cannot be heard by another.
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LivenessTest {

    private static final String ELSEWHERE =
            "bob cannot be reached from this device, though others hear it.";

    private Path folder;
    private Cluster cluster;
    private int puts;
    private Member ann;
    private Member bob;
    private Member cat;

    @BeforeAll
    void a_pool_of_three(@TempDir Path temporary) throws Exception {
        folder = temporary;
        cluster = Cluster.of(folder.resolve("pool"), Manner.FAULTY_LINKS, "ann", "bob", "cat");
        ann = cluster.member("ann");
        bob = cluster.member("bob");
        cat = cluster.member("cat");
    }

    @AfterAll
    void all_stop() throws Exception {
        cat.thaw();
        cluster.close();
    }

    /// Its connections stand all the time, and its system answers for it.
    @Test
    @Order(1)
    void a_device_that_stands_still_goes_offline_and_comes_back() throws Exception {
        work();
        cat.freeze();
        for (var member : List.of(ann, bob)) {
            cluster.await(member.name() + " misses cat", () -> online(member), n -> n == 2);
        }
        cat.thaw();
        cluster.awaitAllOnline();
    }

    @Test
    @Order(2)
    void a_device_that_only_others_hear_is_told_from_one_that_is_gone() throws Exception {
        work();
        bob.links().mute(id(ann));
        ann.links().deafen(id(bob));
        cluster.await(
                "ann knows that others hear bob",
                () -> problems(ann),
                problems -> problems.contains(ELSEWHERE));
        assertThat(online(cat)).isEqualTo(3);
        assertThat(problems(cat)).isEmpty();
        bob.links().mend(id(ann));
        ann.links().mend(id(bob));
        cluster.awaitAllOnline();
        cluster.await(
                "ann hears bob again",
                () -> problems(ann),
                problems -> !problems.contains(ELSEWHERE));
    }

    /// Who was at work a moment ago is missed after a second, and after fifteen else.
    private void work() throws Exception {
        var bytes = new byte[100_000];
        new Random(puts).nextBytes(bytes);
        var file = Files.write(folder.resolve("work"), bytes);
        ann.put(file, "/work" + puts++, 3);
    }

    private static int online(Member member) throws Exception {
        try (var node = member.node()) {
            return node.status().pool().online();
        }
    }

    private static List<String> problems(Member member) throws Exception {
        try (var node = member.node()) {
            return node.status().problems().stream().map(Problem::what).toList();
        }
    }

    private static String id(Member member) throws Exception {
        try (var node = member.node()) {
            return node.status().device().id();
        }
    }
}
