package dev.holdfast.testbed.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.api.recovery.WordCheck;
import dev.holdfast.engine.node.Home;
import dev.holdfast.testbed.cluster.Cluster;
import dev.holdfast.testbed.cluster.Member;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// A person at a terminal, from the first command on. The link between the two devices is slow
/// where something is to be seen under way.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(180)
class TerminalTest {

    private static final String AT_THE_PROMPT = "holdfast> ";
    private static final Pattern CODE = Pattern.compile("(?m)^[a-z]+(-[a-z]+){3}$");
    private static final Pattern NUMBERED = Pattern.compile(" {2,3}([0-9]{1,2}) ([a-z]+)\\b");
    private static final Pattern BAR =
            Pattern.compile("(storing|copying|fetching) +[━─]{14} +[0-9]+ %");

    private static final long CAPACITY = 8L << 30;

    private Path folder;
    private Cluster cluster;
    private Member ann;
    private Member bob;
    private Pane pane;

    @BeforeAll
    void a_terminal(@TempDir Path temporary) throws Exception {
        folder = temporary;
        cluster = Cluster.empty(folder, Cluster.Manner.FAULTY_LINKS.withMuchToDo());
        ann = cluster.member("ann");
        bob = cluster.member("bob");
        var desk = Files.createDirectory(folder.resolve("desk"));
        pane =
                Pane.open(
                        desk,
                        cluster.commands().program(),
                        Map.of("HOLDFAST_HOME", ann.directory().toString()));
    }

    @AfterAll
    void all_end() throws Exception {
        pane.end();
        cluster.close();
    }

    @Test
    @Order(1)
    void the_first_run_ends_in_a_pool_of_two() throws Exception {
        pane.type("holdfast init --name ann --capacity 8G --listen " + ann.address());
        var words = words(pane.await("Press Enter when all 24 are on paper."));
        pane.key("Enter");
        for (var place : WordCheck.of(words).places()) {
            pane.await("Word " + (place + 1) + ":");
            pane.type(words.get(place));
        }
        var said = pane.await("Start it with `holdfast start`");
        assertThat(said).contains("This device is ann, the first of a pool of its own.");
        assertThat(words(said)).as("words that are still to be read").isEmpty();
        ann.set(Cluster.Manner.PATIENT.settings());
        ann.start();
        pane.awaitPrompt(Pane.PROMPT);

        pane.type("holdfast invite");
        var code = CODE.matcher(pane.await("Waiting for it"));
        assertThat(code.find()).isTrue();
        join(code.group());
        pane.await("bob came in.");
        bob.start();
        cluster.awaitAllOnline();

        pane.type("holdfast status");
        pane.await("ann (owner), 2 of 2 devices here");
    }

    /// The recovery words on the screen, in their order.
    private static List<String> words(String screen) {
        return NUMBERED.matcher(screen)
                .results()
                .sorted(Comparator.comparingInt(found -> Integer.parseInt(found.group(1))))
                .map(found -> found.group(2))
                .toList();
    }

    @Test
    @Order(2)
    void a_put_shows_how_far_it_is_and_leaves_only_its_answer() throws Exception {
        file("lake.bin", 16 << 20);
        pane.clear(Pane.PROMPT);
        slow(true);

        pane.type("holdfast put lake.bin files:/trip/ --wait copies:2");
        bar("copying");
        slow(false);
        pane.await("2 of 2 copies");
        pane.awaitPrompt(Pane.PROMPT);

        assertThat(pane.screen()).noneMatch(TerminalTest::isBar);
        assertThat(pane.screen()).anyMatch(line -> line.startsWith("Stored 1 file, 16.0 MiB, in "));
    }

    @Test
    @Order(3)
    void what_goes_to_a_file_has_no_escapes() throws Exception {
        file("note.txt", 100);
        pane.clear(Pane.PROMPT);
        var commands =
                List.of(
                        "put note.txt files:/trip/",
                        "get files:/trip/lake.bin copy.bin",
                        "status",
                        "top",
                        "--help",
                        "ls files:/nowhere");
        for (var command : commands) {
            pane.type("holdfast " + command + " >> told 2>&1");
        }
        pane.type("echo all done");
        Predicate<String> ends = line -> line.endsWith("all done") && !line.contains("echo");
        pane.awaitScreen("the end", lines -> lines.stream().anyMatch(ends));

        var told = Files.readString(folder.resolve("desk/told"));
        assertThat(told)
                .contains("Stored 1 file", "Fetched 1 file", "2 of 2 devices", "Usage:")
                .doesNotContain("\u001b", "\r", "━");
        assertThat(folder.resolve("desk/copy.bin"))
                .hasSameBinaryContentAs(folder.resolve("desk/lake.bin"));
    }

    @Test
    @Order(4)
    void the_shell_completes_a_place_in_the_pool() throws Exception {
        pane.clear(Pane.PROMPT);
        pane.type("holdfast");
        pane.awaitPrompt(AT_THE_PROMPT);
        pane.awaitScreen(
                "a status line",
                lines -> lines.stream().anyMatch(line -> line.contains("2 of 2 devices here")));

        pane.letters("sta");
        pane.key("Tab");
        pane.await("status");
        pane.key("C-u");
        pane.letters("stat files:/tr");
        pane.key("Tab");
        pane.await("stat files:/trip/");
        pane.letters("la");
        pane.key("Tab");
        pane.await("stat files:/trip/lake.bin");
        pane.key("Enter");
        pane.await("16.0 MiB (16777216 bytes)");
        pane.awaitPrompt(AT_THE_PROMPT);
    }

