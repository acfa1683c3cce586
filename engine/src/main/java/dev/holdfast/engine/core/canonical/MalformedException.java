package dev.holdfast.engine.core.canonical;

/// Bytes from a disk or a peer that do not have the form they claim. The message says where and
/// why.
public final class MalformedException extends Exception {

    private static final long serialVersionUID = 1;

    public MalformedException(String what) {
        super(what);
    }

    public MalformedException(String what, Throwable cause) {
        super(what, cause);
    }
}
