package dev.holdfast.tui.shell;

import dev.holdfast.engine.api.Node;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.tui.command.Action;
import dev.holdfast.tui.command.Exit;
import dev.holdfast.tui.command.Holdfast;
import dev.holdfast.tui.command.Surroundings;
import dev.holdfast.tui.render.Terminal;
import dev.holdfast.tui.words.HelpWords;
import dev.holdfast.tui.words.Words;

import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;

import picocli.CommandLine;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// `shell`: the same commands at a prompt.
public final class ShellCommand extends Action {

    private static final String PROMPT = "holdfast> ";
    private static final String HISTORY = "shell-history";
    private static final int HISTORY_MAX = 2_000;
    private static final Set<String> LEAVE = Set.of("exit", "quit");

    private final Means means;
    private volatile boolean ending;

    /// What the shell needs beside the commands' own surroundings.
    ///
    /// @param commands the commands at the prompt
    /// @param daemons the daemon of a home, when one runs
    public record Means(Function<Surroundings, CommandLine> commands, Daemons daemons, Tty tty) {}

    /// Finds daemons without starting any.
    public interface Daemons {
        Optional<Node> of(Path home) throws NodeException;
    }

    public ShellCommand(Holdfast main, Means means) {
        super(main, "shell");
        this.means = means;
    }

    @Override
    public Integer call() throws NodeException {
        if (!main.terminal().movable()) {
            throw usage(Words.say("shell.terminal"), Words.say("shell.terminal.do"));
        }
        var terminal = means.tty().take();
        var looks = new Looks(() -> means.daemons().of(main.home()));
        var reader = reader(terminal, looks);
        var status = new StatusLine(terminal, looks);
        var here = Thread.currentThread();
        var leave = Thread.ofPlatform().name("leave").unstarted(() -> leave(here));
        Runtime.getRuntime().addShutdownHook(leave);
        try {
            converse(reader, status);
        } finally {
            status.close();
            terminal.flush();
        }
        return Exit.DONE;
    }

    /// SIGTERM looks like Ctrl-C to the prompt; only this tells them apart.
    private void leave(Thread shell) {
        ending = true;
        shell.interrupt();
    }

    private void converse(LineReader reader, StatusLine status) {
        while (!ending) {
            if (status.refresh()) {
                main.warn(Words.say("shell.gone"));
            }
            try {
                reader.readLine(PROMPT);
            } catch (UserInterruptException taken) {
                continue;
            } catch (EndOfFileException end) {
                return;
            }
            var words = words(reader.getParsedLine().line(), reader.getParsedLine().words());
            if (!words.isEmpty() && LEAVE.contains(words.getFirst())) {
                return;
            }
            run(words);
        }
    }

    /// What was typed, without the program's name, and with `~/` as in other shells. An empty word
    /// at the end is a cursor behind a blank, unless quotes are there.
    static List<String> words(String line, List<String> typed) {
        var words = new ArrayList<String>();
        for (var word : typed) {
            if (!word.isEmpty()) {
                words.add(word.startsWith("~/") ? Completions.home() + word.substring(1) : word);
            }
        }
        if (!typed.isEmpty() && typed.getLast().isEmpty() && isEmptyQuoted(line.strip())) {
            words.add("");
        }
        boolean named = !words.isEmpty() && words.getFirst().equals("holdfast");
        return named ? words.subList(1, words.size()) : words;
    }

    private static boolean isEmptyQuoted(String line) {
        return line.endsWith(" \"\"") || line.endsWith(" ''");
    }

    private void run(List<String> words) {
        if (!words.isEmpty()) {
            means.commands().apply(around()).execute(words.toArray(String[]::new));
        }
        // A Ctrl-C that came too late for the command is not meant for the next one.
        boolean late = Thread.interrupted();
        if (late && ending) {
            Thread.currentThread().interrupt();
        }
    }

    /// The surroundings of a command at the prompt: this home, this window's width.
    private Surroundings around() {
        var outer = main.surroundings();
        var environment = new HashMap<>(outer.environment());
        environment.put("COLUMNS", String.valueOf(means.tty().take().getSize().getColumns()));
        var terminal =
                Terminal.of(
                        outer.terminal().streams(), outer.terminal().interactive(), environment);
        return new Surroundings(
                terminal,
                outer.devices(),
                named -> named.orElse(main.home()).toAbsolutePath().normalize(),
                environment,
                outer.nanos());
    }

    private LineReader reader(org.jline.terminal.Terminal terminal, Looks looks) {
        var commands = HelpWords.on(means.commands().apply(around()).getCommandSpec());
        var builder =
                LineReaderBuilder.builder()
                        .terminal(terminal)
                        .appName("holdfast")
                        .parser(new Quoting())
                        .completer(new Completions(commands, looks))
                        .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                        .option(LineReader.Option.HISTORY_IGNORE_SPACE, true)
                        .variable(LineReader.HISTORY_FILE_SIZE, HISTORY_MAX);
        history().ifPresent(file -> builder.variable(LineReader.HISTORY_FILE, file));
        return builder.build();
    }

    /// The file of lines typed before, for its owner only; none before there is a home.
    private Optional<Path> history() {
        var home = main.home();
        var file = home.resolve(HISTORY);
        try {
            if (!Files.exists(home.resolve("version"))) {
                return Optional.empty();
            }
            if (home.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                var own = PosixFilePermissions.fromString("rw-------");
                Files.createFile(file, PosixFilePermissions.asFileAttribute(own));
            }
            return Optional.of(file);
        } catch (FileAlreadyExistsException e) {
            return Optional.of(file);
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
