package dev.holdfast.tui.syntax;

import dev.holdfast.engine.api.VolumePath;
import dev.holdfast.engine.api.WaitPolicy;
import dev.holdfast.tui.render.Sizes;
import dev.holdfast.tui.render.Spans;

import picocli.CommandLine.TypeConversionException;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// From words to values; a word that is none says what would have been one.
public final class Converters {

    private static final String FIXED = "fixed:";

    private Converters() {}

    public static String text(String text) {
        return text;
    }

    public static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw no(text, "a whole number");
        }
    }

    public static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw no(text, "a path on this machine");
        }
    }

    public static long size(String text) {
        return Sizes.parse(text).orElseThrow(() -> no(text, "a size such as 50G or 512MiB"));
    }

    public static Duration span(String text) {
        return Spans.parse(text).orElseThrow(() -> no(text, "a time such as 30s or 10m"));
    }

    public static VolumePath place(String text) {
        return VolumePath.parse(text)
                .orElseThrow(() -> no(text, "a place such as files:/photos/lake.jpg"));
    }

    public static WaitPolicy policy(String text) {
        return WaitPolicy.parse(text)
                .orElseThrow(() -> no(text, "local, copies:N (1 to 8), or all"));
    }

    /// How a volume cuts files: a size, or none where the content decides.
    public static OptionalInt cut(String text) {
        if (text.equals("cdc")) {
            return OptionalInt.empty();
        }
        var size =
                text.startsWith(FIXED)
                        ? Sizes.parse(text.substring(FIXED.length()))
                        : OptionalLong.empty();
        if (size.isEmpty() || size.getAsLong() > Integer.MAX_VALUE) {
            throw no(text, "cdc, or fixed:SIZE such as fixed:1M");
        }
        return OptionalInt.of((int) size.getAsLong());
    }

    private static TypeConversionException no(String text, String wanted) {
        return new TypeConversionException("\"" + text + "\" is not " + wanted);
    }
}
