package dev.holdfast.engine.api;

/// What went wrong, as a value: one sentence for the person, and the one thing to do next.
///
/// @param code what kind of problem this is; programs decide by it
/// @param what what happened, in one sentence
/// @param remedy what to do now, in one sentence that begins with a verb
public record Problem(Code code, String what, String remedy) {

    /// Something else stands at `place` than whoever would change it expects.
    public static Problem changed(Object place) {
        return new Problem(
                Code.CHANGED,
                place + " is not what you expected: somebody changed it meanwhile.",
                "Look at what stands there now, then decide again.");
    }

    /// The closed set of kinds. A face turns each into an exit code or a colour.
    public enum Code {
        /// No such file, volume, device or home.
        NO_SUCH,
        /// The words of the command do not fit together.
        USAGE,
        /// The thing to be made is already there.
        EXISTS,
        /// The disk, or the share of it that Holdfast may use, is full.
        FULL,
        /// Too few devices are reachable to answer.
        UNREACHABLE,
        /// What stands there is not what was expected: somebody changed it meanwhile.
        CHANGED,
        /// Another process holds what this one needs.
        BUSY,
        /// A code, a certificate or a permission is not good enough.
        REFUSED,
        /// Bytes on a disk or from a peer are not what they should be.
        DAMAGED,
        /// The person took the command back.
        CANCELLED,
        /// The machine did not do what it was asked: input, output, memory.
        FAILED
    }
}
