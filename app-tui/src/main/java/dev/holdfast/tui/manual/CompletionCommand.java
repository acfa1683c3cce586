package dev.holdfast.tui.manual;

import dev.holdfast.tui.command.Action;
import dev.holdfast.tui.command.Exit;
import dev.holdfast.tui.command.Holdfast;
import dev.holdfast.tui.syntax.Value;

import picocli.AutoComplete;
import picocli.CommandLine;

/// `completion SHELL`: what lets a shell complete commands and options.
public final class CompletionCommand extends Action {

    private final Value<Dialect> dialect = choice("shell", "SHELL", Dialect.class);

    private enum Dialect {
        BASH,
        ZSH,
        FISH
    }

    public CompletionCommand(Holdfast main) {
        super(main, "completion");
    }

    @Override
    public Integer call() {
        var root = main.root();
        var out = main.terminal().out();
        out.print(
                switch (dialect.get()) {
                    case BASH -> AutoComplete.bash(root.name(), root.commandLine());
                    case ZSH -> zsh(root.name(), root.commandLine());
                    case FISH -> FishScript.of(root);
                });
        out.flush();
        return Exit.DONE;
    }

    /// The same as for bash, as a file that zsh finds by its first line and runs when the first
    /// word is completed, or that is sourced.
    private static String zsh(String name, CommandLine line) {
        return """
        #compdef %1$s
        whence compopt >/dev/null || compopt() { :; }
        %2$s
        (( $+compstate )) && _bash_complete -o default -F _complete_%1$s
        true
        """
                .formatted(name, AutoComplete.bash(name, line));
    }
}
