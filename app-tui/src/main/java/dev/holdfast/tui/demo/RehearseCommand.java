package dev.holdfast.tui.demo;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.tui.command.Action;
import dev.holdfast.tui.command.Exit;
import dev.holdfast.tui.command.Holdfast;
import dev.holdfast.tui.command.Surroundings;
import dev.holdfast.tui.process.ProcessFailure;
import dev.holdfast.tui.process.Until;
import dev.holdfast.tui.render.Terminal;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;

/// `rehearse`: a daemon and the commands that people run most, all in this one process, so that who
/// makes a bundle can have Java lay out the classes of both. Not for people.
@Command(
        name = "rehearse",
        hidden = true,
        description = "Walk the main ways once, in a directory that is made for it.")
public final class RehearseCommand extends Action {

    private static final Until READY = new Until(Duration.ofSeconds(60), Duration.ofMillis(20));

    private final Line line;

    @Parameters(paramLabel = "DIR", description = "where to make a home and some files")
    private Path directory = Path.of("");

    /// Carries out one command.
    public interface Line {
        int run(Surroundings around, List<String> words);
    }

    public RehearseCommand(Holdfast main, Line line) {
        super(main);
        this.line = line;
    }

    @Override
    public Integer call() throws NodeException, InterruptedException {
        var home = directory.toAbsolutePath().resolve("home");
        var file = directory.resolve("home.d").toString();
        run(home, "init", "--name", "one", "--capacity", "1G", "--phrase-file", file);
        var daemon = Thread.ofPlatform().start(() -> line.run(around(home), List.of("daemon")));
        try {
            READY.holds("a daemon", () -> Files.exists(home.resolve("daemon")), there -> there);
            run(home, "put", file, "files:/a/", "--wait", "local");
            run(home, "ls", "-l", "files:/a");
            run(home, "ls", "-R", "files:/");
            run(home, "stat", "files:/a/home.d");
            run(home, "get", "files:/a/home.d", file + ".copy");
            run(home, "cat", "files:/a/home.d");
            run(home, "status");
            run(home, "--json", "status");
            run(home, "devices");
            run(home, "rm", "-r", "files:/a");
            run(home, "version");
            run(home, "--help");
        } catch (ProcessFailure e) {
            throw new NodeException(
                    new Problem(
                            Problem.Code.FAILED, String.valueOf(e.getMessage()), "Look at why."),
                    e);
        } finally {
            daemon.interrupt();
            daemon.join();
        }
        return Exit.DONE;
    }

    private void run(Path home, String... words) throws NodeException {
        int exit = line.run(around(home), List.of(words));
        if (exit != Exit.DONE) {
            throw new NodeException(
                    Problem.Code.FAILED,
                    "`%s` ended with %d.".formatted(String.join(" ", words), exit),
                    "Look at why.");
        }
    }

    /// Nobody listens, except to what goes wrong.
    private Surroundings around(Path home) {
        var outer = main.surroundings();
        var environment = new HashMap<>(outer.environment());
        environment.put("HOLDFAST_HOME", home.toString());
        var nobody = OutputStream.nullOutputStream();
        var streams =
                new Terminal.Streams(
                        outer.terminal().streams().in(),
                        new PrintStream(nobody),
                        nobody,
                        outer.terminal().err());
        var terminal = Terminal.of(streams, false, environment);
        return new Surroundings(
                terminal, outer.devices(), named -> home, environment, outer.nanos());
    }
}
