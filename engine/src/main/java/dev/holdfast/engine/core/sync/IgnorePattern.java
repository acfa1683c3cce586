package dev.holdfast.engine.core.sync;

import java.text.Normalizer;
import java.util.List;
import java.util.Optional;

/// One line of [IgnoreRules]. Matching takes time in proportion to the lengths of pattern and path,
/// multiplied, whatever the pattern.
///
/// @param names patterns of the names from the folder's root on; [#DEEP] stands for any number of
///   directories
/// @param isException whether what matches is kept in step after all
/// @param isForDirectories whether files are not meant
/// @param isCaseless whether letters match in either case
record IgnorePattern(
        List<String> names, boolean isException, boolean isForDirectories, boolean isCaseless) {

    private static final String DEEP = "**";

    private static final String CASELESS = "(?i)";

    /// Reads a line; empty for one that says nothing: a blank one, or a remark after `#`.
    static Optional<IgnorePattern> of(String line) {
        var text = withoutBlanks(line);
        if (text.isEmpty() || text.startsWith("#")) {
            return Optional.empty();
        }
        boolean isException = text.startsWith("!");
        text = isException ? text.substring(1) : text;
        boolean isCaseless = text.startsWith(CASELESS);
        text = isCaseless ? Clashes.folded(text.substring(CASELESS.length())) : text;
        boolean isForDirectories = text.endsWith("/");
        text = isForDirectories ? text.substring(0, text.length() - 1) : text;
        boolean isAnchored = text.contains("/");
        text = text.startsWith("/") ? text.substring(1) : text;
        if (text.isEmpty()) {
            return Optional.empty();
        }
        var anchored = isAnchored ? text : DEEP + "/" + text;
        var names = List.of(Normalizer.normalize(anchored, Normalizer.Form.NFC).split("/+"));
        return Optional.of(new IgnorePattern(names, isException, isForDirectories, isCaseless));
    }

    /// Blanks at the end are not meant, unless a backslash says so.
    private static String withoutBlanks(String line) {
        int end = line.length();
        while (end > 0
                && line.charAt(end - 1) == ' '
                && (end < 2 || line.charAt(end - 2) != '\\')) {
            end--;
        }
        return line.substring(0, end);
    }

    /// @param path its names in normal form C
    boolean matches(List<String> path, boolean isDirectory) {
        if (isForDirectories && !isDirectory) {
            return false;
        }
        int at = 0;
        int name = 0;
        int deepAt = -1;
        int deepName = 0;
        while (name < path.size()) {
            if (at < names.size() && names.get(at).equals(DEEP)) {
                deepAt = at++;
                deepName = name;
                if (at == names.size()) {
                    return true; // all that is below
                }
            } else if (at < names.size() && matches(names.get(at), path.get(name))) {
                at++;
                name++;
            } else if (deepAt >= 0) {
                at = deepAt + 1;
                name = ++deepName;
            } else {
                return false;
            }
        }
        return at == names.size();
    }

    private boolean matches(String pattern, String name) {
        return new Glob(pattern, isCaseless ? Clashes.folded(name) : name).matches();
    }

    /// A pattern of one name held against one name. Only the last `*` is ever tried again: what an
    /// earlier one could take instead, the later one can as well.
    private static final class Glob {

        private final String pattern;
        private final String name;

        /// Where the pattern goes on after what matched last.
        private int next;

        Glob(String pattern, String name) {
            this.pattern = pattern;
            this.name = name;
        }

        boolean matches() {
            int at = 0;
            int from = 0;
            int starAt = -1;
            int starFrom = 0;
            while (from < name.length()) {
                if (at < pattern.length() && pattern.charAt(at) == '*') {
                    starAt = at++;
                    starFrom = from;
                } else if (at < pattern.length() && takes(at, name.codePointAt(from))) {
                    at = next;
                    from += Character.charCount(name.codePointAt(from));
                } else if (starAt >= 0) {
                    at = starAt + 1;
                    starFrom += Character.charCount(name.codePointAt(starFrom));
                    from = starFrom;
                } else {
                    return false;
                }
            }
            while (at < pattern.length() && pattern.charAt(at) == '*') {
                at++;
            }
            return at == pattern.length();
        }

        /// Whether the pattern at this point takes a character.
        private boolean takes(int at, int character) {
            int first = pattern.codePointAt(at);
            int after = at + Character.charCount(first);
            next = after;
            if (first == '[') {
                int end = end(after);
                if (end > 0) {
                    next = end + 1;
                    return isOneOf(after, end, character);
                }
            }
            if (first == '\\' && after < pattern.length()) {
                int meant = pattern.codePointAt(after);
                next = after + Character.charCount(meant);
                return meant == character;
            }
            return first == '?' || first == character;
        }

        /// Where a class that begins here ends; a bracket that comes first is one of its
        /// characters. Zero when it does not end: then its bracket is an ordinary character.
        private int end(int from) {
            int first = isNegated(from) ? from + 1 : from;
            return Math.max(0, pattern.indexOf(']', first + 1));
        }

        private boolean isNegated(int from) {
            return from < pattern.length()
                    && (pattern.charAt(from) == '!' || pattern.charAt(from) == '^');
        }

        private boolean isOneOf(int from, int end, int character) {
            boolean isNegated = isNegated(from);
            boolean isFound = false;
            int at = isNegated ? from + 1 : from;
            while (at < end) {
                int low = pattern.codePointAt(at);
                at += Character.charCount(low);
                int high = low;
                if (at + 1 < end && pattern.charAt(at) == '-') {
                    high = pattern.codePointAt(at + 1);
                    at += 1 + Character.charCount(high);
                }
                isFound |= low <= character && character <= high;
            }
            return isFound != isNegated;
        }
    }
}
