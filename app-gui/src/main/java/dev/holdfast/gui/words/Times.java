package dev.holdfast.gui.words;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;

/// Times and spans as people read them.
public final class Times {

    private static final DateTimeFormatter DAY_AND_TIME =
            DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
                    .withLocale(Locale.UK);

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofLocalizedTime(FormatStyle.SHORT).withLocale(Locale.UK);

    private Times() {}

    /// A day and a time of day on this machine's clock.
    public static String text(Instant instant) {
        return DAY_AND_TIME.format(instant.atZone(ZoneId.systemDefault()));
    }

    /// A time of day on this machine's clock.
    public static String clock(Instant instant) {
        return TIME.format(instant.atZone(ZoneId.systemDefault()));
    }

    /// Such as `12 s`, `3 min`, `2 h 5 min`.
    public static String text(Duration span) {
        if (span.toSeconds() < 90) {
            return span.toSeconds() + " s";
        }
        if (span.toMinutes() < 90) {
            return span.toMinutes() + " min";
        }
        var hours = span.toHours() + " h";
        return span.toMinutesPart() == 0 ? hours : hours + " " + span.toMinutesPart() + " min";
    }
}
