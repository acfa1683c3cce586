package dev.holdfast.tui.command;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.Node;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.api.VolumePath;
import dev.holdfast.tui.syntax.Converters;
import dev.holdfast.tui.syntax.Keyword;
import dev.holdfast.tui.syntax.Value;
import dev.holdfast.tui.words.Words;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

/// One command: declares what may follow its name, asks, answers, and returns the exit code.
public abstract class Action extends Keyword implements Callable<Integer> {

    protected final Holdfast main;

    protected Action(Holdfast main, String name) {
        super(name);
        this.main = main;
    }

    @Override
    public abstract Integer call() throws NodeException, InterruptedException;

    /// An argument that is a place in the pool.
    protected final Value<VolumePath> place(String key, String label) {
        return argument(key, label, Converters::place);
    }

    /// Places in the pool, one at least.
    protected final Value<List<VolumePath>> places(String label) {
        return arguments("places", label, Converters::place);
    }

    /// What is to be done with a device.
    protected interface Work<T> {
        T with(Node node, Watch watch) throws NodeException, InterruptedException;
    }

    /// Opens the device, works with it while progress shows, and lets it go.
    protected final <T> T open(Work<T> work) throws NodeException, InterruptedException {
        try (var node = main.device().node();
                var watch = new Watch(main.progress())) {
            return work.with(node, watch);
        }
    }

    /// Runs one command whose answer is all that matters.
    protected final <R extends Outcome> R ask(Command<R> command)
            throws NodeException, InterruptedException {
        return open((node, watch) -> node.run(command, watch));
    }

    protected static NodeException usage(String what, String remedy) {
        return new NodeException(Problem.Code.USAGE, what, remedy);
    }

    /// A path of this machine as the engine takes it: a daemon has another working directory. A
    /// slash at the end is kept, it means "into this directory".
    ///
    /// @throws NodeException when it is empty, as a variable of a script is that was never set, or
    ///   none
    protected static String absolute(String path) throws NodeException {
        if (path.isEmpty()) {
            throw usage(Words.say("path.empty"), Words.say("path.empty.do"));
        }
        var absolute = here(path).toAbsolutePath().toString();
        return path.endsWith("/") && !absolute.endsWith("/") ? absolute + "/" : absolute;
    }

    private static Path here(String path) throws NodeException {
        try {
            return Path.of(path);
        } catch (InvalidPathException e) {
            throw new NodeException(
                    new Problem(
                            Problem.Code.USAGE,
                            Words.say("path.none", path),
                            Words.say("path.none.do")),
                    e);
        }
    }
}
