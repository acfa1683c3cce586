package dev.holdfast.tui;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/// Where the terminal face begins.
@Command(
        name = "holdfast",
        description = "Your own machines as one place for files.",
        mixinStandardHelpOptions = true)
public final class TuiMain {

    private TuiMain() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new TuiMain()).execute(arguments));
    }
}
