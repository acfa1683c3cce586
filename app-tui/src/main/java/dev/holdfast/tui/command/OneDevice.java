package dev.holdfast.tui.command;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.util.Objects;

/// `device`: only says which commands there are for one device.
@Command(
        name = "device",
        description = "Change one device of the pool.",
        synopsisSubcommandLabel = "COMMAND")
final class OneDevice implements Runnable {

    @Spec private @Nullable CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "show this help")
    boolean help;

    static CommandLine line(Holdfast main) {
        return new CommandLine(new OneDevice()).addSubcommand(new RemoveDevice(main));
    }

    @Override
    public void run() {
        throw new ParameterException(
                Objects.requireNonNull(spec).commandLine(), "What shall become of the device?");
    }
}
