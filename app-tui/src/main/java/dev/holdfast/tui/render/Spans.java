package dev.holdfast.tui.render;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Spans of time as people write them: `50ms`, `30s`, `10m`, `12h`, `7d`.
public final class Spans {

    private static final Pattern FORM = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");

    private Spans() {}

    /// Two units at most: `0.42 s`, `12.3 s`, `4 min 5 s`, `3 h 12 min`, `2 d 3 h`.
    public static String text(Duration span) {
        long seconds = span.toSeconds();
        if (seconds < 60) {
            double exact = span.toMillis() / 1000.0;
            return Decimals.text(exact, exact < 9.995 ? 2 : 1) + " s";
        }
        if (seconds < 3600) {
            return seconds / 60 + " min " + seconds % 60 + " s";
        }
        if (seconds < 86_400) {
            return seconds / 3600 + " h " + seconds % 3600 / 60 + " min";
        }
        return seconds / 86_400 + " d " + seconds % 86_400 / 3600 + " h";
    }

    /// As it would be typed, in the greatest unit that it is a whole number of: `30d`, `36h`.
    public static String word(Duration span) {
        long seconds = span.toSeconds();
        if (seconds % 86_400 == 0) {
            return seconds / 86_400 + "d";
        }
        if (seconds % 3600 == 0) {
            return seconds / 3600 + "h";
        }
        return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
    }

    /// The span that `text` says; empty when it says none.
    public static Optional<Duration> parse(String text) {
        var form = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!form.matches()) {
            return Optional.empty();
        }
        long count = Long.parseLong(form.group(1));
        return Optional.of(
                switch (form.group(2)) {
                    case "ms" -> Duration.ofMillis(count);
                    case "s" -> Duration.ofSeconds(count);
                    case "m" -> Duration.ofMinutes(count);
                    case "h" -> Duration.ofHours(count);
                    default -> Duration.ofDays(count);
                });
    }
}
