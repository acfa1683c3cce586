package dev.holdfast.engine.files;

/// The process has ended: nothing more of it happens.
final class Ended extends Error {

    private static final long serialVersionUID = 1;

    Ended() {
        super("the process has ended", null, false, false);
    }
}
