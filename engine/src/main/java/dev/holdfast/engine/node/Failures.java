package dev.holdfast.engine.node;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.store.StoreException;
import dev.holdfast.engine.wal.JournalException;

/// What goes wrong below, told to a person.
final class Failures {

    private Failures() {}

    static NodeException of(StoreException e) {
        return new NodeException(
                new Problem(
                        Problem.Code.FAILED,
                        "The chunks kept here cannot be worked on: " + e.getMessage() + ".",
                        "Look at the disk, then start Holdfast again."),
                e);
    }

    static NodeException of(JournalException e) {
        return new NodeException(
                new Problem(
                        Problem.Code.FAILED,
                        "This device could not write down what it accepted.",
                        "Look at the disk, then restart Holdfast; what it acknowledged is safe."),
                e);
    }
}
