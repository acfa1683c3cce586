package dev.holdfast.tui.syntax;

import dev.holdfast.engine.api.VolumePath;
import dev.holdfast.engine.api.WaitPolicy;
import dev.holdfast.tui.render.Sizes;
import dev.holdfast.tui.render.Spans;
import dev.holdfast.tui.words.Words;

import picocli.CommandLine.TypeConversionException;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
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
            throw no(text, Words.say("value.number"));
        }
    }

    public static Path path(String text) {
        if (text.isEmpty()) {
            throw no(text, Words.say("value.path"));
        }
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw no(text, Words.say("value.path"));
        }
    }

    public static long size(String text) {
        return Sizes.parse(text).orElseThrow(() -> no(text, Words.say("value.size")));
    }

    public static Duration span(String text) {
        return Spans.parse(text).orElseThrow(() -> no(text, Words.say("value.span")));
    }

    /// A moment of the past.
    public static Instant moment(String text) {
        var now = InstantSource.system().instant();
        return Moments.parse(text, now, ZoneId.systemDefault())
                .orElseThrow(() -> no(text, Words.say("value.moment")));
    }

    public static VolumePath place(String text) {
        return VolumePath.parse(text).orElseThrow(() -> no(text, Words.say("value.place")));
    }

    public static WaitPolicy policy(String text) {
        return WaitPolicy.parse(text).orElseThrow(() -> no(text, Words.say("value.policy")));
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
            throw no(text, Words.say("value.cut"));
        }
        return OptionalInt.of((int) size.getAsLong());
    }

    static TypeConversionException no(String text, String wanted) {
        return new TypeConversionException(Words.say("value.none", text, wanted));
    }
}
