package dev.holdfast.engine.core.traffic;

import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How many bytes a second may go at which time of day, as a person writes it: `2M`, or `none`, or
/// `22:00-06:00 none, 08:00-18:00 2M, 500K`. The first span that the time is in counts; the rate
/// without a span holds at all other times, and without one there is no limit then.
///
/// Times are those of the clock on the wall. When it is put forward a span that lies in the hour
/// that is left out does not happen; when it is put back one in the hour that comes twice happens
/// twice.
///
/// @param otherwise the rate at other times, or [#NONE]
public record RateSchedule(List<Span> spans, long otherwise) {

    /// No limit.
    public static final long NONE = 0;

    /// Slower than this a chunk would take minutes, and who waits for it would give up. Bytes a
    /// second.
    public static final long LEAST = 64 << 10;

    /// What can be said of one day in half hours.
    public static final int SPANS_MAX = 48;

    public static final RateSchedule UNLIMITED = new RateSchedule(List.of(), NONE);

    private static final Pattern RATE = Pattern.compile("([0-9]{1,9})([KMG]?)");
    private static final Pattern SPAN =
            Pattern.compile("([0-9]{2}:[0-9]{2})-([0-9]{2}:[0-9]{2})\\s+(\\S+)");

    /// From one time to another, which is on the next day when it is not later.
    public record Span(LocalTime from, LocalTime to, long bytesPerSecond) {

        boolean has(LocalTime time) {
            boolean isAfter = !time.isBefore(from);
            boolean isBefore = time.isBefore(to);
            return from.isBefore(to) ? isAfter && isBefore : isAfter || isBefore;
        }
    }

    public RateSchedule {
        spans = List.copyOf(spans);
    }

    /// Empty when the text is no such schedule.
    public static Optional<RateSchedule> parse(String text) {
        var spans = new ArrayList<Span>();
        long otherwise = NONE;
        var parts = text.strip().split("\\s*,\\s*", -1);
        for (int i = 0; i < parts.length; i++) {
            var span = SPAN.matcher(parts[i]);
            boolean isLast = i == parts.length - 1;
            var rate = rate(span.matches() ? span.group(3) : parts[i]);
            if (rate.isEmpty() || (!span.matches() && !isLast) || spans.size() == SPANS_MAX) {
                return Optional.empty();
            }
            if (!span.matches()) {
                otherwise = rate.get();
            } else if (!isTime(span.group(1)) || !isTime(span.group(2))) {
                return Optional.empty();
            } else {
                spans.add(span(span, rate.get()));
            }
        }
        return Optional.of(new RateSchedule(spans, otherwise));
    }

    private static Span span(Matcher span, long rate) {
        return new Span(LocalTime.parse(span.group(1)), LocalTime.parse(span.group(2)), rate);
    }

    private static boolean isTime(String text) {
        return text.matches("([01][0-9]|2[0-3]):[0-5][0-9]");
    }

    private static Optional<Long> rate(String text) {
        var matcher = RATE.matcher(text);
        if (text.equals("none")) {
            return Optional.of(NONE);
        }
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int shift = "KMG".indexOf(matcher.group(2)) + (matcher.group(2).isEmpty() ? 0 : 1);
        long bytes = Long.parseLong(matcher.group(1)) << (10 * shift);
        return bytes == NONE || bytes >= LEAST ? Optional.of(bytes) : Optional.empty();
    }

    /// Bytes a second at a time of day, or [#NONE].
    public long at(LocalTime time) {
        return spans.stream()
                .filter(span -> span.has(time))
                .findFirst()
                .map(Span::bytesPerSecond)
                .orElse(otherwise);
    }

    /// When another rate holds next, after a time of day; empty when this one always does.
    public Optional<LocalTime> changesAfter(LocalTime time) {
        long now = at(time);
        return spans.stream()
                .flatMap(span -> List.of(span.from(), span.to()).stream())
                .filter(edge -> at(edge) != now)
                .min((a, b) -> Integer.compare(until(time, a), until(time, b)));
    }

    private static int until(LocalTime now, LocalTime then) {
        int day = 24 * 3600;
        int seconds = Math.floorMod(then.toSecondOfDay() - now.toSecondOfDay(), day);
        return seconds == 0 ? day : seconds;
    }
}
