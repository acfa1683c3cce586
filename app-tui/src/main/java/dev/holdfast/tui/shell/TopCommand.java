package dev.holdfast.tui.shell;

import dev.holdfast.engine.api.Node;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.tui.command.Action;
import dev.holdfast.tui.command.Exit;
import dev.holdfast.tui.command.Holdfast;
import dev.holdfast.tui.words.Words;

/// `top`: the devices and their copies over the whole screen; plain lines where a screen cannot be
/// drawn or is not wanted.
public final class TopCommand extends Action {

    private final Tty tty;

    public TopCommand(Holdfast main, Tty tty) {
        super(main, "top");
        this.tty = tty;
    }

    @Override
    public Integer call() throws NodeException, InterruptedException {
        if (main.json()) {
            throw usage(Words.say("top.json"), Words.say("top.json.do"));
        }
        return open((node, watch) -> show(node));
    }

    private int show(Node node) throws NodeException, InterruptedException {
        var first = Screen.look(node);
        if (main.terminal().colour()) {
            new Screen(tty.take(), first).run(node);
        } else {
            first.lines(Dashboard.Order.NAME).forEach(main.terminal().out()::println);
        }
        return Exit.DONE;
    }
}
