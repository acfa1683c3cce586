package dev.holdfast.testbed.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.api.VolumePath;
import dev.holdfast.engine.api.WaitPolicy;
import dev.holdfast.engine.node.Home;
import dev.holdfast.testbed.cluster.Cluster;
import dev.holdfast.testbed.cluster.Cluster.Manner;
import dev.holdfast.testbed.cluster.Member;
import dev.holdfast.tui.process.Finished;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// The drill: of three devices the homes of two are gone, the only owner's among them. With the
/// words, and the member that is left, everything that it has comes back on a device that is new.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RecoverTest {

    private static final Duration HEARD_MAX = Duration.ofSeconds(60);
    private static final List<String> PATHS = List.of("/letters", "/photos", "/empty");
    private static final VolumePath ALONE = new VolumePath("loose", "/alone");

    private Path folder;
    private Path words;
    private Cluster cluster;
    private Member ann;
    private Member bob;
    private Member dan;

    @BeforeAll
    void two_of_three_are_lost(@TempDir Path temporary) throws Exception {
        folder = temporary;
        cluster = Cluster.of(folder, Manner.PATIENT, "ann", "bob", "cat");
        ann = cluster.member("ann");
        bob = cluster.member("bob");
        dan = cluster.member("dan");
        words = Files.writeString(folder.resolve("words.txt"), cluster.words());
        ann.put(Samples.random(folder.resolve("letters"), 3 << 20, 1), "/letters", 3);
        bob.put(Samples.random(folder.resolve("photos"), 5 << 20, 2), "/photos", 3);
        ann.put(Files.createFile(folder.resolve("empty")), "/empty", 3);
        var local = new WaitPolicy.Local();
        ann.run(
                new Command.CreateVolume(
                        "loose",
                        1,
                        OptionalInt.empty(),
                        local,
                        Duration.ofDays(30),
                        Duration.ZERO));
        var alone = Samples.random(folder.resolve("alone"), 2 << 20, 3).toString();
        ann.run(new Command.Put(List.of(alone), ALONE, Optional.of(local), Duration.ofSeconds(30)));
        cluster.await("bob knows the last name", () -> knowsTheLastName(bob), known -> known);
        for (var lost : List.of(ann, cluster.member("cat"))) {
            lost.kill();
            lost.awaitEnd(HEARD_MAX);
            delete(lost.directory());
        }
    }

    @AfterAll
    void all_stop() {
        cluster.close();
    }

    @Test
    @Order(1)
    void wrong_words_and_wrong_places_are_said_plainly() throws Exception {
        var typo = cluster.words().replaceFirst(" \\S+ ", " abandn ");
        refused(
                typo,
                bob.address(),
                "word 2, \"abandn\", is not in the list; perhaps it is abandon");
        var others = "abandon ".repeat(23) + "art";
        refused(others, bob.address(), "These words belong to another pool");
        refused(cluster.words(), ann.address(), "No device of a pool answers at " + ann.address());
        assertThat(dan.directory()).doesNotExist();
    }

    private void refused(String words, String at, String why) {
        var begin = new Home.Beginning("dan", OptionalLong.empty(), Optional.empty());
        assertThatThrownBy(
                        () ->
                                dan.home()
                                        .recover(
                                                new Home.Return(
                                                        words, Optional.of(at), begin, false),
                                                _ -> List.of()))
                .isInstanceOfSatisfying(
                        NodeException.class, e -> assertThat(e.problem().what()).contains(why));
    }

    @Test
    @Order(2)
    void a_rehearsal_tells_all_and_changes_nothing() throws Exception {
        var before = names(bob);
        var report = report(recover(bob.address(), options("--rehearse")).expect(5).out());
        assertThat(report.get("rehearsal").getAsBoolean()).isTrue();
        assertThat(report.get("files").getAsInt()).isEqualTo(4);
        lacksOnlyWhatNobodyHas(report);
        for (var each : report.getAsJsonArray("devices")) {
            var device = each.getAsJsonObject();
            boolean isBob = device.get("name").getAsString().equals("bob");
            assertThat(device.get("reached").getAsBoolean()).isEqualTo(isBob);
            boolean wrote = !device.get("name").getAsString().equals("cat");
            assertThat(device.has("last_wrote")).isEqualTo(wrote);
        }
        assertThat(names(bob)).isEqualTo(before);
        assertThat(problems(bob)).noneMatch(problem -> problem.contains("recovered"));
        assertThat(dan.directory()).doesNotExist();
        assertThat(folder.resolve(".dan.recovering")).doesNotExist();
    }

    /// Wherever it is killed: it begins anew, or had ended.
    @Test
    @Order(3)
    void a_recovery_that_was_killed_begins_anew() throws Exception {
        var begun = dan.begin(line(bob.address(), "--phrase-file", words.toString()));
        begun.awaitLine("Read all that bob knows", HEARD_MAX);
        begun.kill();
        begun.awaitExit(HEARD_MAX);
        if (!Files.exists(dan.directory())) {
            var report = report(recover(bob.address(), options("--keep", "bob")).expect(5).out());
            assertThat(report.get("put_out").getAsJsonArray()).hasSize(2);
            assertThat(report.get("told").getAsJsonArray()).hasSize(1);
            lacksOnlyWhatNobodyHas(report);
            cluster.await("bob knows who is in", () -> names(bob), names -> names.size() == 2);
            assertThat(names(bob)).containsExactlyInAnyOrder("bob", "dan");
        }
        assertThat(folder.resolve(".dan.recovering")).doesNotExist();
    }

    @Test
    @Order(4)
    void the_whole_tree_is_there_at_once_and_contents_as_far_as_they_are_held() throws Exception {
        assertThat(dan.holdfast("ls", "-R", "files:").expect(0).out())
                .contains("letters", "photos", "empty");
        dan.start();
        cluster.awaitAllOnline();
        for (var path : PATHS) {
            var copy = folder.resolve(path.substring(1) + "-again");
            dan.get(path, copy);
            assertThat(copy).hasSameBinaryContentAs(folder.resolve(path.substring(1)));
        }
        assertThat(knowsTheLastName(dan)).isTrue();
        var nowhere = new Command.Get(ALONE, folder.resolve("alone-again").toString());
        assertThatThrownBy(() -> dan.run(nowhere)).isInstanceOf(NodeException.class);
        dan.put(Samples.random(folder.resolve("after"), 1000, 4), "/after", 2);
        bob.get("/after", folder.resolve("after-from-bob"));
        assertThat(folder.resolve("after-from-bob"))
                .hasSameBinaryContentAs(folder.resolve("after"));
    }

    @Test
    @Order(5)
    void nothing_goes_for_good_until_an_owner_says_so() throws Exception {
        for (var device : List.of(dan, bob)) {
            assertThat(problems(device)).anyMatch(said -> said.contains("was recovered"));
        }
        assertThat(dan.run(new Command.Collect(true, false)).waits())
                .singleElement()
                .asString()
                .contains("collect --release");
        assertThatThrownBy(() -> bob.run(new Command.Collect(false, true)))
                .isInstanceOf(NodeException.class)
                .hasMessageContaining("may not do that");
        dan.holdfast("collect", "--release").expect(0);
        for (var device : List.of(dan, bob)) {
            cluster.await(
                    device.name() + " may delete again",
                    () -> problems(device),
                    problems -> problems.stream().noneMatch(p -> p.contains("was recovered")));
        }
    }

    private static boolean knowsTheLastName(Member member) throws InterruptedException {
        try {
            member.run(new Command.Describe(ALONE));
            return true;
        } catch (NodeException e) {
            return false;
        }
    }

    private static List<String> names(Member member) throws Exception {
        return member.run(new Command.ListDevices()).devices().stream()
                .map(Outcome.Device::name)
                .toList();
    }

    private static List<String> problems(Member member) throws Exception {
        try (var node = member.node()) {
            return node.status().problems().stream().map(Problem::what).toList();
        }
    }

    private static void lacksOnlyWhatNobodyHas(JsonObject report) {
        assertThat(report.get("lacking_files").getAsInt()).isEqualTo(1);
        var lacking = report.getAsJsonArray("lacking").get(0).getAsJsonObject();
        assertThat(lacking.get("path").getAsString()).isEqualTo("loose:/alone");
        assertThat(lacking.get("lacking").getAsInt()).isPositive();
    }

    private static JsonObject report(String out) {
        return JsonParser.parseString(out).getAsJsonObject();
    }

    private String[] options(String... more) {
        var all = new ArrayList<>(List.of("--phrase-file", words.toString(), "--json"));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    private Finished recover(String at, String... more) throws Exception {
        return dan.holdfast(line(at, more));
    }

    private String[] line(String at, String... more) {
        var all = new ArrayList<>(List.of("recover", "--at", at, "--name", "dan"));
        all.addAll(List.of("--listen", dan.address()));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    private static void delete(Path directory) throws Exception {
        try (var paths = Files.walk(directory)) {
            for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
