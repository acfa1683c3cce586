package dev.holdfast.gui.folders;

import dev.holdfast.engine.api.Outcome;

import java.util.List;

/// How far the choice between versions has come.
public sealed interface Choosing {

    /// Nothing is chosen between.
    record None() implements Choosing {}

    /// The versions are being found.
    record Reading() implements Choosing {}

    /// The person chooses.
    ///
    /// @param conflicts what is left to choose between
    record Open(List<Outcome.Conflict> conflicts) implements Choosing {
        public Open {
            conflicts = List.copyOf(conflicts);
        }
    }
}
