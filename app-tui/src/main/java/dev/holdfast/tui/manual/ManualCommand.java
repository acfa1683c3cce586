package dev.holdfast.tui.manual;

import dev.holdfast.tui.command.Action;
import dev.holdfast.tui.command.Exit;
import dev.holdfast.tui.command.Holdfast;

import picocli.CommandLine.Command;

/// `manual`: the manual page, for `man -l -` and for packages.
@Command(name = "manual", description = "Print the manual page, as man(1) reads it.")
public final class ManualCommand extends Action {

    public ManualCommand(Holdfast main) {
        super(main);
    }

    @Override
    public Integer call() {
        main.terminal().out().print(ManualPage.of(main.root()));
        main.terminal().out().flush();
        return Exit.DONE;
    }
}
