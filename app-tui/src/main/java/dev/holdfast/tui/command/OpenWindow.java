package dev.holdfast.tui.command;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.tui.words.Words;

/// `gui`: the window. The launcher starts it before this program is; who gets here has the terminal
/// face alone.
final class OpenWindow extends Action {

    OpenWindow(Holdfast main) {
        super(main, "gui");
    }

    @Override
    public Integer call() throws NodeException {
        throw new NodeException(
                Problem.Code.NO_SUCH, Words.say("gui.none"), Words.say("gui.none.do"));
    }
}
