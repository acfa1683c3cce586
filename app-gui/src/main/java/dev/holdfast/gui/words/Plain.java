package dev.holdfast.gui.words;

import java.util.function.IntPredicate;

/// Text from elsewhere, made harmless for a window: names of files come from every device.
public final class Plain {

    private Plain() {}

    /// A name as one line of text that reads in one direction: what would break it, or turn a part
    /// of it round, is written as `\x{…}`.
    public static String name(String name) {
        return escaped(name, Plain::isUnsafe);
    }

    /// The same for sentences, which keep their lines.
    public static String lines(String text) {
        return escaped(text, point -> point != '\n' && isUnsafe(point));
    }

    private static String escaped(String text, IntPredicate isUnsafe) {
        if (text.codePoints().noneMatch(isUnsafe)) {
            return text;
        }
        var plain = new StringBuilder();
        text.codePoints()
                .forEach(
                        point -> {
                            if (isUnsafe.test(point)) {
                                plain.append("\\x{").append(Integer.toHexString(point)).append('}');
                            } else {
                                plain.appendCodePoint(point);
                            }
                        });
        return plain.toString();
    }

    private static boolean isUnsafe(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE ->
                    true;
            case Character.FORMAT -> isTurning(point);
            default -> false;
        };
    }

    /// Marks of direction. Those that join letters and pictures belong to names in many scripts.
    private static boolean isTurning(int point) {
        return point == 0x061c
                || point == 0x200e
                || point == 0x200f
                || (point >= 0x202a && point <= 0x202e)
                || (point >= 0x2066 && point <= 0x2069);
    }
}
