package dev.holdfast.tui.command;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.util.Objects;

/// `volume`: only says which commands there are for volumes.
@Command(
        name = "volume",
        description = "List and make volumes: the named trees of files in the pool.",
        synopsisSubcommandLabel = "COMMAND")
final class Volumes implements Runnable {

    @Spec private @Nullable CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "show this help")
    boolean help;

    static CommandLine line(Holdfast main) {
        return new CommandLine(new Volumes())
                .addSubcommand(new ListVolumes(main))
                .addSubcommand(new CreateVolume(main));
    }

    @Override
    public void run() {
        throw new ParameterException(
                Objects.requireNonNull(spec).commandLine(), "What shall be done with volumes?");
    }
}
