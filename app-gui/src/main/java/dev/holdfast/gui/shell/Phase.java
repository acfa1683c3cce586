package dev.holdfast.gui.shell;

import dev.holdfast.engine.api.Problem;

/// What the window is for at this moment.
public sealed interface Phase {

    /// It looks for the device of this machine.
    record Looking() implements Phase {}

    /// There is a device and no daemon; one is being started.
    record Starting() implements Phase {}

    /// There is no device on this machine yet.
    record FirstRun() implements Phase {}

    /// The screens are shown.
    record Open() implements Phase {}

    /// The device could not be reached or started.
    record Failed(Problem problem) implements Phase {}
}
