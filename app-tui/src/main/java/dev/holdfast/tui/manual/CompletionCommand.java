package dev.holdfast.tui.manual;

import dev.holdfast.tui.command.Action;
import dev.holdfast.tui.command.Exit;
import dev.holdfast.tui.command.Holdfast;

import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `completion SHELL`: what lets a shell complete commands and options.
@Command(
        name = "completion",
        description = "Print the completion file for a shell: bash, zsh or fish.")
public final class CompletionCommand extends Action {

    @Parameters(paramLabel = "SHELL", description = "bash, zsh or fish")
    private Dialect dialect = Dialect.BASH;

    private enum Dialect {
        BASH,
        ZSH,
        FISH
    }

    public CompletionCommand(Holdfast main) {
        super(main);
    }

    @Override
    public Integer call() {
        var root = main.root();
        var out = main.terminal().out();
        out.print(
                switch (dialect) {
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
