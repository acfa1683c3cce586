package dev.holdfast.tui.command;

import dev.holdfast.tui.words.HelpWords;

import picocli.CommandLine.Help;
import picocli.CommandLine.Help.ColorScheme;
import picocli.CommandLine.Model.CommandSpec;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/// Lines to copy for each command, from one file of words.
public final class Examples {

    private static final String FILE = "examples.properties";

    private Examples() {}

    /// The examples of a command; none when the file has none.
    public static List<String> of(CommandSpec command) {
        var key = command.qualifiedName(".");
        var lines = all().getProperty(key, "");
        return lines.isEmpty() ? List.of() : List.of(lines.split("\\|\\|", -1));
    }

    /// The help of a command with its words, and with its examples at the end. The files are read
    /// only when help is shown, so that other commands do not wait for them.
    static Help help(CommandSpec command, ColorScheme colours) {
        var footer = new ArrayList<String>();
        var examples = of(command);
        if (!examples.isEmpty()) {
            footer.addAll(List.of("", "Examples:"));
            examples.forEach(line -> footer.add("  " + line.replace("%", "%%")));
        }
        if (command.parent() == null) {
            footer.add("");
            footer.addAll(HelpWords.exits());
        }
        HelpWords.on(command).usageMessage().footer(footer.toArray(String[]::new));
        return new Help(command, colours);
    }

    private static Properties all() {
        var examples = new Properties();
        try (var in = Examples.class.getResourceAsStream(FILE)) {
            if (in != null) {
                examples.load(in);
            }
            return examples;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
