package dev.holdfast.engine.core.namespace;

import dev.holdfast.engine.core.canonical.CanonicalReader;
import dev.holdfast.engine.core.canonical.CanonicalWriter;
import dev.holdfast.engine.core.canonical.MalformedException;

import java.text.Normalizer;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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

    /// UTF-8 bytes of the directories above a name: every name has room for any other beside it,
    /// such as that of its conflict copy.
    public static final int ABOVE_MAX = PATH_MAX - NAME_MAX - 1;

    /// Names in a path.
    public static final int DEPTH_MAX = 128;

    /// The first name there can be, in the order of places, and the last.
    private static final String FIRST_NAME = " ".repeat(NAME_MAX - 1) + "!";

    private static final String LAST_NAME = "\uDBFF\uDFFF".repeat(NAME_MAX / 4) + "\uFFFF";

    /// The first character that can be composed with one before it; below it, all text is in form
    /// C.
    private static final char COMBINING = '\u0300';

    private static final Pattern DEVICE =
            Pattern.compile(
                    "(con|prn|aux|nul|conin\\$|conout\\$|(com|lpt)[0-9¹²³]) *(\\..*)?",
                    Pattern.CASE_INSENSITIVE);

    /// What such a name can begin with.
    private static final String DEVICE_FIRST = "cCpPaAnNlL";

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
        if (slashes(text) >= DEPTH_MAX) {
            return Optional.of("the path is deeper than " + DEPTH_MAX + " names");
        }
        int from = 0;
        for (int to = end(text, from); to < text.length(); to = end(text, from)) {
            var fault = faultOfName(text, from, to);
            if (fault.isPresent()) {
                return fault;
            }
            from = to + 1;
        }
        var fault = faultOfName(text, from, text.length());
        return fault.isEmpty() && from > 0 && utf8(text, 0, from - 1) > ABOVE_MAX
                ? Optional.of("the directories above it take more than " + ABOVE_MAX + " bytes")
                : fault;
    }

    private static int slashes(String text) {
        int count = 0;
        for (int at = text.indexOf('/'); at >= 0; at = text.indexOf('/', at + 1)) {
            count++;
        }
        return count;
    }

    /// Where the name that begins at `from` ends.
    private static int end(String text, int from) {
        int slash = text.indexOf('/', from);
        return slash < 0 ? text.length() : slash;
    }

    private static Optional<String> faultOfName(String text, int from, int to) {
        if (from == to) {
            return Optional.of("a name is empty, or the path begins or ends with a slash");
        }
        boolean isBlank = true;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            isBlank &= c == '.' || c == ' ';
            if (c == '\\' || c == ':' || Character.isISOControl(c)) {
                return Optional.of(faultOf(c));
            }
        }
        if (isBlank) {
            return Optional.of("a name of only dots or blanks means a parent somewhere");
        }
        int bytes = utf8(text, from, to);
        if (bytes < 0) {
            return Optional.of("a name is not Unicode text");
        }
        if (bytes > NAME_MAX) {
            return Optional.of("a name is longer than " + NAME_MAX + " bytes");
        }
        return DEVICE_FIRST.indexOf(text.charAt(from)) >= 0
                        && DEVICE.matcher(text).region(from, to).matches()
                ? Optional.of("a name is that of a device on Windows")
                : Optional.empty();
    }

    private static String faultOf(char c) {
        return switch (c) {
            case '\\' -> "a name has a backslash";
            case ':' -> "a name has a colon, which means a drive or a stream on Windows";
            default -> "a name has a control character";
        };
    }

    /// Bytes of a part of `text` in UTF-8; -1 when half of a pair of characters stands alone in it.
    private static int utf8(String text, int from, int to) {
        int bytes = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                if (i + 1 == to || !Character.isSurrogatePair(c, text.charAt(i + 1))) {
                    return -1;
                }
                i++;
                bytes += 4;
            } else {
                bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
            }
        }
        return bytes;
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

    /// Where the places below this directory begin in order; empty when it can have none.
    public Optional<EntryPath> first() {
        var text = isRoot() ? FIRST_NAME : this.text + "/" + FIRST_NAME;
        return fault(text).isEmpty() ? Optional.of(new EntryPath(text)) : Optional.empty();
    }

    /// Where the places below this directory end in order, but for what is below that place.
    ///
    /// @throws IllegalArgumentException when it can have none
    public EntryPath last() {
        return child(LAST_NAME);
    }

    /// How many names it has.
    public int depth() {
        return isRoot() ? 0 : slashes(text) + 1;
    }

    public List<String> names() {
        return isRoot() ? List.of() : List.of(text.split("/"));
    }

    /// True of every place below `directory`, not of itself.
    public boolean isBelow(EntryPath directory) {
        return directory.isRoot() ? !isRoot() : key().startsWith(directory.key() + "/");
    }

    /// Whether this, or a directory above it, is one of these. The root is none that counts.
    public boolean isWithin(Set<EntryPath> places) {
        if (places.isEmpty()) {
            return false;
        }
        for (var at = this; !at.isRoot(); at = at.parent()) {
            if (places.contains(at)) {
                return true;
            }
        }
        return false;
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
        int shared = Math.min(text.length(), that.text.length());
        int at = 0;
        for (; at < shared; at++) {
            char here = text.charAt(at);
            if (here != that.text.charAt(at) || here >= COMBINING) {
                break;
            }
        }
        if (isPlain(text, at) && isPlain(that.text, at)) {
            return at < shared
                    ? text.charAt(at) - that.text.charAt(at)
                    : text.length() - that.text.length();
        }
        return compareKeys(key(), that.key());
    }

    /// Whether a text that is plain so far has nothing there that changes what it is compared by up
    /// to this character.
    private static boolean isPlain(String text, int at) {
        int end = Math.min(text.length(), at + 2);
        for (int i = at; i < end; i++) {
            if (text.charAt(i) >= COMBINING) {
                return false;
            }
        }
        return true;
    }

    private static int compareKeys(String key, String other) {
        int shared = Math.min(key.length(), other.length());
        for (int i = 0; i < shared; i++) {
            if (key.charAt(i) != other.charAt(i)) {
                return compare(key.charAt(i), other.charAt(i));
            }
        }
        return key.length() - other.length();
    }

    /// Halves of pairs stand for characters that come after all others.
    private static int compare(char a, char b) {
        boolean isPair = Character.isSurrogate(a);
        return isPair == Character.isSurrogate(b) ? a - b : isPair ? 1 : -1;
    }

    @Override
    public String toString() {
        return "/" + text;
    }
}
