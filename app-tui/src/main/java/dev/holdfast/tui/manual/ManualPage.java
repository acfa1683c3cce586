package dev.holdfast.tui.manual;

import dev.holdfast.tui.words.HelpWords;
import dev.holdfast.tui.words.Words;

import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// The manual page of section 1, in the troff macros that every `man` knows.
final class ManualPage {

    /// Wide enough that picocli breaks no word; `man` fits the line to its screen.
    private static final int SYNOPSIS_COLUMNS = 1000;

    private final StringBuilder page = new StringBuilder();

    private ManualPage() {}

    static String of(CommandSpec root) {
        var manual = new ManualPage();
        manual.head(root);
        Commands.all(root).filter(command -> command.parent() != null).forEach(manual::command);
        manual.tail(root);
        return manual.page.toString();
    }

    private void head(CommandSpec root) {
        line(".TH " + root.name().toUpperCase(Locale.ROOT) + " 1 \"\" \"Holdfast\" \"Commands\"");
        section("manual.name");
        line(root.name() + " \\- " + text(sentence(root)));
        section("manual.synopsis");
        line(".B " + root.name());
        line(text(Words.say("manual.usage")));
        section("manual.options");
        options(root);
        section("manual.commands");
    }

    private void command(CommandSpec command) {
        line(".SS " + text(command.qualifiedName()));
        line(text(sentence(command)));
        line(".PP");
        line(text(synopsis(command)));
        command.positionalParameters().forEach(this::parameter);
        options(command);
        examples(command);
    }

    private void tail(CommandSpec root) {
        section("manual.exits");
        line(text(Commands.sentence(HelpWords.exits().toArray(String[]::new))));
        section("manual.examples");
        examples(root);
    }

    private void options(CommandSpec command) {
        for (var option : Commands.options(command)) {
            line(".TP");
            var value = option.arity().max() > 0 ? " " + option.paramLabel() : "";
            line(".B " + text(String.join(", ", option.names()) + value));
            line(text(Commands.text(option)));
        }
    }

    private void parameter(PositionalParamSpec parameter) {
        line(".TP");
        line(".I " + text(parameter.paramLabel()));
        line(text(Commands.sentence(parameter.description())));
    }

    private void examples(CommandSpec command) {
        var lines = HelpWords.examples(command);
        if (!lines.isEmpty()) {
            line(".PP");
            line(".nf");
            lines.forEach(each -> line(text("    " + each)));
            line(".fi");
        }
    }

    private static String synopsis(CommandSpec command) {
        command.usageMessage().width(SYNOPSIS_COLUMNS);
        var synopsis = new Help(command, Help.defaultColorScheme(Ansi.OFF)).synopsis(0);
        return synopsis.lines().map(String::strip).collect(Collectors.joining(" "));
    }

    private static String sentence(CommandSpec command) {
        return Commands.sentence(command.usageMessage().description());
    }

    private void section(String key) {
        line(".SH " + Words.say(key));
    }

    private void line(String line) {
        page.append(line).append('\n');
    }

    /// A line that troff takes as text: hyphens are those one types, and none begins a request.
    private static String text(String text) {
        return Arrays.stream(text.split("\n", -1))
                .map(line -> line.replace("\\", "\\e").replace("-", "\\-"))
                .map(line -> line.startsWith(".") || line.startsWith("'") ? "\\&" + line : line)
                .collect(Collectors.joining("\n"));
    }
}
