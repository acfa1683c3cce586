package dev.holdfast.engine.api;

/// What went wrong, as a value: one sentence for the person, and the one thing to do next.
public interface Problem {

    /// What happened, in one sentence.
    String what();

    /// What to do now, in one sentence that begins with a verb.
    String remedy();
}
