package dev.holdfast.testbed.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.VolumePath;
import dev.holdfast.testbed.cluster.Cluster;
import dev.holdfast.testbed.cluster.Member;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// A household of five, each of whose devices is a process; the losses come last.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FiveDevicesTest {

    private static final int COPIES = 3;
    private static final int FIXED = 5 << 20;

    private Path folder;
    private Cluster cluster;

    @BeforeAll
    void a_household_of_five(@TempDir Path temporary) throws Exception {
        folder = temporary;
        cluster =
                Cluster.of(
                        folder,
                        Cluster.Manner.QUICK.withMuchToDo(),
                        "ann",
                        "bob",
                        "cat",
                        "dan",
                        "eve");
    }

    @AfterAll
    void all_stop() {
        cluster.close();
    }

    @Order(1)
    @ParameterizedTest(name = "V2 D10 a file of {0} bytes is the same on every device")
    @ValueSource(ints = {0, 1, FIXED - 1, FIXED, FIXED + 1, 64 << 20})
    void a_file_is_the_same_on_every_device(int size) throws Exception {
        var file = Samples.random(folder.resolve("v2-" + size), size, size);
        var writer = cluster.members().get(size % 5);
        var stored = writer.put(file, "/v2-" + size, COPIES);
        assertThat(stored.copies().min()).isGreaterThanOrEqualTo(COPIES);
        for (var reader : cluster.members()) {
            awaitName(reader, "/v2-" + size);
            sameOn(reader, "/v2-" + size, file);
        }
    }

    @Test
    @Order(2)
    @DisplayName("P1 twenty files from each of three devices are read on the others")
    void twenty_files_from_each_of_three() throws Exception {
        for (var writer : cluster.members().subList(0, 3)) {
            for (int i = 0; i < 20; i++) {
                var name = "p1-" + writer.name() + i;
                writer.put(Samples.random(folder.resolve(name), 10_000 + i, i), "/" + name, 2);
            }
        }
        for (var reader : cluster.members().subList(3, 5)) {
            for (var name : List.of("p1-ann0", "p1-bob7", "p1-cat19")) {
                awaitName(reader, "/" + name);
                sameOn(reader, "/" + name, folder.resolve(name));
            }
        }
    }

    @Test
    @Order(3)
    @DisplayName("P4 P6 the same content under two names is stored once; one name goes, one stays")
    void one_content_two_names() throws Exception {
        var file = Samples.random(folder.resolve("second"), 3 << 20, 46);
        var ann = cluster.member("ann");
        assertThat(ann.put(file, "/first", COPIES).newChunks()).isPositive();
        var again = ann.put(file, "/second", COPIES);
        assertThat(again.newChunks()).isZero();
        assertThat(again.storedBytes()).isZero();
        ann.run(new Command.Remove(new VolumePath("files", "/first"), false));
        assertThatThrownBy(() -> ann.get("/first", folder.resolve("gone")))
                .isInstanceOf(NodeException.class);
        for (var reader : cluster.members()) {
            awaitName(reader, "/second");
            sameOn(reader, "/second", file);
        }
    }

    @Test
    @Order(4)
    @DisplayName("D11 a shorter file under the same name leaves no tail")
    void a_shorter_file_leaves_no_tail() throws Exception {
        var bob = cluster.member("bob");
        bob.put(Samples.random(folder.resolve("long"), 4 << 20, 1), "/shrinks", COPIES);
        var brief = Samples.random(folder.resolve("short"), 1000, 2);
        bob.put(brief, "/shrinks", COPIES);
        var eve = cluster.member("eve");
        cluster.await("eve sees the short one", () -> size(eve, "/shrinks"), s -> s == 1000);
        sameOn(eve, "/shrinks", brief);
    }

    @Test
    @Order(5)
    void two_devices_write_one_path_at_once_and_both_versions_stay() throws Exception {
        var mine = Samples.random(folder.resolve("from-ann"), 5000, 10);
        var yours = Samples.random(folder.resolve("from-bob"), 6000, 11);
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = executor.submit(() -> cluster.member("ann").put(mine, "/both/x", COPIES));
            var second = executor.submit(() -> cluster.member("bob").put(yours, "/both/x", COPIES));
            first.get();
            second.get();
        }
        cluster.await(
                "every device shows the same names",
                () -> {
                    var names = new HashSet<List<String>>();
                    for (var member : cluster.members()) {
                        names.add(names(member, "/both"));
                    }
                    return names;
                },
                names -> names.size() == 1);
        // One after the other is an edit, and then the first is history; at once, both are shown.
        var names = names(cluster.member("cat"), "/both");
        assertThat(names).contains("/both/x").hasSizeBetween(1, 2);
    }

    @Order(6)
    @ParameterizedTest(name = "P5 {0} stores at once")
    @ValueSource(ints = {4, 16, 64})
    void many_stores_at_once_are_all_kept(int stores) throws Exception {
        var writers = cluster.members();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var putting = new ArrayList<Future<Outcome.Stored>>();
            for (int i = 0; i < stores; i++) {
                var name = "p5-" + stores + "-" + i;
                var file = Samples.random(folder.resolve(name), 1000 + 5_000 * i, i);
                var writer = writers.get(i % writers.size());
                putting.add(executor.submit(() -> writer.put(file, "/" + name, COPIES)));
            }
            for (var each : putting) {
                assertThat(each.get().copies().min()).isGreaterThanOrEqualTo(COPIES);
            }
        }
        var reader = cluster.member("eve");
        for (int i = 0; i < stores; i++) {
            var name = "p5-" + stores + "-" + i;
            awaitName(reader, "/" + name);
            sameOn(reader, "/" + name, folder.resolve(name));
        }
    }

    @Test
    @Order(7)
    @DisplayName("V7 all devices are killed at once, started the other way round, and lack nothing")
    void the_power_goes_out_in_the_whole_house() throws Exception {
        for (var member : cluster.members()) {
            member.kill();
        }
        for (var member : cluster.members().reversed()) {
            member.start();
        }
        cluster.awaitAllOnline();
        for (var reader : cluster.members()) {
            for (var name : List.of("second", "p1-bob7", "p5-64-63", "v2-" + (64 << 20))) {
                sameOn(reader, "/" + name, folder.resolve(name));
            }
        }
        var after = Samples.random(folder.resolve("after"), 100_000, 9);
        assertThat(cluster.member("cat").put(after, "/after", COPIES).copies().min())
                .isGreaterThanOrEqualTo(COPIES);
    }

    @Test
    @Order(8)
    @DisplayName("P2 a device whose disk changes bytes gives the right ones all the same")
    void changed_bytes_are_noticed_and_fetched_elsewhere() throws Exception {
        var file = Samples.random(folder.resolve("precious"), 3 << 20, 22);
        var dan = cluster.member("dan");
        assertThat(dan.put(file, "/precious", COPIES).copies().min()).isGreaterThanOrEqualTo(3);
        dan.kill();
        Damage.to(dan.directory().resolve("packs"));
        dan.start();
        cluster.awaitAllOnline();
        sameOn(dan, "/precious", file);
        sameOn(cluster.member("bob"), "/precious", file);
        awaitCopies("/precious", cluster.members());
        awaitCopies("/second", cluster.members());
    }

    @Test
    @Order(9)
    @DisplayName(
            "D6 one flipped bit is found by the doctor, named, and made good from other copies")
    void one_flipped_bit_is_found_named_and_made_good() throws Exception {
        var file = Samples.random(folder.resolve("photo"), 200_000, 23);
        var cat = cluster.member("cat");
        assertThat(cat.put(file, "/photo", COPIES).copies().min()).isGreaterThanOrEqualTo(3);
        var chunk = describe(cat, "/photo").chunks().getFirst();
        assertThat(cat.stop()).isTrue();
        Damage.toChunk(cat.directory().resolve("packs"), chunk.id());
        assertThat(cat.holdfast("doctor", "--deep").expect(1).out())
                .contains(
                        "hindered    content   files:/photo: 1 of its chunks cannot be read here;"
                                + " ");
        assertThat(cat.holdfast("doctor", "--deep", "--fix").expect(0).out()).contains("mended: ");
        cat.set(Map.of("evict-after", "1s"));
        cat.start();
        cluster.awaitAllOnline();
        awaitCopies("/photo", cluster.members());
        var read =
                cluster.await(
                        "it came back, or is off cat's books",
                        () -> cat.run(new Command.Scrub(false)),
                        scrubbed -> scrubbed.missing() + scrubbed.damaged() == 0);
        assertThat(read.alone()).isZero();
        sameOn(cat, "/photo", file);
    }

    @Test
    @Order(10)
    @DisplayName("J5 the writer's death loses no acknowledged name")
    void the_writers_death_loses_nothing() throws Exception {
        var file = Samples.random(folder.resolve("last-words"), 2 << 20, 55);
        var eve = cluster.member("eve");
        eve.put(file, "/last-words", 2);
        eve.kill();
        for (var reader : List.of(cluster.member("ann"), cluster.member("dan"))) {
            awaitName(reader, "/last-words");
            sameOn(reader, "/last-words", file);
        }
    }

    @Test
    @Order(11)
    @DisplayName("V4 a killed device is shown offline, its copies are made again, no read fails")
    void a_killed_device_is_made_good() throws Exception {
        var ann = cluster.member("ann");
        var living = cluster.members().subList(0, 4);
        cluster.await(
                "eve is shown offline",
                () -> ann.run(new Command.ListDevices()).devices(),
                all -> all.stream().anyMatch(d -> d.name().equals("eve") && !d.online()));
        for (var path : List.of("/last-words", "/second", "/v2-" + FIXED, "/v2-" + (64 << 20))) {
            awaitCopies(path, living);
            sameOn(cluster.member("dan"), path, null);
        }
    }

    private void sameOn(Member reader, String path, @Nullable Path file) throws Exception {
        var copy = Files.createTempDirectory(folder, "read").resolve("copy");
        reader.get(path, copy);
        assertThat(copy)
                .as("%s as %s has it", path, reader.name())
                .hasSameBinaryContentAs(file == null ? folder.resolve(path.substring(1)) : file);
        Files.delete(copy);
    }

    /// Waits until enough of these hold each chunk of a file.
    private void awaitCopies(String path, List<Member> members) throws Exception {
        var names = members.stream().map(Member::name).toList();
        cluster.await(
                COPIES + " living copies of " + path,
                () -> describe(cluster.member("ann"), path).chunks(),
                chunks -> chunks.stream().allMatch(chunk -> count(chunk, names) >= COPIES));
    }

    private static long count(Outcome.Chunk chunk, List<String> names) {
        return chunk.holders().stream().filter(names::contains).count();
    }

    private void awaitName(Member member, String path) throws Exception {
        cluster.await(
                member.name() + " knows " + path, () -> size(member, path), size -> size >= 0);
    }

    /// The size of a file, or -1 when there is no such name on this device yet.
    private static long size(Member member, String path) throws Exception {
        try {
            return describe(member, path).row().size();
        } catch (NodeException e) {
            return -1;
        }
    }

    private static Outcome.Description describe(Member member, String path) throws Exception {
        return member.run(new Command.Describe(new VolumePath("files", path)));
    }

    /// The names in a directory, none when this device has not heard of it yet.
    private static List<String> names(Member member, String path) throws Exception {
        var place = new VolumePath("files", path);
        try {
            var list = new Command.ListEntries(place, false, Optional.empty());
            return member.run(list).rows().stream().map(Outcome.Row::path).toList();
        } catch (NodeException e) {
            return List.of();
        }
    }
}
