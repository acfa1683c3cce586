package dev.holdfast.testbed.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.Event;
import dev.holdfast.engine.api.Event.Activity;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.VolumePath;
import dev.holdfast.testbed.cluster.Cluster;
import dev.holdfast.testbed.cluster.Member;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// A household to which one device comes and from which one is put out, while people store and
/// read. Copies that belong elsewhere move only when they are told to.
class RebalanceTest {

    private static final int COPIES = 3;
    private static final int FILM = 48 << 20;
    private static final int NOTE = 300_000;

    @Test
    @DisplayName(
            "V6 one joins and one leaves: copies move with progress while reads and writes go on,"
                    + " and none is dropped before its successors are durable")
    void one_joins_and_one_leaves(@TempDir Path folder) throws Exception {
        var film = Samples.random(folder.resolve("film"), FILM, 91);
        try (var cluster =
                Cluster.of(
                        folder,
                        Cluster.Manner.PATIENT.withMuchToDo(),
                        "ann",
                        "bob",
                        "cat",
                        "dan")) {
            var ann = cluster.member("ann");
            ann.put(film, "/film", COPIES);
            var cat = cluster.member("cat");
            cluster.await(
                    "cat knows the film",
                    () -> cat.holdfast("stat", "files:/film").exit(),
                    exit -> exit == 0);
            var traffic = new Traffic(folder, List.of(ann, cat));
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                var running = threads.submit(traffic::run);
                try {
                    oneJoins(cluster, ann);
                    oneLeaves(cluster, ann);
                } finally {
                    traffic.end();
                }
                assertThat(running.get()).as("notes stored meanwhile").isPositive();
            }
            same(cluster, "eve", "/film", film);
            same(cluster, "cat", "/film", film);
            for (var member : cluster.members()) {
                assertThat(member.stop()).isTrue();
            }
            assertThat(Drops.of(cluster.members()).checked(COPIES)).as("drops").isPositive();
        }
    }

    private static void oneJoins(Cluster cluster, Member ann) throws Exception {
        var elders = cluster.members();
        cluster.admit(List.of("eve"));
        cluster.awaitAllOnline();
        var moved = moveAll(cluster, elders);
        assertThat(moved.bytes).as("bytes that moved to eve").isPositive();
        assertThat(moved.isShown).as("progress was shown").isTrue();
        awaitHolders(cluster, ann, all -> all.contains("eve"));
    }

    private static void oneLeaves(Cluster cluster, Member ann) throws Exception {
        ann.run(new Command.RemoveDevice("bob", true));
        var left = without(cluster.members(), cluster.member("bob"));
        for (var member : left) {
            member.run(new Command.Repair());
        }
        var _ = moveAll(cluster, left);
        awaitHolders(cluster, ann, all -> !all.contains("bob"));
    }

    /// What people do meanwhile: one stores, another reads the film.
    private static final class Traffic {

        private final Path folder;
        private final Member writer;
        private final Member reader;
        private final AtomicBoolean isOver = new AtomicBoolean();

        Traffic(Path folder, List<Member> people) {
            this.folder = folder;
            writer = people.getFirst();
            reader = people.getLast();
        }

        int run() throws Exception {
            int notes = 0;
            var copy = folder.resolve("film-read-meanwhile");
            while (!isOver.get() || notes == 0) {
                var note = Samples.random(folder.resolve("note"), NOTE, notes);
                writer.put(note, "/notes/" + notes, 1);
                reader.get("/film", copy);
                assertThat(copy).hasSameBinaryContentAs(folder.resolve("film"));
                Files.delete(copy);
                notes++;
            }
            return notes;
        }

        void end() {
            isOver.set(true);
        }
    }

    /// What came of asking for moves.
    private record Moved(long bytes, boolean isShown) {}

    /// Asks each until nothing is left that belongs elsewhere.
    private static Moved moveAll(Cluster cluster, List<Member> members) throws Exception {
        long bytes = 0;
        var isShown = new AtomicBoolean();
        for (var member : members) {
            var sum = new long[1];
            cluster.await(
                    member.name() + " holds only what belongs there",
                    () -> {
                        var outcome = rebalance(member, isShown);
                        sum[0] += outcome.movedBytes();
                        return outcome.leftChunks();
                    },
                    left -> left == 0 || member.name().equals("ann"));
            bytes += sum[0];
        }
        return new Moved(bytes, isShown.get());
    }

    private static Outcome.Rebalanced rebalance(Member member, AtomicBoolean isShown)
            throws Exception {
        try (var node = member.node()) {
            return node.run(
                    new Command.Rebalance(),
                    event -> {
                        if (event instanceof Event.Progress(var activity, var done, var total)
                                && activity == Activity.MOVING) {
                            assertThat(done).isBetween(0L, total);
                            isShown.set(true);
                        }
                    });
        }
    }

    private static List<Member> without(List<Member> members, Member one) {
        return members.stream().filter(member -> member != one).toList();
    }

    /// Waits until each part of the film is held by enough devices, all of them of this kind.
    private static void awaitHolders(Cluster cluster, Member asked, Predicate<Set<String>> areRight)
            throws Exception {
        cluster.await(
                "enough copies of the film, where they belong",
                () ->
                        asked
                                .run(new Command.Describe(new VolumePath("files", "/film")))
                                .chunks()
                                .stream()
                                .map(Outcome.Chunk::holders)
                                .toList(),
                chunks ->
                        chunks.stream().allMatch(holders -> holders.size() >= COPIES)
                                && areRight.test(
                                        chunks.stream()
                                                .flatMap(List::stream)
                                                .collect(Collectors.toSet())));
    }

    private static void same(Cluster cluster, String reader, String path, Path file)
            throws Exception {
        var copy = file.resolveSibling(reader + "-copy");
        cluster.member(reader).get(path, copy);
        assertThat(copy).as(reader).hasSameBinaryContentAs(file);
    }
}
