package dev.holdfast.testbed.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.testbed.cluster.Cluster;
import dev.holdfast.testbed.cluster.Member;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

/// Pools whose devices have less room than is asked of them.
@Tag("long")
class FullPoolTest {

    private static final int DISK_MIB = 192;
    private static final int PIECE = 8 << 20;

    /// More pieces of each device than both disks have room for.
    private static final int PIECES_MAX = 24;

    private static final long GRANT = 40L << 20;
    private static final long FILM = 3 * GRANT;

    @Test
    @Timeout(300)
    @DisplayName("D4 two full devices that give to one another end clearly, and read and delete on")
    void two_full_devices_do_not_wait_for_one_another(@TempDir Path folder) throws Exception {
        try (var cluster = Cluster.of(folder, Cluster.Manner.QUICK.withMuchToDo(), "ann", "bob");
                var one = SmallDisk.of(folder.resolve("ann"), DISK_MIB);
                var other = SmallDisk.of(folder.resolve("bob"), DISK_MIB)) {
            moveIn(cluster.member("ann"), one);
            moveIn(cluster.member("bob"), other);
            cluster.awaitAllOnline();
            var stored = bothStore(cluster, folder);
            assertThat(stored).as("pieces that found room").hasSizeBetween(4, 2 * PIECES_MAX - 2);

            for (var member : cluster.members()) {
                readsAll(cluster, member, stored, folder);
            }
            for (var member : cluster.members()) {
                member.holdfast("rm", "files:/" + member.name() + "0").expect(0);
                assertThat(Said.online(member)).isEqualTo(2);
            }
            for (var member : cluster.members()) {
                assertThat(member.stop()).isTrue();
                member.start();
                namesAre(cluster, member, stored.size() - 2);
            }
        }
    }

    private static void moveIn(Member member, SmallDisk disk) throws Exception {
        assertThat(member.stop()).isTrue();
        disk.moveIn();
        member.start();
    }

    /// Both at the same time, each until it is refused.
    private static List<Path> bothStore(Cluster cluster, Path folder) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var tasks = new ArrayList<Callable<List<Path>>>();
            for (var member : cluster.members()) {
                tasks.add(() -> stores(member, folder));
            }
            var all = new ArrayList<Path>();
            for (var each : threads.invokeAll(tasks)) {
                all.addAll(each.get());
            }
            return all;
        }
    }

    private static List<Path> stores(Member member, Path folder) throws Exception {
        var stored = new ArrayList<Path>();
        for (int i = 0; i < PIECES_MAX; i++) {
            var name = member.name() + i;
            var piece = Samples.random(folder.resolve(name), PIECE, name.hashCode());
            try {
                member.put(piece, "/" + name, 1);
                stored.add(piece);
            } catch (NodeException e) {
                assertThat(e.problem().code()).isEqualTo(Problem.Code.FULL);
                return stored;
            }
        }
        return stored;
    }

    private static void readsAll(Cluster cluster, Member reader, List<Path> stored, Path folder)
            throws Exception {
        namesAre(cluster, reader, stored.size());
        for (var piece : stored) {
            var copy = folder.resolve("copy");
            reader.get("/" + piece.getFileName(), copy);
            assertThat(Files.mismatch(piece, copy)).as(reader.name() + piece).isEqualTo(-1);
            Files.delete(copy);
        }
    }

    private static void namesAre(Cluster cluster, Member member, long names) throws Exception {
        cluster.await(
                member.name() + " knows all names",
                () -> member.holdfast("ls", "files:").expect(0).out().lines().count(),
                count -> count == names);
    }

    @Test
    @Timeout(300)
    @DisplayName("D4 a device takes no more of others than it was granted, and is told of")
    void a_grant_is_a_limit(@TempDir Path folder) throws Exception {
        try (var cluster =
                Cluster.of(folder, Cluster.Manner.PATIENT.withMuchToDo(), "ann", "bob")) {
            var cat = cluster.member("cat").offers(GRANT);
            cluster.admit(List.of("cat"));
            cluster.awaitAllOnline();
            var ann = cluster.member("ann");
            var film = Samples.random(folder.resolve("film"), FILM, 92);
            assertThat(ann.put(film, "/film", 2).copies().min()).isGreaterThanOrEqualTo(2);
            cluster.await(
                    "cat has taken what it was granted",
                    cat::packBytes,
                    bytes -> bytes > GRANT - 2 * PIECE);
            assertThat(Said.problems(ann)).anyMatch(what -> what.contains("fewer copies"));
            assertThat(cat.packBytes()).isLessThanOrEqualTo(GRANT + PIECE);

            var copy = folder.resolve("copy");
            cluster.await(
                    "cat knows the name",
                    () -> cat.holdfast("ls", "files:").out(),
                    ls -> ls.contains("film"));
            cat.get("/film", copy);
            assertThat(Files.mismatch(film, copy)).isEqualTo(-1);
            var own = Samples.random(folder.resolve("own"), PIECE, 93);
            assertThat(cat.put(own, "/own", 2).copies().min()).isGreaterThanOrEqualTo(2);
            cat.holdfast("rm", "files:/film").expect(0);
            assertThat(cat.holdfast("ls", "files:").expect(0).out())
                    .contains("own")
                    .doesNotContain("film");
        }
    }
}
