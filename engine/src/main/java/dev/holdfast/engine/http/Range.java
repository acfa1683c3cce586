package dev.holdfast.engine.http;

import java.util.Optional;
import java.util.regex.Pattern;

/// A part of a file.
///
/// @param end the first byte behind it
record Range(long begin, long end) {

    /// Eighteen digits are within a long.
    private static final Pattern FORM = Pattern.compile("bytes=([0-9]{0,18})-([0-9]{0,18})");

    /// The part that a field asks for; empty when it asks for none, or in a form that may be passed
    /// over, such as several parts at once.
    static Optional<Range> of(Optional<String> field, long size) {
        var form = FORM.matcher(field.orElse(""));
        if (!form.matches() || (form.group(1).isEmpty() && form.group(2).isEmpty())) {
            return Optional.empty();
        }
        if (form.group(1).isEmpty()) {
            long last = Long.parseLong(form.group(2));
            return Optional.of(new Range(Math.max(0, size - last), last == 0 ? 0 : size));
        }
        long begin = Long.parseLong(form.group(1));
        if (form.group(2).isEmpty()) {
            return Optional.of(new Range(begin, size));
        }
        long end = Long.parseLong(form.group(2)) + 1;
        return end <= begin ? Optional.empty() : Optional.of(new Range(begin, Math.min(end, size)));
    }

    long length() {
        return end - begin;
    }

    /// Whether there is no byte of it in a file of so many.
    boolean isOutside(long size) {
        return begin >= size || end <= begin;
    }

    /// As a field of the answer.
    String of(long size) {
        return "bytes %d-%d/%d".formatted(begin, end - 1, size);
    }
}
