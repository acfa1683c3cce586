package dev.holdfast.tui.shell;

import org.jline.reader.CompletingParsedLine;
import org.jline.reader.ParsedLine;
import org.jline.reader.impl.DefaultParser;

import java.util.List;

/// Parses lines as the library does, and completes names with quotes in them so that what stands on
/// the line is the name: the library leaves such quotes as they are, and they would begin to quote.
final class Quoting extends DefaultParser {

    @Override
    public ParsedLine parse(String line, int cursor, ParseContext context) {
        var parsed = super.parse(line, cursor, context);
        return parsed instanceof CompletingParsedLine completing ? new Line(completing) : parsed;
    }

    private record Line(CompletingParsedLine below) implements CompletingParsedLine {

        private static final String SPECIAL = "\\ '\"";

        @Override
        public CharSequence escape(CharSequence candidate, boolean complete) {
            boolean isQuoted = below.escape(" ", false).length() == 1;
            boolean hasQuotes = candidate.chars().anyMatch(c -> c == '\'' || c == '"');
            if (isQuoted || !hasQuotes) {
                return below.escape(candidate, complete);
            }
            var escaped = new StringBuilder();
            candidate
                    .chars()
                    .forEach(
                            c ->
                                    escaped.append(SPECIAL.indexOf(c) < 0 ? "" : "\\")
                                            .append((char) c));
            return escaped;
        }

        @Override
        public int rawWordCursor() {
            return below.rawWordCursor();
        }

        @Override
        public int rawWordLength() {
            return below.rawWordLength();
        }

        @Override
        public String word() {
            return below.word();
        }

        @Override
        public int wordCursor() {
            return below.wordCursor();
        }

        @Override
        public int wordIndex() {
            return below.wordIndex();
        }

        @Override
        public List<String> words() {
            return below.words();
        }

        @Override
        public String line() {
            return below.line();
        }

        @Override
        public int cursor() {
            return below.cursor();
        }
    }
}
