package dev.holdfast.testbed.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.VolumePath;
import dev.holdfast.engine.api.WaitPolicy;
import dev.holdfast.testbed.cluster.Cluster;
import dev.holdfast.testbed.cluster.Member;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// A household of three processes that keep nothing of what is deleted, and do not wait long.
class CollectingTest {

    private static final int SHARED = 6 << 20;
    private static final int OWN = 8 << 20;

    @TempDir private Path folder;
    private Path kept = Path.of("");
    private Path gone = Path.of("");

    /// Two files that begin alike, so that they have some chunks in common.
    @BeforeEach
    void makeFiles() throws IOException {
        var beginning = Files.readAllBytes(Samples.random(folder.resolve("shared"), SHARED, 1));
        kept = file("kept", beginning, 2);
        gone = file("gone", beginning, 3);
    }

    private Path file(String name, byte[] beginning, int seed) throws IOException {
        var own = Files.readAllBytes(Samples.random(folder.resolve(name + "-own"), OWN, seed));
        var file = folder.resolve(name);
        try (var out = Files.newOutputStream(file)) {
            out.write(beginning);
            out.write(own);
        }
        return file;
    }

    private Cluster household() throws Exception {
        var cluster = Cluster.of(folder, Cluster.Manner.QUICK.withMuchToDo(), "ann", "bob", "cat");
        for (var member : cluster.members()) {
            assertThat(member.stop()).isTrue();
            member.set(
                    Map.of(
                            "evict-after", "1s",
                            "collect-after", "500ms",
                            "collect-every", "500ms"));
            member.start();
        }
        cluster.awaitAllOnline();
        cluster.member("ann")
                .run(
                        new Command.CreateVolume(
                                "desk",
                                3,
                                OptionalInt.empty(),
                                new WaitPolicy.All(),
                                Duration.ZERO,
                                Duration.ZERO));
        return cluster;
    }

    @Test
    @DisplayName("D3 after a delete, grace and collect the bytes are free again on every device")
    void what_is_deleted_takes_no_room_and_what_is_not_stays() throws Exception {
        try (var cluster = household()) {
            var ann = cluster.member("ann");
            put(ann, kept);
            awaitUsed(cluster, "hold the first file", used -> used >= SHARED + OWN);
            long before = used(ann);
            put(ann, gone);
            awaitUsed(cluster, "hold both files", used -> used >= before + OWN / 2);

            cluster.await("bob knows the file", () -> knows(cluster.member("bob"), gone), is -> is);
            cluster.member("bob").run(remove(gone));
            awaitUsed(cluster, "hold no more than before", used -> used == before);
            cluster.await(
                    "packs are small again",
                    () -> largestPacks(cluster),
                    bytes -> bytes < before + OWN / 2);
            for (var member : cluster.members()) {
                assertIsThere(member, kept);
                assertThatThrownBy(() -> member.run(get(gone, folder.resolve("no"))))
                        .isInstanceOf(NodeException.class);
            }

            put(ann, gone);
            cluster.await("cat knows it", () -> knows(cluster.member("cat"), gone), is -> is);
            ann.kill();
            assertIsThere(cluster.member("cat"), gone);
        }
    }

    @Test
    @DisplayName("J3 nothing is deleted while a device that might need it is away")
    void a_device_that_is_away_is_waited_for() throws Exception {
        try (var cluster = household()) {
            var ann = cluster.member("ann");
            put(ann, kept);
            put(ann, gone);
            awaitUsed(cluster, "hold both files", used -> used >= SHARED + 2 * OWN);
            long full = used(ann);
            var cat = cluster.member("cat");
            assertThat(cat.stop()).isTrue();

            ann.run(remove(gone));
            var said =
                    cluster.await(
                            "ann waits for cat",
                            () -> ann.run(new Command.Collect(false, false)),
                            collected -> collected.waits().toString().contains("cat"));
            assertThat(said.chunks()).isZero();
            assertThat(used(ann)).isEqualTo(full);
            assertThat(ann.holdfast("collect").out()).contains("cat");

            cat.start();
            cluster.awaitAllOnline();
            awaitUsed(cluster, "hold less", used -> used <= full - OWN / 2);
            cluster.members().forEach(member -> assertIsThere(member, kept));
        }
    }

    @Test
    @DisplayName("J3 the room of a removed volume comes back, and no other volume loses anything")
    void a_removed_volume_gives_its_room_back() throws Exception {
        try (var cluster = household()) {
            var ann = cluster.member("ann");
            put(ann, gone);
            ann.run(
                    new Command.CreateVolume(
                            "shelf",
                            3,
                            OptionalInt.empty(),
                            new WaitPolicy.All(),
                            Duration.ofDays(30),
                            Duration.ZERO));
            ann.run(
                    new Command.Put(
                            List.of(kept.toString()),
                            new VolumePath("shelf", "/kept"),
                            Optional.empty(),
                            Duration.ofMinutes(1)));
            awaitUsed(cluster, "hold both files", used -> used >= SHARED + 2 * OWN);
            long full = used(ann);
            ann.run(new Command.RemoveVolume("desk"));
            awaitUsed(cluster, "hold less", used -> used <= full - OWN / 2);
            var copy = folder.resolve("copy-of-kept");
            cluster.member("bob")
                    .run(new Command.Get(new VolumePath("shelf", "/kept"), copy.toString()));
            assertThat(copy).hasSameBinaryContentAs(kept);
        }
    }

    private static void put(Member member, Path file) throws Exception {
        member.run(
                new Command.Put(
                        List.of(file.toString()),
                        place(file),
                        Optional.of(new WaitPolicy.All()),
                        Duration.ofMinutes(1)));
    }

    private static VolumePath place(Path file) {
        return new VolumePath("desk", "/" + file.getFileName());
    }

    private static Command.Remove remove(Path file) {
        return new Command.Remove(place(file), false);
    }

    private static Command.Get get(Path file, Path destination) {
        return new Command.Get(place(file), destination.toString());
    }

    private static boolean knows(Member member, Path file) throws Exception {
        try {
            member.run(new Command.Describe(place(file)));
            return true;
        } catch (NodeException e) {
            return false;
        }
    }

    private void assertIsThere(Member member, Path file) {
        var copy = folder.resolve(member.name() + "-" + file.getFileName());
        try {
            member.run(get(file, copy));
            assertThat(copy).as(member.name()).hasSameBinaryContentAs(file);
            Files.delete(copy);
        } catch (IOException | NodeException | InterruptedException e) {
            throw new AssertionError(member.name(), e);
        }
    }

    private interface Enough {
        boolean is(long used);
    }

    private static void awaitUsed(Cluster cluster, String what, Enough enough) throws Exception {
        for (var member : cluster.members()) {
            cluster.await(member.name() + " should " + what, () -> used(member), enough::is);
        }
    }

    private static long used(Member member) throws Exception {
        try (var node = member.node()) {
            return node.status().storage().usedBytes();
        }
    }

    private static long largestPacks(Cluster cluster) throws IOException {
        long largest = 0;
        for (var member : cluster.members()) {
            largest = Math.max(largest, member.packBytes());
        }
        return largest;
    }
}
