package dev.holdfast.tui.command;

import dev.holdfast.engine.api.Problem;

/// What a command tells the shell.
public final class Exit {

    public static final int DONE = 0;
    public static final int FAILED = 1;
    public static final int USAGE = 2;

    /// Accepted, but there are fewer copies than asked for so far.
    public static final int FEWER_COPIES = 3;

    public static final int NO_SUCH = 4;

    /// Done in part; each miss is named.
    public static final int PARTLY = 5;

    /// As a shell says of a process that Ctrl-C ended.
    public static final int CANCELLED = 130;

    private Exit() {}

    public static int of(Problem.Code code) {
        return switch (code) {
            case NO_SUCH -> Exit.NO_SUCH;
            case USAGE -> Exit.USAGE;
            case CANCELLED -> Exit.CANCELLED;
            case EXISTS, CHANGED, FULL, UNREACHABLE, BUSY, REFUSED, DAMAGED, FAILED -> Exit.FAILED;
        };
    }
}
