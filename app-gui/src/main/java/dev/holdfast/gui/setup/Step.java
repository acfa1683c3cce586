package dev.holdfast.gui.setup;

/// The screens of the first run.
public enum Step {
    /// Start a pool, or join one.
    CHOOSE,
    /// What the first device of a pool is called.
    START,
    /// The code, and what this device is called.
    JOIN,
    /// The recovery words are on the screen.
    WORDS,
    /// A few of them are asked for.
    CHECK,
    /// The device is being made.
    MAKING,
    /// It is there, and both screens show the same words.
    JOINED
}
