package dev.holdfast.tui.manual;

import dev.holdfast.tui.command.Action;
import dev.holdfast.tui.command.Exit;
import dev.holdfast.tui.command.Holdfast;

/// `manual`: the manual page, for `man -l -` and for packages.
public final class ManualCommand extends Action {

    public ManualCommand(Holdfast main) {
        super(main, "manual");
    }

    @Override
    public Integer call() {
        main.terminal().out().print(ManualPage.of(main.root()));
        main.terminal().out().flush();
        return Exit.DONE;
    }
}
