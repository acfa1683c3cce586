package dev.holdfast.gui.activity;

import dev.holdfast.gui.words.Sizes;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// How fast copies went out lately. A value: each measurement gives the next.
///
/// @param samples the oldest first
public record Rates(List<Sample> samples) {

    /// How far back it goes.
    public static final Duration SPAN = Duration.ofMinutes(2);

    public static final Rates NONE = new Rates(List.of());

    /// A measurement.
    ///
    /// @param atNanos of a clock that only counts forward
    /// @param perSecond bytes
    public record Sample(long atNanos, long perSecond) {}

    public Rates {
        samples = List.copyOf(samples);
    }

    Rates next(long atNanos, long perSecond) {
        var kept = new ArrayList<Sample>();
        for (var sample : samples) {
            if (atNanos - sample.atNanos() <= SPAN.toNanos()) {
                kept.add(sample);
            }
        }
        kept.add(new Sample(atNanos, perSecond));
        return new Rates(kept);
    }

    /// Bytes a second.
    public long max() {
        return samples.stream().mapToLong(Sample::perSecond).max().orElse(0);
    }

    /// How long before the last sample this one was, as a part of the span, 0 to 1.
    public double age(Sample sample) {
        return (double) (samples.getLast().atNanos() - sample.atNanos()) / SPAN.toNanos();
    }

    /// The last measurement as it is read.
    public String now() {
        return Sizes.text(samples.isEmpty() ? 0 : samples.getLast().perSecond());
    }
}
