package dev.holdfast.tui.command;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Problem;

/// `gui`: the window. The launcher starts it before this program is; who gets here has the terminal
/// face alone.
final class OpenWindow extends Action {

    OpenWindow(Holdfast main) {
        super(main, "gui");
    }

    @Override
    public Integer call() throws NodeException {
        throw new NodeException(
                Problem.Code.NO_SUCH,
                "The window is not a part of this program.",
                "Start `holdfast-gui`, or `./holdfast gui` in a source checkout.");
    }
}
