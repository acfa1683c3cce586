package dev.holdfast.tui.render;

/// Text from elsewhere, made harmless for a terminal and a log.
public final class Plain {

    private Plain() {}

    /// `text` with every character that could move the cursor, hide or reorder other text written
    /// as `\x{…}`: control, format (the bidirectional ones among them), line and paragraph
    /// separators, and lone surrogates. A backslash is doubled only where something was escaped, so
    /// that usual names stay as they are and no two names look alike.
    public static String text(String text) {
        if (text.codePoints().noneMatch(Plain::isUnsafe)) {
            return text;
        }
        var plain = new StringBuilder();
        text.codePoints().forEach(point -> append(plain, point));
        return plain.toString();
    }

    /// `text` as a word of a command line that is to be copied: in quotes where a shell would take
    /// it for more than a word.
    public static String word(String text) {
        var plain = text(text);
        return !plain.isEmpty() && plain.codePoints().allMatch(Plain::isOfAWord)
                ? plain
                : "'" + plain.replace("'", "'\\''") + "'";
    }

    private static boolean isOfAWord(int point) {
        return Character.isLetterOrDigit(point) || "/:._-+@%,=".indexOf(point) >= 0;
    }

    private static void append(StringBuilder plain, int point) {
        if (isUnsafe(point)) {
            plain.append("\\x{").append(Integer.toHexString(point)).append('}');
        } else if (point == '\\') {
            plain.append("\\\\");
        } else {
            plain.appendCodePoint(point);
        }
    }

    private static boolean isUnsafe(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE ->
                    true;
            default -> false;
        };
    }
}
