package dev.holdfast.tui.process;

import dev.holdfast.tui.words.Words;

import java.util.List;

/// A process that has ended.
///
/// @param exit its exit code; 128 + n when signal n ended it
/// @param out its standard output
/// @param err its standard error
public record Finished(List<String> words, int exit, String out, String err) {

    /// This, if the exit code is the expected one.
    public Finished expect(int expected) throws ProcessFailure {
        if (exit != expected) {
            throw new ProcessFailure(
                    Words.say("process.exit", String.join(" ", words), exit, expected, out, err));
        }
        return this;
    }
}
