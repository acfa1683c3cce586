package dev.holdfast.engine.http;

import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.api.VolumePath;

import java.util.Arrays;
import java.util.Optional;

/// What a caller makes its request depend on: the version that it knows.
final class Conditions {

    private Conditions() {}

    /// Refuses a change when what stands there is not what the caller expects.
    ///
    /// @param tag of what stands there, if it has one
    static void check(Call call, VolumePath place, Optional<String> tag) throws Refused {
        var match = call.field("If-Match");
        var noneMatch = call.field("If-None-Match");
        boolean isExpected = match.isEmpty() || (tag.isPresent() && names(match, tag.get()));
        boolean isUnexpected = tag.isPresent() && names(noneMatch, tag.get());
        if (!isExpected || isUnexpected) {
            throw new Refused(412, Problem.changed(place));
        }
    }

    /// Whether a list of tags has this one.
    static boolean names(Optional<String> field, String tag) {
        return Arrays.stream(field.orElse("").split(",", -1))
                .map(String::strip)
                .anyMatch(each -> each.equals("*") || each.equals(tag));
    }

    /// Whether what the caller began to fetch is still the same.
    static boolean isStill(Optional<String> field, String tag) {
        return field.isEmpty() || field.get().strip().equals(tag);
    }
}
