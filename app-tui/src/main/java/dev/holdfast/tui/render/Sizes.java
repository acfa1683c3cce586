package dev.holdfast.tui.render;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/// Bytes as people write them. `K M G T P` and `KiB …` are powers of 1024, `KB MB …` of 1000.
public final class Sizes {

    private static final String UNITS = "KMGTP";
    private static final Pattern FORM =
            Pattern.compile("(\\d{1,15}(?:\\.\\d{1,9})?)\\s*([KMGTP]?)(I?B)?");

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
        int decimals = value < 9.995 ? 2 : value < 99.95 ? 1 : 0;
        return Decimals.text(value, decimals) + " " + UNITS.charAt(unit) + "iB";
    }

    /// The size that `text` says; empty when it says none or one beyond 2^63.
    public static OptionalLong parse(String text) {
        var form = FORM.matcher(text.strip().toUpperCase(Locale.ROOT));
        if (!form.matches()) {
            return OptionalLong.empty();
        }
        var suffix = form.group(3) == null ? "IB" : form.group(3);
        if (form.group(2).isEmpty() && suffix.equals("IB") && form.group(3) != null) {
            return OptionalLong.empty();
        }
        int power = form.group(2).isEmpty() ? 0 : UNITS.indexOf(form.group(2)) + 1;
        var base = BigDecimal.valueOf(suffix.equals("B") ? 1000 : 1024);
        var bytes = new BigDecimal(form.group(1)).multiply(base.pow(power)).toBigInteger();
        return bytes.bitLength() < Long.SIZE
                ? OptionalLong.of(bytes.longValueExact())
                : OptionalLong.empty();
    }
}
