package dev.holdfast.engine.crypto;

/// Sealed bytes that do not open: changed, cut short, made for another recipient, or made by
/// somebody who does not keep the rules. Says nothing of the key or of what was inside.
public final class TamperedException extends Exception {

    private static final long serialVersionUID = 1;

    public TamperedException(String what) {
        super(what);
    }

    public TamperedException(String what, Throwable cause) {
        super(what, cause);
    }
}
