package dev.holdfast.engine.json;

/// The text is no JSON, or JSON of another form than was asked for.
public final class MalformedJsonException extends Exception {

    private static final long serialVersionUID = 1;

    public MalformedJsonException(String what) {
        super(what);
    }

    public MalformedJsonException(String what, Throwable cause) {
        super(what, cause);
    }
}
