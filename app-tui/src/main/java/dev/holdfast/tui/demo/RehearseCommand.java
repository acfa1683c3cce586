package dev.holdfast.tui.demo;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.tui.command.Action;
import dev.holdfast.tui.command.Exit;
import dev.holdfast.tui.command.Holdfast;
import dev.holdfast.tui.command.Surroundings;
import dev.holdfast.tui.render.Terminal;
import dev.holdfast.tui.syntax.Converters;
import dev.holdfast.tui.syntax.Value;
import dev.holdfast.tui.words.Words;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;

/// `rehearse`: the commands that people run most, one after the other in this process against a
/// daemon that runs, so that who makes a bundle can have Java lay out the classes of short commands
/// and no others. Not for people.
public final class RehearseCommand extends Action {

    private final Line line;

    private final Value<Path> file = argument("file", "FILE", Converters::path);

    /// Carries out one command.
    public interface Line {
        int run(Surroundings around, List<String> words);
    }

    public RehearseCommand(Holdfast main, Line line) {
        super(main, "rehearse");
        spec().usageMessage().hidden(true);
        this.line = line;
    }

    @Override
    public Integer call() throws NodeException {
        var here = file.get().toAbsolutePath().toString();
        run("put", here, "files:/a/b", "--wait", "local");
        run("ls", "-l", "files:/a");
        run("stat", "files:/a/b");
        run("get", "files:/a/b", here + ".copy");
        run("status");
        run("--json", "status");
        run("devices");
        run("rm", "-r", "files:/a");
        run("version");
        return Exit.DONE;
    }

    private void run(String... words) throws NodeException {
        int exit = line.run(around(), List.of(words));
        if (exit != Exit.DONE) {
            throw new NodeException(
                    Problem.Code.FAILED,
                    Words.say("rehearse.failed", String.join(" ", words), exit),
                    Words.say("rehearse.failed.do"));
        }
    }

    /// Nobody listens, except to what goes wrong.
    private Surroundings around() {
        var outer = main.surroundings();
        var home = main.home();
        var nobody = OutputStream.nullOutputStream();
        var streams =
                new Terminal.Streams(
                        outer.terminal().streams().in(),
                        new PrintStream(nobody),
                        nobody,
                        outer.terminal().err());
        var environment = new HashMap<>(outer.environment());
        var terminal = Terminal.of(streams, false, environment);
        return new Surroundings(
                terminal, outer.devices(), named -> home, environment, outer.nanos());
    }
}
