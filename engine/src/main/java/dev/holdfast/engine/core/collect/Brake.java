package dev.holdfast.engine.core.collect;

/// Keeps a device from deleting much of what it holds without a person's word: whatever was wrong,
/// there is time to see it.
public final class Brake {

    /// So many chunks may always go.
    public static final long FEW = 64;

    /// Of what a device holds, so many per cent may go at once.
    public static final int PERCENT = 10;

    private Brake() {}

    /// Whether it waits for a person.
    ///
    /// @param dead chunks that would go
    /// @param held chunks held, these included
    public static boolean holds(long dead, long held) {
        return dead > FEW && dead > held / 100.0 * PERCENT;
    }
}
