package dev.holdfast.engine.node;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Optional;
import java.util.regex.Pattern;

/// The form of a line of a log: `key=value` pairs, as logfmt has them. A value stands in quotes
/// when it is not plain; then `\` comes before a quote and a backslash, and what would not show, or
/// would show as something else, is written `\n`, `\t` or, by its number, as four hexadecimal
/// digits behind a backslash and a `u`.
final class LogLine {

    /// A longer text is cut; of a stack there is no more than that either.
    static final int TEXT_CHARS_MAX = 4096;

    /// Causes of causes that are told.
    private static final int CAUSES_MAX = 8;

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:@+-]+");

    private LogLine() {}

    /// @param thread the name of the thread that wrote it
    static String of(LogBook.Entry entry, String thread) {
        var line = new StringBuilder(160);
        line.append("time=").append(entry.at().toString());
        put(line, "level", entry.level().word());
        put(line, "logger", entry.logger());
        put(line, "thread", thread);
        put(line, "message", entry.message());
        entry.why()
                .ifPresent(
                        why -> {
                            put(line, "error", causes(why));
                            if (entry.level() == LogBook.Level.ERROR) {
                                put(line, "stack", stack(why));
                            }
                        });
        return line.append('\n').toString();
    }

    private static String causes(Throwable why) {
        var text = new StringBuilder();
        var each = Optional.of(why);
        for (int depth = 0; depth < CAUSES_MAX && each.isPresent(); depth++) {
            text.append(depth == 0 ? "" : " < ").append(each.get());
            each = each.map(Throwable::getCause);
        }
        return text.toString();
    }

    private static String stack(Throwable why) {
        var text = new StringWriter();
        why.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    private static void put(StringBuilder line, String key, String value) {
        line.append(' ').append(key).append('=');
        if (PLAIN.matcher(value).matches()) {
            line.append(value, 0, Math.min(value.length(), TEXT_CHARS_MAX));
            return;
        }
        line.append('"');
        value.codePoints().limit(TEXT_CHARS_MAX).forEach(each -> put(line, each));
        line.append(value.length() > TEXT_CHARS_MAX ? "…\"" : "\"");
    }

    private static void put(StringBuilder line, int each) {
        switch (each) {
            case '"', '\\' -> line.append('\\').append((char) each);
            case '\n' -> line.append("\\n");
            case '\t' -> line.append("\\t");
            default -> {
                if (isShown(each)) {
                    line.appendCodePoint(each);
                } else {
                    for (char half : Character.toChars(each)) {
                        line.append("\\u%04x".formatted((int) half));
                    }
                }
            }
        }
    }

    /// Whether it stands for itself on a screen, and changes nothing of what is around it.
    private static boolean isShown(int each) {
        return switch (Character.getType(each)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.PRIVATE_USE,
                    Character.SURROGATE,
                    Character.UNASSIGNED ->
                    false;
            default -> true;
        };
    }
}
