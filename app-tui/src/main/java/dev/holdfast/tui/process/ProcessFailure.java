package dev.holdfast.tui.process;

import java.io.IOException;

/// A process did not do in time what it was started for. The message tells its last state.
public final class ProcessFailure extends IOException {

    private static final long serialVersionUID = 1;

    public ProcessFailure(String what) {
        super(what);
    }
}
