package dev.holdfast.tui.syntax;

/// What was given for an option or an argument.
@FunctionalInterface
public interface Value<T> {

    /// Known when the command runs, not before.
    T get();
}
