package dev.holdfast.tui.render;

/// Counted things as people write them.
public final class Counts {

    private Counts() {}

    /// Such as `1 chunk`, `2 chunks`.
    public static String text(long count, String thing) {
        return count + " " + thing + (count == 1 ? "" : "s");
    }
}
