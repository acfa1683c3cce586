package dev.holdfast.engine.crash;

/// What a device that lives may do wrong when it collects and when it mends.
enum Slip {
    /// The others note that copies are gone only after they are.
    WORD_COMES_LATE,
    /// Which records are put aside is not written down.
    NOTES_ARE_LOST,
    /// Which they are is, and where they lie is not.
    PLACES_ARE_LOST,
    /// Damaged bytes go because somebody says that he holds the chunk.
    BELIEVES_ANYBODY,
    /// The damaged record is removed and forgotten before the sound one is there.
    FORGETS_BEFORE_MENDING
}
