package dev.holdfast.gui.devices;

import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.api.Role;

import java.time.Instant;
import java.util.Optional;

/// How far the invitation of a device has come.
public sealed interface Invitation {

    /// Nobody is invited.
    record None() implements Invitation {}

    /// The code is being made.
    record Asking() implements Invitation {}

    /// The code is on the screen, and the guest is waited for.
    ///
    /// @param role what the guest may do
    /// @param code four words
    /// @param ticket the same for a camera
    record Waiting(Role role, String code, String ticket, Instant expires) implements Invitation {}

    /// The guest came in.
    ///
    /// @param check words that its screen shows as well, if it came with the four words
    record Admitted(String device, Optional<String> check) implements Invitation {}

    /// It came to nothing.
    record Failed(Problem problem) implements Invitation {}
}
