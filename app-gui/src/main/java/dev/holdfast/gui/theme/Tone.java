package dev.holdfast.gui.theme;

import java.util.Locale;

/// How much a sentence should worry the person who reads it. Never said by colour alone.
public enum Tone {
    /// All is well.
    GOOD,
    /// Nothing to worry about, and something that could be done.
    CALM,
    /// Holdfast is at work on it.
    BUSY,
    /// The person should know.
    WARN,
    /// Something is lost, or about to be.
    BAD;

    /// The style class of this tone.
    public String style() {
        return "tone-" + name().toLowerCase(Locale.ROOT);
    }
}
