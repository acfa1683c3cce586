package dev.holdfast.tui.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `config`: only says which commands there are for settings.
@Command(
        name = "config",
        description = {
            "Read and change the settings of this device.",
            "They are lines of the file `settings` in its home, read when it starts."
        },
        synopsisSubcommandLabel = "COMMAND")
final class Settings extends Group {

    Settings() {
        super("Which setting, and what about it?");
    }

    static CommandLine line(Holdfast main) {
        return new CommandLine(new Settings())
                .addSubcommand(new ListSettings(main))
                .addSubcommand(new GetSetting(main))
                .addSubcommand(new SetSetting(main));
    }
}
