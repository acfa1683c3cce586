package dev.holdfast.gui.words;

import java.util.Locale;

/// Bytes as people read them, in powers of 1024.
public final class Sizes {

    private static final String UNITS = "KMGTP";

    private Sizes() {}

    /// Such as `29.6 KiB`: three digits, four where the unit needs them.
    public static String text(long bytes) {
        if (bytes < 1024) {
            return bytes + " B";
        }
        double value = bytes;
        int unit = -1;
        while (value >= 1023.5 && unit < UNITS.length() - 1) {
            value /= 1024;
            unit++;
        }
        var format = value < 9.995 ? "%.2f %siB" : value < 99.95 ? "%.1f %siB" : "%.0f %siB";
        return String.format(Locale.ROOT, format, value, UNITS.charAt(unit));
    }
}