    @Test
    @Order(5)
    void a_cancelled_get_leaves_nothing_and_the_shell_stays() throws Exception {
        var there = Files.createDirectory(folder.resolve("desk/there"));
        far("film.bin", 32 << 20);
        pane.clear(AT_THE_PROMPT);

        pane.type("get far:/film.bin there/");
        var first = bar("fetching");
        pane.awaitScreen(
                "a bar that moves",
                lines -> lines.stream().anyMatch(line -> isBar(line) && !line.equals(first)));
        pane.key("C-c");
        pane.await("Cancelled.");
        assertThat(there).isEmptyDirectory();

        pane.awaitPrompt(AT_THE_PROMPT);
        pane.type("ls files:/trip");
        pane.await("note.txt");
    }

    @Test
    @Order(6)
    void a_daemon_that_is_killed_is_missed_and_welcomed_back() throws Exception {
        pane.clear(AT_THE_PROMPT);
        pane.type("get far:/film.bin there/");
        bar("fetching");
        ann.kill();
        pane.await("The daemon of this home ended or did not answer.");
        pane.await("Start it again with `holdfast start`, then repeat the command.");
        pane.await("The daemon has ended.");
        pane.awaitScreen("no daemon", lines -> lines.getLast().startsWith("no daemon runs here"));

        slow(false);
        ann.start();
        cluster.awaitAllOnline();
        pane.awaitPrompt(AT_THE_PROMPT);
        pane.type("ls files:/trip");
        pane.await("note.txt");
        pane.awaitScreen(
                "the daemon again", lines -> lines.getLast().contains("2 of 2 devices here"));
    }

    @Test
    @Order(7)
    void the_dashboard_fits_the_screen_before_and_after_a_resize() throws Exception {
        pane.clear(AT_THE_PROMPT);
        pane.type("top");
        fits(80, 24);
        pane.resize(52, 14);
        fits(52, 14);
        pane.resize(100, 30);
        fits(100, 30);

        pane.key("q");
        pane.awaitPrompt(AT_THE_PROMPT);
        pane.type("exit");
        pane.awaitPrompt(Pane.PROMPT);
    }

    /// Waits for a whole picture of this size, none of it left from another.
    private void fits(int columns, int rows) throws IOException, InterruptedException {
        var lines =
                pane.awaitScreen(
                        "the dashboard, %d by %d".formatted(columns, rows),
                        all ->
                                all.size() == rows
                                        && all.getLast().startsWith("q leave")
                                        && all.getFirst().startsWith("ann: 2 of 2 devices"));
        assertThat(lines).allMatch(line -> line.length() <= columns);
        assertThat(lines).filteredOn(line -> line.startsWith("q leave")).hasSize(1);
        assertThat(lines).filteredOn(line -> line.startsWith("bob ")).hasSize(1);
    }

    /// Waits for a bar of this kind of work, and returns its line.
    private String bar(String work) throws IOException, InterruptedException {
        return pane
                .awaitScreen(work, all -> all.stream().anyMatch(line -> isBar(work, line)))
                .stream()
                .filter(line -> isBar(work, line))
                .findFirst()
                .orElseThrow();
    }

    private static boolean isBar(String line) {
        return BAR.matcher(line).find();
    }

    private static boolean isBar(String work, String line) {
        return line.startsWith(work) && isBar(line);
    }

    /// A file of which the other device, behind a slow link, has the only copy.
    private void far(String name, int bytes) throws Exception {
        slow(true);
        bob.holdfast("volume", "create", "far", "--copies", "1", "--wait", "local").expect(0);
        bob.holdfast("put", file(name, bytes).toString(), "far:/").expect(0);
        cluster.await(
                "ann knows it", () -> ann.holdfast("ls", "far:/").out(), out -> out.contains(name));
    }

    private Path file(String name, int bytes) throws IOException {
        return Samples.random(folder.resolve("desk").resolve(name), bytes, bytes);
    }

    private void join(String code) throws Exception {
        var beginning =
                new Home.Beginning("bob", OptionalLong.of(CAPACITY), Optional.of(bob.address()));
        bob.home().join(code, Optional.of(ann.address()), beginning);
        bob.set(Cluster.Manner.PATIENT.settings());
    }

    /// Makes the link between the two slow, or mends it; they notice soon.
    private void slow(boolean slow) throws Exception {
        for (var pair : List.of(List.of(ann, bob), List.of(bob, ann))) {
            var links = pair.getFirst().links();
            if (slow) {
                links.throttle(id(pair.getLast()), 1);
            } else {
                links.mend(id(pair.getLast()));
            }
        }
    }

    private static String id(Member member) throws Exception {
        return Said.status(member).getAsJsonObject("device").get("id").getAsString();
    }
}
