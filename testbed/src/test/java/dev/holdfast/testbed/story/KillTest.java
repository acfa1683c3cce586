package dev.holdfast.testbed.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.VolumePath;
import dev.holdfast.engine.api.WaitPolicy;
import dev.holdfast.testbed.cluster.Cluster;
import dev.holdfast.testbed.cluster.Member;
import dev.holdfast.tui.process.Running;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Three real devices, of which a process is killed in the middle of a put or a get, or all at
/// once.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class KillTest {

    private static final int MIB = 1 << 20;
    private static final int FILES = 240;
    private static final int LARGE = 24 * MIB;

    /// So much that half of it is made durable long before all is stored: 32 MiB at a time are.
    private static final int FILM = 160 * MIB;

    private static final Duration END_MAX = Duration.ofSeconds(60);

    /// Which process of the two that work on a command is killed.
    enum Victim {
        DAEMON,
        CLIENT
    }

    private Path folder;
    private Cluster cluster;
    private Member ann;

    @BeforeAll
    void a_household_of_three(@TempDir Path temporary) throws Exception {
        folder = temporary;
        cluster = Cluster.of(folder, Cluster.Manner.PATIENT.withMuchToDo(), "ann", "bob", "cat");
        ann = cluster.member("ann");
        ann.put(Samples.random(folder.resolve("kept"), 300_000, 1), "/kept", 3);
    }

    @AfterAll
    void all_stop() {
        cluster.close();
    }

    /// A tree of many small files and a large one, the same for the same seed.
    private Path tree(String name, int seed) throws IOException {
        var tree = Files.createDirectory(folder.resolve(name));
        for (int i = 0; i < FILES; i++) {
            var directory = Files.createDirectories(tree.resolve("d" + i % 8));
            Samples.random(directory.resolve("f" + i), 60_000 + 37L * i, seed * 1000L + i);
        }
        Samples.random(tree.resolve("large"), LARGE, seed);
        return tree;
    }

    private static long bytes(Path tree) throws IOException {
        long sum = 0;
        for (var file : files(tree)) {
            sum += Files.size(tree.resolve(file));
        }
        return sum;
    }

    /// The plain files below a directory, parts of files included.
    private static Set<String> files(Path tree) throws IOException {
        var files = new TreeSet<String>();
        if (Files.exists(tree)) {
            Files.walkFileTree(
                    tree,
                    new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult visitFile(Path file, BasicFileAttributes facts) {
                            files.add(tree.relativize(file).toString());
                            return FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult visitFileFailed(Path file, IOException why) {
                            return FileVisitResult.CONTINUE; // a part that was just removed
                        }
                    });
        }
        return files;
    }

    private static boolean isPart(String file) {
        return file.substring(file.lastIndexOf('/') + 1).startsWith(".holdfast-");
    }

    private static long ended(Member member) throws Exception {
        return member.figure("holdfast_commands_total{command=\"get\"")
                + member.figure("holdfast_commands_total{command=\"put\"");
    }

    /// Kills one of the two; the other ends by itself, or gives up what it did for it.
    private void kill(Victim victim, Member member, Running client) throws Exception {
        assertThat(client.isAlive()).as("it is still at work").isTrue();
        switch (victim) {
            case CLIENT -> {
                long before = ended(member);
                client.kill();
                cluster.await("it is given up", () -> ended(member), after -> after > before);
            }
            case DAEMON -> {
                member.kill();
                var ended = client.awaitExit(END_MAX);
                Said.refused(
                        ended,
                        1,
                        "The daemon of this home ended or did not answer.",
                        "Start it again with `holdfast start`, then repeat the command.");
                member.start();
                cluster.awaitAllOnline();
            }
        }
    }

    @Test
    @Order(0)
    @DisplayName("V5 a file of a tree that is short, torn or too many would be noticed")
    void what_is_not_whole_would_be_noticed() throws Exception {
        var tree = folder.resolve("small-tree");
        var copy = folder.resolve("small-copy");
        for (var root : List.of(tree, copy)) {
            var directory = Files.createDirectories(root.resolve("d"));
            Samples.random(directory.resolve("f"), 70_000, 5);
            Samples.random(root.resolve("large"), MIB, 6);
        }
        isWhole(copy, tree);
        assertThat(files(copy)).isEqualTo(files(tree));

        var bytes = Files.readAllBytes(copy.resolve("d/f"));
        Files.write(copy.resolve("d/f"), Arrays.copyOf(bytes, bytes.length - 1));
        assertThatThrownBy(() -> isWhole(copy, tree)).isInstanceOf(AssertionError.class);
        bytes[40_000] ^= 1;
        Files.write(copy.resolve("d/f"), bytes);
        assertThatThrownBy(() -> isWhole(copy, tree)).isInstanceOf(AssertionError.class);
        Files.delete(copy.resolve("d/f"));
        Files.write(copy.resolve("d/.holdfast-f.part"), bytes);
        isWhole(copy, tree);
        assertThat(files(copy)).as("a part is none of the files").isNotEqualTo(files(tree));
        assertThat(parts(copy.resolve("d"))).isEqualTo(bytes.length);
    }

    @Order(1)
    @ParameterizedTest(name = "V5 the {0} is killed in the middle of a put of a tree")
    @EnumSource(Victim.class)
    void a_put_of_a_tree_that_is_killed(Victim victim) throws Exception {
        var name = "put-" + victim;
        int seed = victim == Victim.DAEMON ? 2 : 3;
        var tree = tree(name, seed);
        Samples.random(tree.resolve("film"), FILM, seed + 10);
        long size = bytes(tree);
        long before = ann.packBytes();
        var client = ann.begin("put", tree.toString(), "files:/");
        cluster.await("half is on the disk", ann::packBytes, all -> all - before > size / 2);
        kill(victim, ann, client);

        isWhole(shown(name), tree);
        assertReads(ann, "/kept", folder.resolve("kept"));
        var again = put(tree);
        assertThat(again.get("files").getAsInt()).isEqualTo(FILES + 2);
        assertThat(again.get("new_chunks").getAsLong()).isLessThan(again.get("chunks").getAsLong());
        assertThat(again.get("stored_bytes").getAsLong()).isLessThan(size * 3 / 4);
        var copy = shown(name);
        assertThat(files(copy)).isEqualTo(files(tree));
        isWhole(copy, tree);
        var third = put(tree);
        assertThat(third.get("new_chunks").getAsLong()).isZero();
    }

    private JsonObject put(Path tree) throws Exception {
        var words = new String[] {"put", tree.toString(), "files:/", "--wait", "copies:3"};
        return ann.json(0, words).getAsJsonObject();
    }

    /// What a device shows of a tree, fetched; nothing when it shows nothing.
    private Path shown(String name) throws Exception {
        var copy = Files.createTempDirectory(folder, "shown").resolve("copy");
        try {
            ann.get("/" + name, copy);
        } catch (NodeException e) {
            assertThat(e.problem().what()).startsWith("There is no ");
        }
        return copy;
    }

    /// Whatever of a tree stands under its name is what it was.
    private static void isWhole(Path copy, Path tree) throws IOException {
        for (var file : files(copy)) {
            if (!isPart(file)) {
                assertThat(Files.mismatch(copy.resolve(file), tree.resolve(file)))
                        .as(file)
                        .isEqualTo(-1);
            }
        }
    }

    private void assertReads(Member member, String path, Path file) throws Exception {
        var copy = Files.createTempDirectory(folder, "read").resolve("copy");
        member.get(path, copy);
        assertThat(copy).as(member.name()).hasSameBinaryContentAs(file);
        Files.delete(copy);
    }

    @Order(2)
    @ParameterizedTest(name = "V5 the {0} is killed in the middle of a get of a tree")
    @EnumSource(Victim.class)
    void a_get_of_a_tree_that_is_killed(Victim victim) throws Exception {
        var tree = folder.resolve("put-DAEMON");
        var bob = cluster.member("bob");
        var into = Files.createDirectory(folder.resolve("get-" + victim));
        var copy = into.resolve("put-DAEMON");
        var client = bob.begin("get", "files:/put-DAEMON", into.toString());
        cluster.await("some files are there", () -> files(copy).size(), count -> count > 20);
        kill(victim, bob, client);

        isWhole(copy, tree);
        bob.holdfast("get", "files:/put-DAEMON", into.toString()).expect(0);
        assertThat(files(copy)).isEqualTo(files(tree));
        isWhole(copy, tree);
    }

    @Order(3)
    @ParameterizedTest(name = "V5 the {0} is killed in the middle of a get of a large file")
    @EnumSource(Victim.class)
    void a_get_of_a_large_file_that_is_killed(Victim victim) throws Exception {
        var large = folder.resolve("whole");
        if (!Files.exists(large)) {
            ann.put(Samples.random(large, 96L * MIB, 99), "/whole", 1);
        }
        var copy = folder.resolve("whole-" + victim);
        var client = ann.begin("get", "files:/whole", copy.toString());
        cluster.await("a part is there", () -> parts(folder), bytes -> bytes > 8 * MIB);
        kill(victim, ann, client);

        assertThat(copy).doesNotExist();
        ann.holdfast("get", "files:/whole", copy.toString()).expect(0);
        assertThat(Files.mismatch(copy, large)).isEqualTo(-1);
        assertThat(parts(folder)).isZero();
    }

    /// Bytes of the parts of files in a directory.
    private static long parts(Path directory) throws IOException {
        long sum = 0;
        try (var all = Files.list(directory)) {
            for (var file : all.toList()) {
                sum += isPart(String.valueOf(file.getFileName())) ? Files.size(file) : 0;
            }
        }
        return sum;
    }

    @Test
    @Order(4)
    @DisplayName("V7 all devices are killed at once, and one alone gives what it has")
    void one_device_comes_back_alone() throws Exception {
        cluster.members().forEach(Member::kill);
        var cat = cluster.member("cat").start();
        assertReads(cat, "/kept", folder.resolve("kept"));
        cat.put(Samples.random(folder.resolve("alone"), 200_000, 7), "/alone", 1);
        for (var name : List.of("ann", "bob")) {
            cluster.member(name).start();
        }
        cluster.awaitAllOnline();
        nothingIsMissing();
        cluster.await(
                "what cat wrote alone has three copies",
                () -> fewest("/alone"),
                copies -> copies == 3);
    }

    @Order(5)
    @Tag("long")
    @ParameterizedTest(
            name = "V7 all devices are killed at once, and started in the order of seed {0}")
    @ValueSource(longs = {3, 8, 21, 34})
    void all_devices_are_killed_at_once_and_started_in_some_order(long seed) throws Exception {
        var chance = new Random(seed);
        var order = new ArrayList<>(cluster.members());
        Collections.shuffle(order, chance);
        order.forEach(Member::kill);
        Collections.shuffle(order, chance);
        for (var member : order) {
            member.start();
        }
        cluster.awaitAllOnline();
        nothingIsMissing();
    }

    private void nothingIsMissing() throws Exception {
        for (var member : cluster.members()) {
            assertReads(member, "/kept", folder.resolve("kept"));
            assertReads(member, "/put-CLIENT/d3/f3", folder.resolve("put-CLIENT/d3/f3"));
            assertReads(member, "/put-DAEMON/large", folder.resolve("put-DAEMON/large"));
        }
    }

    /// Copies of the chunk that has the fewest, as ann knows; none when she has not heard of it.
    private int fewest(String path) throws InterruptedException {
        try {
            var described = ann.run(new Command.Describe(new VolumePath("files", path)));
            return described.chunks().stream().mapToInt(c -> c.holders().size()).min().orElse(0);
        } catch (NodeException e) {
            return 0;
        }
    }

    @Test
    @Order(6)
    @Tag("long")
    @DisplayName("V5 V7 a device is killed ten times in a row while it stores, and keeps all of it")
    void killed_ten_times_in_a_row() throws Exception {
        var now = new WaitPolicy.Local();
        var keep = Duration.ofDays(1);
        ann.run(new Command.CreateVolume("own", 1, OptionalInt.empty(), now, keep, keep));
        var kept = new ArrayList<String>();
        for (int life = 0; life < 10; life++) {
            kept.add("life" + life);
            put(Samples.random(folder.resolve(kept.getLast()), 500_000, life), kept.getLast());
            var doomed = Samples.random(folder.resolve("doomed" + life), 4L * MIB, 100 + life);
            long until = ann.packBytes() + new Random(life).nextInt(3 * MIB);
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                var putting = threads.submit(() -> put(doomed, doomed.getFileName().toString()));
                cluster.await("it stores", ann::packBytes, bytes -> bytes > until);
                ann.kill();
                if (isAcknowledged(putting)) {
                    kept.add("doomed" + life);
                }
            }
            ann.start();
        }
        for (var name : kept) {
            var copy = folder.resolve("copy-of-" + name);
            ann.run(new Command.Get(new VolumePath("own", "/" + name), copy.toString()));
            assertThat(copy).hasSameBinaryContentAs(folder.resolve(name));
        }
        assertThat(ann.holdfast("doctor", "--deep").expect(0).out()).contains("All is sound.");
    }

    private Outcome.Stored put(Path file, String name) throws Exception {
        var place = new VolumePath("own", "/" + name);
        var none = Optional.<WaitPolicy>empty();
        return ann.run(new Command.Put(List.of(file.toString()), place, none, Duration.ZERO));
    }

    private static boolean isAcknowledged(Future<?> putting) throws InterruptedException {
        try {
            putting.get();
            return true;
        } catch (ExecutionException e) {
            assertThat(e).hasCauseInstanceOf(NodeException.class);
            return false;
        }
    }
}
