package dev.holdfast.engine.folder;

import dev.holdfast.engine.core.hash.Sha256;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/// What a file is called while it grows: the same for the same name and version, so that a later
/// get of it finds what an earlier one has left.
///
/// @param file which name the file is to have
/// @param version what it is to hold
record PartName(String file, String version) {

    private static final String BEGIN = ".holdfast-";
    private static final String END = ".part";

    /// Hex digits of the name and of the version. Whoever could make two versions alike in these
    /// would gain nothing: what a part holds is checked.
    private static final int FILE_DIGITS = 16;

    private static final int VERSION_DIGITS = 32;

    /// All that one is called, so that no file of a person is taken for one and tidied away.
    private static final Pattern WHOLE =
            Pattern.compile(
                    "%s[0-9a-f]{%d}-[0-9a-f]{%d}(-[0-9]+)?%s"
                            .formatted(
                                    Pattern.quote(BEGIN),
                                    FILE_DIGITS,
                                    VERSION_DIGITS,
                                    Pattern.quote(END)));

    static PartName of(String name, String version) {
        return new PartName(
                digits(name).substring(0, FILE_DIGITS),
                digits(version).substring(0, VERSION_DIGITS));
    }

    private static String digits(String text) {
        return Sha256.of(text.getBytes(StandardCharsets.UTF_8)).toString();
    }

    /// Whether a file of this name is a part.
    static boolean isPart(String name) {
        return name.startsWith(BEGIN) && WHOLE.matcher(name).matches();
    }

    /// Whether a part is one of the same file, whatever its version.
    boolean isOfSameFile(String part) {
        return part.startsWith(BEGIN + file + "-");
    }

    /// The name of the part.
    ///
    /// @param turn 0, or which further one it is where others are taken
    String text(int turn) {
        return BEGIN + file + "-" + version + (turn == 0 ? "" : "-" + turn) + END;
    }
}
