package dev.holdfast.tui.demo;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.tui.command.Action;
import dev.holdfast.tui.command.Exit;
import dev.holdfast.tui.command.Holdfast;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// `demo [FILE|DIR]`: real devices on this machine store, lose one, read on, and heal.
@Command(
        name = "demo",
        description = {
            "Show on this machine that a file outlives the loss of a device.",
            "Real devices, each a process of its own: store a file with three copies, kill a"
                    + " holder, read the file elsewhere, wait until three copies stand again."
        },
        sortOptions = false)
public final class DemoCommand extends Action {

    @Parameters(
            arity = "0..1",
            paramLabel = "FILE|DIR",
            description = "what to store; a file of this Java when not given")
    private @Nullable Path given;

    @Option(
            names = "--devices",
            paramLabel = "N",
            defaultValue = "4",
            description = "how many, 4 to 12; ${DEFAULT-VALUE} when not given")
    private int devices = Plan.DEVICES_MIN;

    @Option(names = "--keep", description = "keep the devices' homes and logs afterwards")
    private boolean keep;

    public DemoCommand(Holdfast main) {
        super(main);
    }

    @Override
    public Integer call() throws NodeException, InterruptedException {
        if (devices < Plan.DEVICES_MIN || devices > Plan.DEVICES_MAX) {
            throw usage(
                    "The demo cannot be played with " + devices + " devices.",
                    "Ask for 4 to 12: three copies must stand again when one device is lost.");
        }
        var source = source();
        try {
            new Demo(main, new Plan(source, devices, keep, Duration.ofSeconds(4))).play();
        } catch (IOException e) {
            throw new NodeException(
                    new Problem(
                            Problem.Code.FAILED,
                            "The demo stopped: " + e.getMessage(),
                            "Try again; see that this machine has room and nothing stops its"
                                    + " processes."),
                    e);
        }
        return Exit.DONE;
    }

    private Path source() throws NodeException {
        var path =
                given == null
                        ? Path.of(System.getProperty("java.home"), "lib", "modules")
                        : given.toAbsolutePath().normalize();
        if (!Files.isReadable(path) || path.getFileName() == null) {
            throw new NodeException(
                    Problem.Code.NO_SUCH,
                    "There is no readable file " + path + ".",
                    "Name a file or a directory that you may read.");
        }
        return path;
    }
}
