package dev.holdfast.tui.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `device`: only says which commands there are for one device.
@Command(
        name = "device",
        description = "Change one device of the pool.",
        synopsisSubcommandLabel = "COMMAND")
final class OneDevice extends Group {

    OneDevice() {
        super("What shall become of the device?");
    }

    static CommandLine line(Holdfast main) {
        return new CommandLine(new OneDevice()).addSubcommand(new RemoveDevice(main));
    }
}
