package dev.holdfast.engine.api;

/// What an examination of a device's home found, by its consequence.
public sealed interface Finding {

    /// What was looked at, in a word.
    String check();

    /// What was found, in one sentence.
    String what();

    /// As it should be.
    record Sound(String check, String what) implements Finding {}

    /// Something could not be looked at now; that is no fault.
    record Unseen(String check, String what) implements Finding {}

    /// Not as it should be.
    sealed interface Fault extends Finding {

        /// What to do now, in one sentence that begins with a verb.
        String remedy();
    }

    /// Holdfast works, but not as well as it could.
    record Hindered(String check, String what, String remedy) implements Fault {}

    /// Holdfast does not start like this.
    record Halted(String check, String what, String remedy) implements Fault {}

    /// Others can read what is for the device's person alone.
    record Exposed(String check, String what, String remedy) implements Fault {}

    /// Copies or names that are kept here may be lost.
    record Endangered(String check, String what, String remedy) implements Fault {}
}
