package dev.holdfast.tui.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `volume`: only says which commands there are for volumes.
@Command(
        name = "volume",
        description = "List and make volumes: the named trees of files in the pool.",
        synopsisSubcommandLabel = "COMMAND")
final class Volumes extends Group {

    Volumes() {
        super("What shall be done with volumes?");
    }

    static CommandLine line(Holdfast main) {
        return new CommandLine(new Volumes())
                .addSubcommand(new ListVolumes(main))
                .addSubcommand(new CreateVolume(main));
    }
}
