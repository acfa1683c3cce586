package dev.holdfast.testbed.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.VolumePath;
import dev.holdfast.engine.api.WaitPolicy;
import dev.holdfast.testbed.cluster.Cluster;
import dev.holdfast.testbed.cluster.Member;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// A household of five, each of whose devices is a process, in which copies go soon where they do
/// not belong.
class EvictionTest {

    private static final int COPIES = 3;
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int SIZE = 20 << 20;

    /// So many chunks that chance gives each device about its share of them.
    private static final int CHUNK = 256 << 10;

    private static final VolumePath FILM = new VolumePath("films", "/film");

    @Test
    @DisplayName("P1 what a device stored is dropped there, and read from the others")
    void a_writer_keeps_only_what_belongs_on_it(@TempDir Path folder) throws Exception {
        try (var cluster =
                Cluster.of(
                        folder,
                        Cluster.Manner.QUICK.withMuchToDo(),
                        "ann",
                        "bob",
                        "cat",
                        "dan",
                        "eve")) {
            letGoSoon(cluster);
            var ann = cluster.member("ann");
            var file = Samples.random(folder.resolve("film"), SIZE, 77);
            create(ann, "films", COPIES);
            put(ann, file, FILM, new WaitPolicy.Copies(COPIES));
            long before = used(ann);
            cluster.await(
                    "ann lets go of chunks that belong elsewhere",
                    () -> describe(ann).chunks(),
                    chunks -> chunks.stream().anyMatch(c -> !c.holders().contains("ann")));
            awaitThreeCopies(cluster, ann, true);
            cluster.await("ann holds less", () -> used(ann), used -> used < before);
            readEverywhere(cluster, file);

            cluster.member("bob").kill();
            awaitThreeCopies(cluster, ann, false);
            cluster.member("bob").start();
            cluster.awaitAllOnline();
            awaitThreeCopies(cluster, ann, true);
            readEverywhere(cluster, file);
            theRoomIsGivenBack(cluster, folder);
            readEverywhere(cluster, file);
        }
    }

    /// One copy of each chunk is enough in a volume of its own, so a writer keeps a fifth.
    private static void theRoomIsGivenBack(Cluster cluster, Path folder) throws Exception {
        var ann = cluster.member("ann");
        create(ann, "drafts", 1);
        var draft = Samples.random(folder.resolve("draft"), 2 * SIZE, 78);
        var place = new VolumePath("drafts", "/draft");
        put(ann, draft, place, new WaitPolicy.Local());
        cluster.await(
                "ann's packs are smaller than what she stored",
                ann::packBytes,
                bytes -> bytes < 2 * SIZE);
        var copy = folder.resolve("draft-copy");
        ann.run(new Command.Get(place, copy.toString()));
        assertThat(copy).hasSameBinaryContentAs(draft);
    }

    private static void create(Member ann, String volume, int copies) throws Exception {
        ann.run(
                new Command.CreateVolume(
                        volume,
                        copies,
                        OptionalInt.of(CHUNK),
                        new WaitPolicy.Local(),
                        Duration.ofDays(30),
                        Duration.ZERO));
    }

    private static void put(Member ann, Path file, VolumePath to, WaitPolicy policy)
            throws Exception {
        ann.run(new Command.Put(List.of(file.toString()), to, Optional.of(policy), PATIENCE));
    }

    private static void letGoSoon(Cluster cluster) throws Exception {
        for (var member : cluster.members()) {
            assertThat(member.stop()).isTrue();
            member.set(Map.of("evict-after", "1s"));
            member.start();
        }
        cluster.awaitAllOnline();
    }

    /// Copies on a device that is killed are none. Who stood in for one that is back lets go.
    private static void awaitThreeCopies(Cluster cluster, Member asked, boolean isJust)
            throws Exception {
        var living = new HashSet<String>();
        cluster.members().stream()
                .filter(Member::isRunning)
                .forEach(member -> living.add(member.name()));
        cluster.await(
                "three copies of each chunk on " + living,
                () -> describe(asked).chunks(),
                chunks ->
                        chunks.stream()
                                .mapToLong(
                                        c -> c.holders().stream().filter(living::contains).count())
                                .allMatch(n -> isJust ? n == COPIES : n >= COPIES));
    }

    private static void readEverywhere(Cluster cluster, Path file) throws Exception {
        for (var reader : cluster.members()) {
            cluster.await(
                    reader.name() + " knows the name",
                    () -> {
                        try {
                            return describe(reader).row().size();
                        } catch (NodeException e) {
                            return -1L;
                        }
                    },
                    size -> size == SIZE);
            var copy = reader.directory().resolveSibling(reader.name() + "-copy");
            reader.run(new Command.Get(FILM, copy.toString()));
            assertThat(copy).as(reader.name()).hasSameBinaryContentAs(file);
            Files.delete(copy);
        }
    }

    private static long used(Member member) throws Exception {
        try (var node = member.node()) {
            return node.status().storage().usedBytes();
        }
    }

    private static Outcome.Description describe(Member member) throws Exception {
        return member.run(new Command.Describe(FILM));
    }
}
