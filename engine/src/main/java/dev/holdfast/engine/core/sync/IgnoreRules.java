package dev.holdfast.engine.core.sync;

import dev.holdfast.engine.core.namespace.EntryPath;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// What of a folder is left alone, as the file [#FILE] at its root says: a pattern a line, as in
/// git. The last one that matches decides, `!` in front says that a place is kept in step after
/// all, and whatever is below a directory that is left alone is left alone too.
///
/// @param patterns in their order
public record IgnoreRules(List<IgnorePattern> patterns) {

    /// Where a folder's rules are. The file itself is always kept in step.
    public static final EntryPath FILE = new EntryPath(".holdfastignore");

    /// Bytes of the file. Nobody writes more by hand, and every path is held against all of it.
    public static final int BYTES_MAX = 64 << 10;

    /// Patterns in it.
    public static final int PATTERNS_MAX = 1_000;

    /// Leaves nothing alone.
    public static final IgnoreRules NONE = new IgnoreRules(List.of());

    public IgnoreRules {
        patterns = List.copyOf(patterns);
    }

    /// Rules that cannot be followed, and why, as the end of a sentence.
    public static final class UnfitException extends Exception {

        private static final long serialVersionUID = 1;
        private final String why;

        public UnfitException(String why) {
            super(why);
            this.why = why;
        }

        public String why() {
            return why;
        }
    }

    /// Reads the bytes of the file.
    public static IgnoreRules read(ByteBuffer bytes) throws UnfitException {
        if (bytes.remaining() > BYTES_MAX) {
            throw new UnfitException("it has more than " + BYTES_MAX + " bytes");
        }
        var patterns = new ArrayList<IgnorePattern>();
        for (var line : text(bytes).split("[\r\n]+")) {
            IgnorePattern.of(line).ifPresent(patterns::add);
        }
        if (patterns.size() > PATTERNS_MAX) {
            throw new UnfitException("it has more than " + PATTERNS_MAX + " patterns");
        }
        return new IgnoreRules(patterns);
    }

    private static String text(ByteBuffer bytes) throws UnfitException {
        try {
            var text = StandardCharsets.UTF_8.newDecoder().decode(bytes.duplicate()).toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new UnfitException("it is no text in UTF-8");
        }
    }

    /// Whether a place is left alone by itself, whatever becomes of the directories above it.
    boolean leavesAlone(EntryPath path, boolean isDirectory) {
        var names = List.of(path.key().split("/"));
        for (var pattern : patterns.reversed()) {
            if (pattern.matches(names, isDirectory)) {
                return !pattern.isException();
            }
        }
        return false;
    }
}
