package dev.holdfast.gui.devices;

import dev.holdfast.engine.api.Problem;

import java.time.Instant;

/// How far the invitation of a device has come.
public sealed interface Invitation {

    /// Nobody is invited.
    record None() implements Invitation {}

    /// The code is being made.
    record Asking() implements Invitation {}

    /// The code is on the screen, and the guest is waited for.
    record Waiting(String code, Instant expires) implements Invitation {}

    /// The guest came in.
    record Admitted(String device) implements Invitation {}

    /// It came to nothing.
    record Failed(Problem problem) implements Invitation {}
}
