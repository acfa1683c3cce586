package dev.holdfast.engine.core.namespace;

import dev.holdfast.engine.core.canonical.CanonicalReader;
import dev.holdfast.engine.core.canonical.CanonicalWriter;
import dev.holdfast.engine.core.canonical.MalformedException;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// A place in a volume: names joined by `/`, without one in front. The root is the empty text.
///
/// What is allowed is kept as it was typed. Two paths are the same place when their [#key]s are
/// equal, so a name composed on one system and decomposed on another is one name. Names that would
/// mean something else on some system (a parent, a drive, a device, a stream of another file) do
/// not exist in volumes, whoever sends them.
public record EntryPath(String text) implements Comparable<EntryPath> {

    public static final EntryPath ROOT = new EntryPath("");

    /// What file systems take, UTF-8 bytes.
    public static final int NAME_MAX = 255;

    /// UTF-8 bytes.
    public static final int PATH_MAX = 4096;

    /// Names in a path.
    public static final int DEPTH_MAX = 128;

    /// The first character that can be composed with one before it; below it, all text is in form
    /// C.
    private static final char COMBINING = '\u0300';

    private static final Pattern DEVICE =
            Pattern.compile(
                    "(con|prn|aux|nul|conin\\$|conout\\$|(com|lpt)[0-9¹²³]) *(\\..*)?",
                    Pattern.CASE_INSENSITIVE);

    public EntryPath {
        var fault = fault(text);
        if (fault.isPresent()) {
            throw new IllegalArgumentException(fault.get());
        }
    }

    /// Why `text` is no place in a volume; empty when it is one. The reason does not repeat the
    /// text.
    public static Optional<String> fault(String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        if (text.length() > PATH_MAX) {
            return Optional.of("the path is longer than " + PATH_MAX + " bytes");
        }
        var names = text.split("/", -1);
        if (names.length > DEPTH_MAX) {
            return Optional.of("the path is deeper than " + DEPTH_MAX + " names");
        }
        for (var name : names) {
            var fault = faultOfName(name);
            if (fault.isPresent()) {
                return fault;
            }
        }
        return utf8(text) > PATH_MAX
                ? Optional.of("the path is longer than " + PATH_MAX + " bytes")
                : Optional.empty();
    }

    private static Optional<String> faultOfName(String name) {
        if (name.isEmpty()) {
            return Optional.of("a name is empty, or the path begins or ends with a slash");
        }
        if (name.chars().allMatch(c -> c == '.' || c == ' ')) {
            return Optional.of("a name of only dots or blanks means a parent somewhere");
        }
        var fault = name.chars().mapToObj(EntryPath::faultOf).flatMap(Optional::stream).findFirst();
        if (fault.isPresent()) {
            return fault;
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(name)) {
            return Optional.of("a name is not Unicode text");
        }
        if (utf8(name) > NAME_MAX) {
            return Optional.of("a name is longer than " + NAME_MAX + " bytes");
        }
        return DEVICE.matcher(name).matches()
                ? Optional.of("a name is that of a device on Windows")
                : Optional.empty();
    }

    private static Optional<String> faultOf(int c) {
        if (c == '\\') {
            return Optional.of("a name has a backslash");
        }
        if (c == ':') {
            return Optional.of("a name has a colon, which means a drive or a stream on Windows");
        }
        return Character.isISOControl(c)
                ? Optional.of("a name has a control character")
                : Optional.empty();
    }

    /// What places are compared by: the text in Unicode normal form C.
    public String key() {
        return isPlain(text) ? text : Normalizer.normalize(text, Normalizer.Form.NFC);
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= COMBINING) {
                return false;
            }
        }
        return true;
    }

    public boolean isSamePlaceAs(EntryPath that) {
        return key().equals(that.key());
    }

    public boolean isRoot() {
        return text.isEmpty();
    }

    /// The last name; empty for the root.
    public String name() {
        return text.substring(text.lastIndexOf('/') + 1);
    }

    /// The directory this is in. The root is its own parent.
    public EntryPath parent() {
        int slash = text.lastIndexOf('/');
        return slash < 0 ? ROOT : new EntryPath(text.substring(0, slash));
    }

    public EntryPath child(String name) {
        return new EntryPath(isRoot() ? name : text + "/" + name);
    }

    public List<String> names() {
        return isRoot() ? List.of() : List.of(text.split("/"));
    }

    /// True of every place below `directory`, not of itself.
    public boolean isBelow(EntryPath directory) {
        return directory.isRoot() ? !isRoot() : key().startsWith(directory.key() + "/");
    }

    public void write(CanonicalWriter to) {
        to.text(text);
    }

    public static EntryPath read(CanonicalReader in) throws MalformedException {
        var text = in.text(PATH_MAX);
        var fault = fault(text);
        if (fault.isPresent()) {
            throw new MalformedException(fault.get());
        }
        return new EntryPath(text);
    }

    /// The order of the keys' UTF-8 bytes, as every catalog lists them.
    @Override
    public int compareTo(EntryPath that) {
        return Arrays.compareUnsigned(
                key().getBytes(StandardCharsets.UTF_8),
                that.key().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "/" + text;
    }

    private static int utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
