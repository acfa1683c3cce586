package dev.holdfast.tui.render;

import java.math.BigDecimal;
import java.math.RoundingMode;

/// Numbers with a fixed count of decimals, by a point. `String.format` writes the same and first
/// loads how numbers are written everywhere else, at each start of a command.
final class Decimals {

    private Decimals() {}

    static String text(double number, int decimals) {
        return BigDecimal.valueOf(number).setScale(decimals, RoundingMode.HALF_UP).toPlainString();
    }
}
