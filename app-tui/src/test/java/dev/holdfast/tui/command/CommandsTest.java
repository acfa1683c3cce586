package dev.holdfast.tui.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.Event;
import dev.holdfast.engine.api.Finding;
import dev.holdfast.engine.api.Finding.Care;
import dev.holdfast.engine.api.Finding.Left;
import dev.holdfast.engine.api.Finding.Means;
import dev.holdfast.engine.api.Finding.Mended;
import dev.holdfast.engine.api.Finding.Treated;
import dev.holdfast.engine.api.Finding.Untouched;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.Outcome.Kind;
import dev.holdfast.engine.api.VolumePath;
import dev.holdfast.engine.api.WaitPolicy;
import dev.holdfast.tui.render.Times;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

class CommandsTest {

    private final FakeDevice device = new FakeDevice();
    private final Shell shell = new Shell(device);

    @Test
    void put_makes_paths_absolute_and_passes_what_was_asked_for() {
        device.answers(Outcomes.stored(2, 2, 2));
        shell.run("put", "a", "/b/c/", "files:/d/", "--wait", "copies:2", "--patience", "5s");
        assertThat(device.asked)
                .containsExactly(
                        new Command.Put(
                                List.of(Path.of("a").toAbsolutePath().toString(), "/b/c/"),
                                new VolumePath("files", "/d/"),
                                Optional.of(new WaitPolicy.Copies(2)),
                                Duration.ofSeconds(5)));
    }

    /// A variable of a script that was never set must not mean all that is in a directory.
    @Test
    void an_empty_word_is_no_path() {
        for (var line :
                List.of(
                        List.of("put", "", "files:/d/"),
                        List.of("put", "a", "", "files:/d/"),
                        List.of("get", "files:/d", ""),
                        List.of("link", "", "files:/d"),
                        List.of("unlink", ""),
                        List.of("pause", ""),
                        List.of("resume", "", "--confirm"))) {
            assertThat(shell.run(line.toArray(String[]::new))).isEqualTo(Exit.USAGE);
            assertThat(shell.err()).contains("A path is empty.", "write . for the one you are in");
        }
        assertThat(shell.run("--home", "", "status")).isEqualTo(Exit.USAGE);
        assertThat(device.asked).isEmpty();
    }

    @Test
    void words_that_fit_nowhere_are_answered_without_words_of_the_library() {
        assertThat(shell.run("stauts")).isEqualTo(Exit.USAGE);
        assertThat(shell.err()).startsWith("There is no command \"stauts\"; the nearest is \"stat");
        assertThat(shell.run("mkdir", "photos")).isEqualTo(Exit.USAGE);
        assertThat(shell.err()).startsWith("\"photos\" is not a place such as files:/photos");
        assertThat(shell.run("du", "files:/a", "files:/b")).isEqualTo(Exit.USAGE);
        assertThat(shell.err()).startsWith("\"files:/b\" is a word too many.");
        assertThat(shell.run("get")).isEqualTo(Exit.USAGE);
        assertThat(shell.err()).contains("VOLUME:/PATH").doesNotContain("DEST");
    }

    @Test
    void put_reads_standard_input() {
        device.answers(Outcomes.stored(1, 1, 1));
        assertThat(shell.reading("hello").run("put", "-", "files:/hello")).isZero();
        assertThat(device.asked.getFirst()).isInstanceOf(Command.PutStream.class);
    }

