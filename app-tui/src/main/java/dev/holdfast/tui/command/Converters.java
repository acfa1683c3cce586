package dev.holdfast.tui.command;

import dev.holdfast.engine.api.VolumePath;
import dev.holdfast.engine.api.WaitPolicy;

import picocli.CommandLine.ITypeConverter;

import java.time.Duration;
import java.util.OptionalInt;

/// The converters as annotations name them.
final class Converters {

    private Converters() {}

    static final class Size implements ITypeConverter<Long> {
        @Override
        public Long convert(String text) {
            return dev.holdfast.tui.syntax.Converters.size(text);
        }
    }

    static final class Span implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            return dev.holdfast.tui.syntax.Converters.span(text);
        }
    }

    static final class Place implements ITypeConverter<VolumePath> {
        @Override
        public VolumePath convert(String text) {
            return dev.holdfast.tui.syntax.Converters.place(text);
        }
    }

    static final class Policy implements ITypeConverter<WaitPolicy> {
        @Override
        public WaitPolicy convert(String text) {
            return dev.holdfast.tui.syntax.Converters.policy(text);
        }
    }

    static final class Cut implements ITypeConverter<OptionalInt> {
        @Override
        public OptionalInt convert(String text) {
            return dev.holdfast.tui.syntax.Converters.cut(text);
        }
    }
}
