package dev.holdfast.tui.demo;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.tui.command.Action;
import dev.holdfast.tui.command.Exit;
import dev.holdfast.tui.command.Holdfast;
import dev.holdfast.tui.syntax.Converters;
import dev.holdfast.tui.syntax.Flag;
import dev.holdfast.tui.syntax.Value;
import dev.holdfast.tui.words.Words;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// `demo [FILE|DIR]`: real devices on this machine store, lose one, read on, and heal.
public final class DemoCommand extends Action {

    private final Value<Optional<Path>> given = optionalPath("what", "FILE|DIR");
    private final Value<Integer> devices = option("--devices", "N", "4", Converters::number);
    private final Flag keep = flag("--keep");

    public DemoCommand(Holdfast main) {
        super(main, "demo");
    }

    @Override
    public Integer call() throws NodeException, InterruptedException {
        int devices = this.devices.get();
        if (devices < Plan.DEVICES_MIN || devices > Plan.DEVICES_MAX) {
            throw usage(Words.say("demo.devices", devices), Words.say("demo.devices.do"));
        }
        var source = source();
        try {
            new Demo(main, new Plan(source, devices, keep.isSet(), Duration.ofSeconds(4))).play();
        } catch (IOException e) {
            throw new NodeException(
                    new Problem(
                            Problem.Code.FAILED,
                            Words.say("demo.stopped", e.getMessage()),
                            Words.say("demo.stopped.do")),
                    e);
        }
        return Exit.DONE;
    }

    private Path source() throws NodeException {
        var path =
                given.get()
                        .map(each -> each.toAbsolutePath().normalize())
                        .orElse(Path.of(System.getProperty("java.home"), "lib", "modules"));
        if (!Files.isReadable(path) || path.getFileName() == null) {
            throw new NodeException(
                    Problem.Code.NO_SUCH,
                    Words.say("demo.source", path),
                    Words.say("demo.source.do"));
        }
        return path;
    }
}
