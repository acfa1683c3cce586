package dev.holdfast.tui.manual;

import dev.holdfast.tui.words.Words;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

import java.util.ArrayList;
import java.util.List;

/// The completion file for the fish shell, which asks for one line a word.
final class FishScript {

    private final List<String> lines = new ArrayList<>();
    private final CommandSpec root;

    private FishScript(CommandSpec root) {
        this.root = root;
    }

    static String of(CommandSpec root) {
        var script = new FishScript(root);
        script.lines.add(Words.say("manual.fish", root.name()));
        Commands.all(root).forEach(script::add);
        return String.join("\n", script.lines) + "\n";
    }

    private void add(CommandSpec command) {
        boolean top = command.parent() == null;
        var here = top ? "" : " -n " + quoted(seen(command));
        for (var below : command.subcommands().entrySet()) {
            var spec = below.getValue().getCommandSpec();
            var first = top ? " -n __fish_use_subcommand" : here;
            lines.add(
                    start()
                            + first
                            + " -f -a "
                            + below.getKey()
                            + " -d "
                            + quoted(Commands.sentence(spec.usageMessage().description())));
        }
        Commands.options(command).forEach(option -> lines.add(line(option, here)));
    }

    /// Holds when every word of a command has been typed.
    private String seen(CommandSpec command) {
        var words = new ArrayList<String>();
        for (var each = command; each.parent() != null; each = each.parent()) {
            words.addFirst("__fish_seen_subcommand_from " + each.name());
        }
        return String.join("; and ", words);
    }

    private String line(OptionSpec option, String here) {
        var line = new StringBuilder(start()).append(here);
        for (var name : option.names()) {
            line.append(name.startsWith("--") ? " -l " : " -s ").append(name.replaceAll("^-+", ""));
        }
        if (option.arity().max() > 0) {
            line.append(" -r");
        }
        var choices = Commands.choices(option);
        if (!choices.isEmpty()) {
            line.append(" -f -a ").append(quoted(String.join(" ", choices)));
        }
        return line.append(" -d ").append(quoted(Commands.text(option))).toString();
    }

    private String start() {
        return "complete -c " + root.name();
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
