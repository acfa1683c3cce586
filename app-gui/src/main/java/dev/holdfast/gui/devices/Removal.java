package dev.holdfast.gui.devices;

import dev.holdfast.engine.api.Problem;

import java.util.List;

/// How far the removal of a device has come.
public sealed interface Removal {

    /// Nobody is being removed.
    record None() implements Removal {}

    /// The person is asked whether they mean it.
    ///
    /// @param consequences what becomes of its copies, one sentence each
    record Asked(String device, List<String> consequences) implements Removal {
        public Asked {
            consequences = List.copyOf(consequences);
        }
    }

    /// The pool is being told.
    record Going(String device) implements Removal {}

    /// It is out.
    record Gone(String device) implements Removal {}

    /// It is in the pool as before.
    record Failed(Problem problem) implements Removal {}
}
