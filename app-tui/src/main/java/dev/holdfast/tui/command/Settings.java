package dev.holdfast.tui.command;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.util.Objects;

/// `config`: only says which commands there are for settings.
@Command(
        name = "config",
        description = {
            "Read and change the settings of this device.",
            "They are lines of the file `settings` in its home, read when it starts."
        },
        synopsisSubcommandLabel = "COMMAND")
final class Settings implements Runnable {

    @Spec private @Nullable CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "show this help")
    boolean help;

    static CommandLine line(Holdfast main) {
        return new CommandLine(new Settings())
                .addSubcommand(new ListSettings(main))
                .addSubcommand(new GetSetting(main))
                .addSubcommand(new SetSetting(main));
    }

    @Override
    public void run() {
        throw new ParameterException(
                Objects.requireNonNull(spec).commandLine(), "Which setting, and what about it?");
    }
}
