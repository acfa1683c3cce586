package dev.holdfast.tui.syntax;

import dev.holdfast.tui.render.Spans;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Optional;
import java.util.regex.Pattern;

/// A moment of the past as people write one: a time span that is the time since, a time of this
/// machine's zone, or one of RFC 3339. A time that is written to the second means the end of that
/// second, so that what a list shows as done then has been done.
final class Moments {

    private static final Pattern SECONDS = Pattern.compile(".*:\\d{2}:\\d{2}");

    private static final long SECOND_END_NANOS = 999_000_000;

    private Moments() {}

    static Optional<Instant> parse(String text, Instant now, ZoneId zone) {
        var since = Spans.parse(text);
        if (since.isPresent()) {
            return since.map(now::minus);
        }
        try {
            return Optional.of(read(text.trim().replace(' ', 'T'), zone));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Instant read(String text, ZoneId zone) {
        if (!text.contains("T")) {
            return LocalDate.parse(text).atStartOfDay(zone).toInstant();
        }
        if (text.endsWith("Z")
                || text.indexOf('+') > 0
                || text.lastIndexOf('-') > text.indexOf('T')) {
            return OffsetDateTime.parse(text).toInstant();
        }
        var moment = LocalDateTime.parse(text).atZone(zone).toInstant();
        return SECONDS.matcher(text).matches() ? moment.plusNanos(SECOND_END_NANOS) : moment;
    }
}
