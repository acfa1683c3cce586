package dev.holdfast.tui.words;

import picocli.CommandLine.Help;
import picocli.CommandLine.Help.ColorScheme;
import picocli.CommandLine.Model.CommandSpec;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.PropertyResourceBundle;
import java.util.ResourceBundle;

/// What help, the manual page and completion say of the commands: the words of `help.properties`,
/// which is read when one of these is wanted.
public final class HelpWords {

    private HelpWords() {}

    /// Gives a command and all below it their descriptions.
    public static CommandSpec on(CommandSpec command) {
        if (command.resourceBundle() == null) {
            command.resourceBundle(File.ALL);
        }
        command.subcommands().values().forEach(below -> on(below.getCommandSpec()));
        return command;
    }

    /// Lines to copy for a command; none when it has none.
    public static List<String> examples(CommandSpec command) {
        return lines(command.qualifiedName(".") + ".examples");
    }

    /// What the exit codes mean, in lines.
    public static List<String> exits() {
        return lines("exits");
    }

    /// The help of a command with its words, and with its examples at the end.
    public static Help help(CommandSpec command, ColorScheme colours) {
        var footer = new ArrayList<String>();
        var examples = examples(command);
        if (!examples.isEmpty()) {
            footer.addAll(List.of("", File.ALL.getString("heading")));
            examples.forEach(line -> footer.add("  " + line.replace("%", "%%")));
        }
        if (command.parent() == null) {
            footer.add("");
            footer.addAll(exits());
        }
        on(command).usageMessage().footer(footer.toArray(String[]::new));
        return new Help(command, colours);
    }

    /// Those of a key with numbers.
    private static List<String> lines(String key) {
        var lines = new ArrayList<String>();
        while (File.ALL.containsKey(key + "." + lines.size())) {
            lines.add(File.ALL.getString(key + "." + lines.size()));
        }
        return lines;
    }

    private static final class File {

        static final ResourceBundle ALL = read();

        private static ResourceBundle read() {
            try (var in = HelpWords.class.getResourceAsStream("help.properties")) {
                return new PropertyResourceBundle(
                        new InputStreamReader(Objects.requireNonNull(in), StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
