package dev.holdfast.tui.command;

import dev.holdfast.engine.api.VolumePath;
import dev.holdfast.engine.api.WaitPolicy;
import dev.holdfast.tui.render.Sizes;
import dev.holdfast.tui.render.Spans;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import java.time.Duration;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// From words to values; a word that is none says what would have been one.
final class Converters {

    private Converters() {}

    static final class Size implements ITypeConverter<Long> {
        @Override
        public Long convert(String text) {
            return Sizes.parse(text).orElseThrow(() -> no(text, "a size such as 50G or 512MiB"));
        }
    }

    static final class Span implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            return Spans.parse(text).orElseThrow(() -> no(text, "a time such as 30s or 10m"));
        }
    }

    static final class Place implements ITypeConverter<VolumePath> {
        @Override
        public VolumePath convert(String text) {
            return VolumePath.parse(text)
                    .orElseThrow(() -> no(text, "a place such as files:/photos/lake.jpg"));
        }
    }

    static final class Policy implements ITypeConverter<WaitPolicy> {
        @Override
        public WaitPolicy convert(String text) {
            return WaitPolicy.parse(text)
                    .orElseThrow(() -> no(text, "local, copies:N (1 to 8), or all"));
        }
    }

    /// How a volume cuts files: a size, or none where the content decides.
    static final class Cut implements ITypeConverter<OptionalInt> {

        private static final String FIXED = "fixed:";

        @Override
        public OptionalInt convert(String text) {
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
    }

    private static TypeConversionException no(String text, String wanted) {
        return new TypeConversionException("\"" + text + "\" is not " + wanted);
    }
}
