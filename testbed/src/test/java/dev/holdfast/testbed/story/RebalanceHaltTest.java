package dev.holdfast.testbed.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.VolumePath;
import dev.holdfast.testbed.cluster.Cluster;
import dev.holdfast.testbed.cluster.Cluster.Manner;
import dev.holdfast.testbed.cluster.Member;
import dev.holdfast.testbed.fault.Halts;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// A household to which a device comes. Copies move to it, and again and again a process ends while
/// they do, at a step on a disk of who gives or of who takes.
@Tag("long")
class RebalanceHaltTest {

    private static final int COPIES = 3;
    private static final int FILM = 24 << 20;
    private static final Duration END_MAX = Duration.ofSeconds(90);

    @Test
    @DisplayName("V5 a process that ends at any step of a rebalance loses nothing, and it goes on")
    void a_process_that_ends_while_copies_move_loses_nothing(@TempDir Path folder)
            throws Exception {
        var film = Samples.random(folder.resolve("film"), FILM, 31);
        var manner = new Manner(Manner.PATIENT.settings(), List.of(Halts.FLAG));
        try (var cluster = Cluster.of(folder, manner, "ann", "bob", "cat", "dan")) {
            var elders = cluster.members();
            cluster.member("ann").put(film, "/film", COPIES);
            cluster.admit(List.of("eve"));
            cluster.awaitAllOnline();
            var bob = cluster.member("bob");
            var eve = cluster.member("eve");
            // Who takes: bytes that are not forced; forced and not on the books; on the books.
            halts(cluster, eve, bob, "packs/force/before");
            halts(cluster, eve, bob, "journal/force/before");
            halts(cluster, eve, bob, "journal/force/after");
            // Who gives: before and after it has written down what others have, and that it goes.
            halts(cluster, bob, bob, "journal/force/before");
            halts(cluster, bob, bob, "journal/force/after");
            reads(cluster, folder, film);

            settles(cluster, elders);
            reads(cluster, folder, film);
            for (var member : cluster.members()) {
                assertThat(member.stop()).isTrue();
            }
            assertThat(Drops.of(cluster.members()).checked(COPIES)).as("drops").isPositive();
        }
    }

    /// All of it goes where it belongs.
    private static void settles(Cluster cluster, List<Member> elders) throws Exception {
        for (var member : elders) {
            cluster.await(
                    member.name() + " holds only what belongs there",
                    () -> member.run(new Command.Rebalance()).leftChunks(),
                    left -> left == 0 || member.name().equals("ann"));
        }
        var chunks =
                cluster.await(
                        "enough copies, some of them on eve",
                        () -> chunks(elders.getFirst()),
                        all -> all.stream().allMatch(c -> c.holders().size() >= COPIES));
        assertThat(chunks).anyMatch(chunk -> chunk.holders().contains("eve"));
    }

    /// Lets one give what belongs elsewhere until the process of `whose` ends at that place.
    private static void halts(Cluster cluster, Member whose, Member giver, String place)
            throws Exception {
        Halts.at(whose.directory(), place, 1);
        var giving = giver.begin("rebalance");
        try {
            assertThat(whose.awaitEnd(END_MAX))
                    .as(whose.name() + " " + place)
                    .isEqualTo(Halts.EXIT);
        } finally {
            giving.kill();
        }
        Halts.nowhere(whose.directory());
        whose.start();
        cluster.awaitAllOnline();
    }

    private static void reads(Cluster cluster, Path folder, Path film) throws Exception {
        var copy = folder.resolve("copy");
        for (var member : cluster.members()) {
            member.get("/film", copy);
            assertThat(copy).as(member.name()).hasSameBinaryContentAs(film);
            Files.delete(copy);
        }
    }

    private static List<Outcome.Chunk> chunks(Member member) throws Exception {
        return member.run(new Command.Describe(new VolumePath("files", "/film"))).chunks();
    }
}
