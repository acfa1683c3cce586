package dev.holdfast.tui.words;

import picocli.CommandLine.Model.CommandSpec;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.PropertyResourceBundle;
import java.util.ResourceBundle;

/// What help, the manual page and completion say of the commands: the sentences of
/// `help.properties`, which is read when one of these is wanted.
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

    /// What the exit codes mean, in lines.
    public static List<String> exits() {
        return List.of(File.ALL.getString("exits.0"), File.ALL.getString("exits.1"));
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
