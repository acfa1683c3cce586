package dev.holdfast.tui.manual;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The tree of commands, as a reader meets it.
final class Commands {

    private Commands() {}

    /// A command and all below it that are for people, parents first.
    static Stream<CommandSpec> all(CommandSpec root) {
        return Stream.concat(
                Stream.of(root),
                root.subcommands().values().stream()
                        .map(CommandLine::getCommandSpec)
                        .filter(command -> !command.usageMessage().hidden())
                        .flatMap(Commands::all));
    }

    /// The options a command adds to those of every command.
    static List<OptionSpec> options(CommandSpec command) {
        return command.options().stream()
                .filter(option -> !option.hidden() && !option.inherited())
                .toList();
    }

    /// One line of text, with picocli's variables put in.
    static String sentence(String... lines) {
        return Arrays.stream(lines).map(String::strip).collect(Collectors.joining(" "));
    }

    static String text(OptionSpec option) {
        return sentence(option.description())
                .replace("${DEFAULT-VALUE}", String.valueOf(option.defaultValue()))
                .replace("${COMPLETION-CANDIDATES}", candidates(option));
    }

    /// The words an option can have, when they are few and known.
    static List<String> choices(OptionSpec option) {
        return option.type().isEnum()
                ? Arrays.stream(option.type().getEnumConstants())
                        .map(each -> String.valueOf(each).toLowerCase(Locale.ROOT))
                        .toList()
                : List.of();
    }

    private static String candidates(OptionSpec option) {
        return String.join(", ", choices(option));
    }
}