    @Test
    void get_and_cat_write_bytes_and_nothing_else_to_standard_output() {
        device.answers(
                (command, events) -> {
                    var stream = (Command.GetStream) command;
                    try {
                        stream.destination().write("hello".getBytes(StandardCharsets.UTF_8));
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                    return Outcomes.fetched(1);
                });
        assertThat(shell.run("get", "files:/a", "-")).isZero();
        assertThat(shell.out()).isEqualTo("hello");
        assertThat(shell.run("cat", "files:/a", "files:/b")).isZero();
        assertThat(shell.out()).isEqualTo("hellohello");
    }

    @Test
    void ls_shows_paths_as_seen_from_the_place_that_was_asked_for() {
        device.answers(
                new Outcome.Listing(
                        List.of(
                                Outcomes.row("/photos/2026", Kind.DIRECTORY),
                                Outcomes.row("/photos/2026/lake.jpg", Kind.FILE)),
                        Optional.empty()));
        assertThat(shell.run("ls", "-R", "files:/photos")).isZero();
        assertThat(shell.out().lines()).containsExactly("2026/", "2026/lake.jpg");
        assertThat(shell.run("ls", "-l", "files:/photos")).isZero();
        assertThat(shell.out().lines())
                .containsExactly(
                        "     size  changed              version  name",
                        "directory  " + Times.text(Outcomes.NOON) + "  v1       2026/",
                        " 29.6 KiB  " + Times.text(Outcomes.NOON) + "  v1       2026/lake.jpg");
    }

    @Test
    void a_directory_that_was_never_made_by_itself_has_no_time() {
        var above = new Outcome.Row("/photos/2026", Kind.DIRECTORY, 0, Instant.EPOCH, "");
        device.answers(new Outcome.Listing(List.of(above), Optional.empty()));
        shell.run("ls", "-l", "files:/photos");
        assertThat(shell.out()).contains("2026/").doesNotContain("19");
        device.answers(new Outcome.Description(above, "", List.of()));
        shell.run("stat", "files:/photos/2026");
        assertThat(shell.out()).contains("/photos/2026").doesNotContain("changed");
    }

    @Test
    void tree_draws_what_is_below() {
        device.answers(photos());
        assertThat(shell.run("tree", "files:/p")).isZero();
        assertThat(shell.out().lines())
                .containsExactly(
                        "files:/p",
                        "├── 2025/",
                        "│   ├── a/",
                        "│   │   └── x",
                        "│   └── b",
                        "└── 2026/",
                        "    └── c",
                        "3 directories, 3 files");
    }

    @Test
    void du_sums_what_is_below_each_directory_and_below_all() {
        device.answers(photos());
        assertThat(shell.run("du", "files:/p")).isZero();
        assertThat(shell.out().lines())
                .containsExactly(
                        "    size  files  path",
                        "59.3 KiB      2  files:/p/2025",
                        "29.6 KiB      1  files:/p/2026",
                        "88.9 KiB      3  files:/p");
        assertThat(shell.run("du", "-s", "files:/p")).isZero();
        assertThat(shell.out().lines()).hasSize(2).last().asString().endsWith("files:/p");
    }

    private static Outcome.Listing photos() {
        return new Outcome.Listing(
                List.of(
                        Outcomes.row("/p/2025", Kind.DIRECTORY),
                        Outcomes.row("/p/2025/a", Kind.DIRECTORY),
                        Outcomes.row("/p/2025/a/x", Kind.FILE),
                        Outcomes.row("/p/2025/b", Kind.FILE),
                        Outcomes.row("/p/2026", Kind.DIRECTORY),
                        Outcomes.row("/p/2026/c", Kind.FILE)),
                Optional.empty());
    }

    @Test
    void names_cannot_move_the_cursor_or_turn_the_text_around() {
        device.answers(
                new Outcome.Listing(
                        List.of(Outcomes.row("/a\u001b[2J\u202egpj.exe\n", Kind.FILE)),
                        Optional.empty()));
        shell.onATerminal().run("ls", "files:");
        assertThat(shell.out()).isEqualTo("a\\x{1b}[2J\\x{202e}gpj.exe\\x{a}\n");
    }

    @Test
    void join_takes_the_code_with_hyphens_or_spaces() {
        assertThat(shell.run("join", "ABCD", "EFGH", "--at", "127.0.0.1:1")).isZero();
        assertThat(device.joinedWith).isEqualTo("ABCD-EFGH at 127.0.0.1:1");
        assertThat(shell.out()).contains("holdfast start");
    }

    @Test
    void daemon_says_when_it_is_ready_and_stops_in_good_order() throws InterruptedException {
        var exit = new AtomicInteger(-1);
        var runs = ready(exit);
        runs.interrupt();
        runs.join();
        assertThat(exit).hasValue(0);
        assertThat(device.running).isFalse();
    }

    @Test
    void daemon_ends_when_another_command_asks_it_to() throws InterruptedException {
        var exit = new AtomicInteger(-1);
        var runs = ready(exit);
        assertThat(device.stop()).isPresent();
        runs.join();
        assertThat(exit).hasValue(0);
        assertThat(shell.err().lines())
                .containsExactly(
                        "Stopped.",
                        "Of the commands that were under way, 2 came to an end and 1 was"
                                + " cancelled.",
                        "7 copies are still owed; made when Holdfast runs again.");
    }

    /// The command `daemon` on a thread of its own, when it has said that it is ready.
    private Thread ready(AtomicInteger exit) throws InterruptedException {
        var runs = Thread.ofVirtual().start(() -> exit.set(shell.run("daemon")));
        var looks = new CountDownLatch(1);
        for (int i = 0; i < 1000 && !shell.out().equals("ready 127.0.0.1:4711\n"); i++) {
            assertThat(looks.await(10, TimeUnit.MILLISECONDS)).isFalse();
        }
        return runs;
    }

    @Test
    void start_names_the_address_and_the_log_or_says_that_it_ran() {
        device.running = false;
        assertThat(shell.run("start")).isZero();
        assertThat(shell.out().lines())
                .containsExactly(
                        "ready 127.0.0.1:4711",
                        "Holdfast runs in the background; its log is /home/ann/logs/holdfast.log.");
        assertThat(shell.run("start")).isZero();
        assertThat(shell.out().lines())
                .containsExactly("ready 127.0.0.1:4711", "Holdfast ran already.");
    }

    @Test
    void stop_says_what_became_of_commands_or_that_there_was_no_daemon() {
        assertThat(shell.run("stop")).isZero();
        assertThat(shell.out()).startsWith("Stopped.\n").contains("7 copies are still owed");
        assertThat(shell.run("stop")).isZero();
        assertThat(shell.out()).isEqualTo("No daemon ran.\n");
    }

    @Test
    void nothing_is_redrawn_where_nobody_watches() {
        device.answers(
                (command, events) -> {
                    events.accept(new Event.Progress(Event.Activity.STORING, 5, 10));
                    return Outcomes.stored(2, 2, 2);
                });
        shell.run("put", "a", "files:");
        assertThat(shell.out() + shell.err()).doesNotContain("\r", "\u001b");
        shell.run("--quiet", "put", "a", "files:");
        assertThat(shell.out() + shell.err()).isEmpty();
        shell.onATerminal().run("put", "a", "files:");
        assertThat(shell.out()).contains("\r\u001b[?7lstoring", "50 %", "5 B of 10 B");
    }

    @Test
    void status_says_what_is_owed_and_what_to_do() {
        assertThat(shell.run("status")).isZero();
        assertThat(shell.out())
                .contains(
                        "ann (owner), 2 of 3 devices here",
                        "7 still to be made, for 5 chunks",
                        "closing  not safe now. 2 of the 9 chunks",
                        "Cat is away.",
                        "Start cat.");
    }

    @Test
    void config_gets_and_sets_one_value_and_says_when_the_daemon_must_be_started_again() {
        assertThat(shell.run("config", "get", "repair-after")).isZero();
        assertThat(shell.out()).isEqualTo("12h\n");
        assertThat(shell.run("config", "set", "repair-after", "6h")).isZero();
        assertThat(shell.out()).contains("`holdfast stop` and `holdfast start`");
        device.running = false;
        assertThat(shell.run("config", "set", "repair-after", "7h")).isZero();
        assertThat(shell.out()).isEmpty();
        assertThat(device.settings).containsEntry("repair-after", "7h");
        assertThat(shell.run("config", "list")).isZero();
        assertThat(shell.out().lines())
                .containsExactly(
                        "setting       value  default  meaning",
                        "repair-after  7h     12h      how long a device is gone");
    }

    @Test
    void config_says_which_settings_there_are() {
        assertThat(shell.run("config", "get", "colour")).isEqualTo(2);
        assertThat(shell.err()).contains("\"colour\"", "Choose one of repair-after.");
        assertThat(shell.run("config")).isEqualTo(2);
    }

    @Test
    void events_are_a_line_each_and_cannot_move_the_cursor() {
        device.answers(
                (command, events) -> {
                    assertThat(command).isEqualTo(new Command.ListEvents(true));
                    events.accept(
                            new Event.Happened(
                                    1,
                                    Outcomes.NOON,
                                    Event.Kind.DEVICE_CAME,
                                    Optional.of("b\u001b[2J"),
                                    "b\u001b[2J is here."));
                    throw new InterruptedException();
                });
        assertThat(shell.run("events", "--follow")).isEqualTo(130);
        assertThat(shell.out()).isEqualTo(Times.text(Outcomes.NOON) + "  b\\x{1b}[2J is here.\n");
    }

    @Test
    void events_need_a_daemon() {
        device.running = false;
        assertThat(shell.run("events")).isEqualTo(1);
        assertThat(shell.err()).contains("No daemon runs", "holdfast start");
    }

    @Test
    void a_word_makes_only_the_command_that_it_names() {
        var all = shell.made();
        assertThat(all).contains("ls", "put", "device");
        assertThat(all).allSatisfy(name -> assertThat(shell.made(name)).containsExactly(name));
        assertThat(shell.made("--home", "ls", "--json", "-q", "stat", "put"))
                .containsExactly("stat");
        assertThat(shell.made("--home")).isEqualTo(all);
        assertThat(shell.made("--help")).isEqualTo(all);
        assertThat(shell.made("nonsense", "ls")).isEqualTo(all);
    }

    @Test
    void doctor_says_what_is_not_sound_and_what_to_do() {
        device.findings = List.of(found(new Finding.Sound("clock", "The clock is right.")));
        assertThat(shell.run("doctor")).isZero();
        assertThat(shell.out().lines())
                .containsExactly("sound       clock     The clock is right.", "All is sound.");
        device.findings =
                List.of(found(new Finding.Unseen("port", "No daemon runs.")), found(OPEN));
        assertThat(shell.run("doctor")).isEqualTo(1);
        assertThat(device.care).isEqualTo(Care.LOOK);
        assertThat(shell.out().lines())
                .containsExactly(
                        "unseen      port      No daemon runs.",
                        "exposed     home      Others can look into it.",
                        "                      Close it.",
                        "Not all is sound.",
                        "Some of this `holdfast doctor --fix` can mend.");
    }

    @Test
    void doctor_says_of_each_fault_whether_it_was_mended_or_why_not() {
        device.findings = List.of(new Treated(OPEN, new Mended("It is closed.")));
        assertThat(shell.run("doctor", "--fix", "--deep")).isZero();
        assertThat(device.care).isEqualTo(new Care(true, true, false));
        assertThat(shell.out().lines())
                .containsExactly(
                        "exposed     home      Others can look into it.",
                        "                      mended: It is closed.",
                        "All is sound.");
        assertThat(shell.run("doctor", "--rebuild")).isZero();
        assertThat(device.care).isEqualTo(new Care(false, false, true));
        device.findings = List.of(new Treated(OPEN, new Left("a daemon runs")));
        assertThat(shell.run("doctor", "--fix")).isEqualTo(1);
        assertThat(shell.out().lines())
                .containsExactly(
                        "exposed     home      Others can look into it.",
                        "                      Close it.",
                        "                      left, because a daemon runs.",
                        "Not all is sound.");
    }

    private static final Finding.Exposed OPEN =
            new Finding.Exposed("home", "Others can look into it.", "Close it.", Means.FIX);

    private static Treated found(Finding finding) {
        return new Treated(finding, new Untouched());
    }

    @Test
    void version_is_known() {
        assertThat(shell.run("version", "--json")).isZero();
        assertThat(shell.json().getAsJsonObject().get("version").getAsString()).matches("\\d.*");
    }
}
