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

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// Three devices that do not always reach each other.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MeetingTest {

    private static final int MEBIBYTE = 1 << 20;

    private Path folder;
    private int fresh;
    private Cluster cluster;
    private Member ann;
    private Member bob;
    private Member cat;

    @BeforeAll
    void a_pool_of_two(@TempDir Path temporary) throws Exception {
        folder = temporary;
        cluster = Cluster.of(folder, Manner.FAULTY_LINKS, "ann", "bob");
        ann = cluster.member("ann");
        bob = cluster.member("bob");
        cat = cluster.member("cat");
    }

    @AfterAll
    void all_stop() {
        cluster.close();
    }

    @Test
    @Order(2)
    void who_was_let_in_by_ann_comes_in_through_bob_who_has_not_heard_of_her() throws Exception {
        hearsOfTheVolume(bob);
        assertThat(bob.stop()).isTrue();
        cluster.admit(List.of("cat"));
        assertThat(cat.stop()).isTrue();
        assertThat(ann.stop()).isTrue();
        bob.start();
        assertThat(Said.devices(bob)).containsExactly("bob", "ann");
        cat.start();
        cluster.awaitAllOnline();
        assertThat(Said.devices(bob)).containsExactlyInAnyOrder("ann", "bob", "cat");
        var file = Samples.random(folder.resolve("hello"), 1000, 1);
        hearsOfTheVolume(cat);
        assertThat(cat.put(file, "/hello", 2).copies().min()).isEqualTo(2);
        same(bob, "/hello");
        ann.start();
        cluster.awaitAllOnline();
        same(ann, "/hello");
    }

    @Test
    @Order(1)
    void the_doctor_asks_the_other_where_it_reaches_this_one() throws Exception {
        cluster.await(
                "bob says that he reaches ann",
                () -> ann.holdfast("doctor").out(),
                out -> out.contains("bob reaches this device at " + ann.address() + "."));
    }

    @Test
    @Order(3)
    void a_cut_between_two_stops_neither_and_names_go_round_by_the_third() throws Exception {
        ann.links().cut(id(bob));
        bob.links().cut(id(ann));
        for (var member : List.of(ann, bob)) {
            cluster.await(member.name() + " sees cat only", () -> online(member), n -> n == 2);
        }
        assertThat(online(cat)).isEqualTo(3);
        ann.put(Samples.random(folder.resolve("from-ann"), 3 * MEBIBYTE, 2), "/from-ann", 2);
        bob.put(Samples.random(folder.resolve("from-bob"), 3 * MEBIBYTE, 3), "/from-bob", 2);
        same(bob, "/from-ann");
        same(ann, "/from-bob");
        assertThat(online(ann)).isEqualTo(2);

        ann.links().mend(id(bob));
        bob.links().mend(id(ann));
        cluster.awaitAllOnline();
        assertThat(ann.put(folder.resolve("from-ann"), "/again", 3).copies().min()).isEqualTo(3);
    }

    /// Bytes that must pass a narrow link take their time; those of a wide one do not wait for it.
    @Test
    @Order(4)
    void a_slow_and_narrow_link_still_carries_everything() throws Exception {
        for (var member : List.of(ann, bob)) {
            member.links().throttle(id(cat), 1);
            cat.links().throttle(id(member), 1);
        }
        ann.links().delay(id(bob), Duration.ofMillis(50));
        bob.links().delay(id(ann), Duration.ofMillis(50));
        var stored =
                cluster.await(
                        "the links are as bad as their file says, and all of it arrives",
                        () -> ann.put(another("/wide"), "/wide", 3),
                        put -> put.took().compareTo(Duration.ofSeconds(2)) > 0);
        assertThat(stored.copies().min()).isEqualTo(3);
        same(cat, "/wide");
    }

    /// A file of this name with content that no device has yet.
    private Path another(String path) throws IOException {
        return Samples.random(folder.resolve(path.substring(1)), 4 * MEBIBYTE, 4 + fresh++);
    }

    private void hearsOfTheVolume(Member member) throws Exception {
        cluster.await(
                member.name() + " hears of the volume",
                () -> member.holdfast("ls", "files:").exit(),
                exit -> exit == 0);
    }

    private static String id(Member member) throws Exception {
        try (var node = member.node()) {
            return node.status().device().id();
        }
    }

    private static int online(Member member) throws Exception {
        try (var node = member.node()) {
            return node.status().pool().online();
        }
    }

    private void same(Member reader, String path) throws Exception {
        var place = new VolumePath("files", path);
        cluster.await(
                reader.name() + " knows " + path,
                () -> {
                    try {
                        return reader.run(new Command.Describe(place)).row().size();
                    } catch (NodeException e) {
                        return -1L;
                    }
                },
                size -> size >= 0);
        var copy = folder.resolve(path.substring(1) + "-by-" + reader.name());
        reader.get(path, copy);
        assertThat(copy).hasSameBinaryContentAs(folder.resolve(path.substring(1)));
    }
}
