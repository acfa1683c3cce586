package dev.holdfast.gui.work;

import dev.holdfast.engine.api.Problem;

import java.time.Duration;

/// Whether the device behind the window answers.
public sealed interface Standing {

    /// It was asked for the first time and has not answered yet.
    record Starting() implements Standing {}

    /// The last question was answered in good time.
    record Answering() implements Standing {}

    /// A question has been waiting for so long; whole seconds.
    record Silent(Duration since) implements Standing {}

    /// The last question ended in a problem; the next is asked all the same.
    record Lost(Problem problem) implements Standing {}
}
