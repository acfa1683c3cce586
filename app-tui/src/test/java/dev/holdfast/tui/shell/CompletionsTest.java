package dev.holdfast.tui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.Event;
import dev.holdfast.engine.api.Node;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.api.Role;
import dev.holdfast.engine.api.Status;
import dev.holdfast.engine.api.WaitPolicy;
import dev.holdfast.tui.command.Holdfast;
import dev.holdfast.tui.command.Surroundings;
import dev.holdfast.tui.render.Terminal;

import org.jline.reader.Candidate;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.Parser.ParseContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

class CompletionsTest {

    private final Daemon daemon = new Daemon();
    private final Completions words = words(() -> Optional.of(daemon));

    @Test
    void commands_and_their_options_are_completed() {
        assertThat(after()).contains("put", "get", "device");
        assertThat(after("device"))
                .containsExactlyInAnyOrder(
                        "show", "rename", "role", "capacity", "drain", "park", "adopt", "remove");
        assertThat(typed("-", "ls")).contains("-l", "--recursive", "--json");
        assertThat(after("invite", "--role")).contains("member", "keeper");
    }

    @Test
    void places_in_the_pool_are_listed_one_directory_at_a_time() {
        assertThat(after("ls")).containsExactly("files:", "films:");
        assertThat(typed("files:/pho", "ls")).containsExactly("files:/photos/", "files:/lake.jpg");
        assertThat(daemon.listed).isEqualTo("files:/");
        typed("files:/photos/2026/x", "get");
        assertThat(daemon.listed).isEqualTo("files:/photos/2026");
    }

    @Test
    void volumes_are_completed_by_name() {
        assertThat(after("volume", "remove")).containsExactly("files", "films");
        assertThat(after("volume", "set", "--copies", "2")).containsExactly("files", "films");
        assertThat(typed("files:/pho", "cp", "-r")).contains("files:/photos/");
    }

    @Test
    void a_name_that_could_move_the_cursor_is_not_offered() {
        daemon.rows = List.of(row("/a\u001b[2J", Outcome.Kind.FILE));
        assertThat(typed("files:/", "cat")).isEmpty();
    }

    @Test
    void devices_are_completed_by_name() {
        for (var command :
                List.of("show", "rename", "role", "capacity", "drain", "park", "adopt", "remove")) {
            assertThat(after("device", command)).as(command).contains("attic");
        }
    }

    @Test
    void files_of_this_machine_are_completed(@TempDir Path folder) throws IOException {
        Files.createDirectory(folder.resolve("notes"));
        Files.createFile(folder.resolve("lake.jpg"));
        Files.createFile(folder.resolve(".hidden"));
        assertThat(typed(folder + "/", "put"))
                .contains(folder + "/notes/", folder + "/lake.jpg")
                .doesNotContain(folder + "/.hidden");
    }

    @Test
    void an_engine_that_stalls_or_is_not_there_offers_nothing_and_holds_up_nobody() {
        daemon.stalls = true;
        assertThat(typed("files:/", "ls")).isEmpty();
        var alone = new ArrayList<Candidate>();
        words(Optional::empty).complete(List.of("ls"), "files:/", alone);
        assertThat(alone).isEmpty();
    }

    @Test
    void the_programs_name_and_a_tilde_are_taken_as_in_other_shells() {
        assertThat(shellWords("holdfast put ~/a files: "))
                .containsExactly("put", System.getProperty("user.home") + "/a", "files:");
    }

    @Test
    void an_empty_word_in_quotes_is_a_word() {
        assertThat(shellWords("config set metered \"\""))
                .containsExactly("config", "set", "metered", "");
        assertThat(shellWords("config set metered '' "))
                .containsExactly("config", "set", "metered", "");
        assertThat(shellWords("status")).containsExactly("status");
        assertThat(shellWords("  ")).isEmpty();
    }

    @Test
    void a_name_with_quotes_is_completed_so_that_it_is_one_word() {
        for (var name : List.of("files:/Ann's photo.jpg", "files:/5\" disk", "files:/plain one")) {
            var typed = new Quoting().parse("stat files:/", 12, ParseContext.COMPLETE);
            var escaped = ((CompletingParsedLine) typed).escape(name, true);
            assertThat(shellWords("stat " + escaped + " ")).containsExactly("stat", name);
        }
    }

    private static List<String> shellWords(String line) {
        var parsed = new Quoting().parse(line, line.length(), ParseContext.ACCEPT_LINE);
        return ShellCommand.words(parsed.line(), parsed.words());
    }

    private List<String> after(String... before) {
        return typed("", before);
    }

    private List<String> typed(String word, String... before) {
        var candidates = new ArrayList<Candidate>();
        words.complete(List.of(before), word, candidates);
        return candidates.stream().map(Candidate::value).toList();
    }

    private static Completions words(Looks.Attached attached) {
        var bytes = new ByteArrayOutputStream();
        var out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        var in = new ByteArrayInputStream(new byte[0]);
        var terminal = Terminal.of(new Terminal.Streams(in, out, bytes, out), false, Map.of());
        var around =
                new Surroundings(
                        terminal,
                        home -> {
                            throw new AssertionError("completion starts no device");
                        },
                        named -> Path.of("/home"),
                        Map.of(),
                        System::nanoTime);
        return new Completions(
                Holdfast.line(around, List.of()).getCommandSpec(), new Looks(attached));
    }

    private static Outcome.Row row(String path, Outcome.Kind kind) {
        return new Outcome.Row(path, kind, 5, Instant.EPOCH, "v1");
    }

    /// A daemon in memory that lists what it was given.
    private static final class Daemon implements Node {

        List<Outcome.Row> rows =
                List.of(
                        row("/photos", Outcome.Kind.DIRECTORY),
                        row("/lake.jpg", Outcome.Kind.FILE));
        boolean stalls;
        volatile String listed = "";

        @Override
        public Status status() throws NodeException {
            throw new NodeException(Problem.Code.FAILED, "It went wrong.", "Do it otherwise.");
        }

        @Override
        @SuppressWarnings("unchecked")
        public <R extends Outcome> R run(Command<R> command, Consumer<Event> events)
                throws InterruptedException {
            if (stalls) {
                new CountDownLatch(1).await();
            }
            if (command instanceof Command.ListEntries list) {
                listed = list.at().toString();
                return (R) new Outcome.Listing(rows, Optional.empty());
            }
            if (command instanceof Command.ListVolumes) {
                return (R) new Outcome.Volumes(List.of(volume("files"), volume("films")));
            }
            return (R)
                    new Outcome.Devices(
                            List.of(
                                    new Outcome.Device(
                                            "id",
                                            "attic",
                                            Role.MEMBER,
                                            true,
                                            100,
                                            40,
                                            Optional.empty(),
                                            Optional.empty(),
                                            Outcome.Duty.ACTIVE)));
        }

        private static Outcome.Volume volume(String name) {
            return new Outcome.Volume(
                    name,
                    3,
                    OptionalInt.empty(),
                    new WaitPolicy.All(),
                    Duration.ofDays(30),
                    Duration.ZERO);
        }

        @Override
        public void close() {}
    }
}
