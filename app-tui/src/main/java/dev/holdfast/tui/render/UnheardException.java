package dev.holdfast.tui.render;

import java.io.IOException;

/// Who reads the answer has read enough, as `head` does, and wants no more.
public final class UnheardException extends IOException {

    private static final long serialVersionUID = 1;

    public UnheardException(IOException cause) {
        super(cause);
    }

    /// Whether a failure comes of that.
    public static boolean isBehind(Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof UnheardException) {
                return true;
            }
        }
        return false;
    }
}
