package dev.holdfast.engine.files;

import dev.holdfast.engine.core.sync.Action;
import dev.holdfast.engine.core.sync.Observations;

import java.io.IOException;
import java.util.List;

/// Keeps what a linked folder and its volume had when they last had the same.
public interface Memory {

    /// What was noted so far; it grows with what is noted.
    Observations observations();

    /// Durable on return.
    void note(List<? extends Action.Observed> observed) throws IOException;

    /// Forgets all and begins with another directory in the place of the one before; durable on
    /// return.
    void begin(String root) throws IOException;
}
