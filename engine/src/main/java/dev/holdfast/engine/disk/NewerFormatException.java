package dev.holdfast.engine.disk;

import java.io.IOException;

/// A file was written by a later version of the program.
public final class NewerFormatException extends IOException {

    private static final long serialVersionUID = 1;

    public NewerFormatException(String what) {
        super(what);
    }
}
