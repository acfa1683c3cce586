package dev.holdfast.tui.syntax;

/// An option that is there or is not.
@FunctionalInterface
public interface Flag {

    /// Whether it was given. Known when the command runs, not before.
    boolean isSet();
}
