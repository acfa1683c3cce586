package dev.holdfast.engine.node;

import dev.holdfast.engine.core.sync.Rules;

import java.time.Duration;

/// What a person has said to what a folder asks. It is said of what was told, and holds for the
/// next pass that looks at the folder. Where none can, it does not hold for long: by then the
/// folder might ask something else.
///
/// @param saidNanos when, on a clock that only goes forward
record Reply(Rules.Answer answer, long saidNanos) {

    /// So long an answer waits for a pass that can be made.
    static final Duration MAX = Duration.ofMinutes(10);

    /// Nothing was said.
    static final Reply NONE = new Reply(Rules.Answer.NONE, 0);

    /// What holds of it.
    Rules.Answer at(long nowNanos) {
        return nowNanos - saidNanos <= MAX.toNanos() ? answer : Rules.Answer.NONE;
    }

    /// What is left of what is said now, when a pass that went by this has come to its end,
    /// whatever it found.
    Reply after(Reply now) {
        return now.equals(this) ? NONE : now;
    }
}
