package dev.holdfast.engine.core.tree;

import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.namespace.EntryVersion;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// The name of a conflict copy: `stem.conflict-UTC-shorthash.ext`, with the time and the hash of
/// the version that lost.
public final class ConflictName {

    /// Digits of the hash; more only where a file of that name exists.
    public static final List<Integer> DIGITS = List.of(8, 16, 2 * Hash.BYTES);

    private static final String MARK = ".conflict-";

    /// Bytes that still are an extension.
    private static final int END_MAX = 32;

    private static final DateTimeFormatter UTC =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private static final Pattern MADE_UP =
            Pattern.compile("(.*)\\.conflict-\\d{4,}T\\d{6}Z-[0-9a-f]{8,64}(\\..*)?");

    private ConflictName() {}

    static EntryPath of(EntryPath plain, EntryVersion version, int digits) {
        return of(plain, version.entry().cause().stamp().instant(), version.id(), digits);
    }

    /// A name beside `plain` for what lost it.
    ///
    /// @param lost names what lost it
    /// @param digits of that, see [#DIGITS]
    public static EntryPath of(EntryPath plain, Instant when, Hash lost, int digits) {
        var hash = lost.toString().substring(0, digits);
        return plain.parent().child(withMark(plain.name(), MARK + UTC.format(when) + "-" + hash));
    }

    /// A name beside `plain` that says whose it is; empty when there is none.
    static Optional<EntryPath> marked(EntryPath plain, String whose) {
        var name = withMark(plain.name(), " (" + whose.replaceAll("[/\\\\:\\p{Cntrl}]", "_") + ")");
        var path = plain.parent().isRoot() ? name : plain.parent().text() + "/" + name;
        return EntryPath.fault(path).isEmpty()
                ? Optional.of(new EntryPath(path))
                : Optional.empty();
    }

    private static String withMark(String name, String mark) {
        int dot = name.lastIndexOf('.');
        boolean ends = dot > 0 && bytes(name.substring(dot)) <= END_MAX;
        var stem = ends ? name.substring(0, dot) : name;
        var end = ends ? name.substring(dot) : "";
        return shortened(stem, EntryPath.NAME_MAX - bytes(mark + end)) + mark + end;
    }

    /// The place whose conflict copy this would be, if there is such a copy. A name so long that
    /// its stem was cut does not lead home.
    static Optional<EntryPath> home(EntryPath path) {
        if (!path.text().contains(MARK)) {
            return Optional.empty();
        }
        var found = MADE_UP.matcher(path.name());
        if (!found.matches() || found.group(1).isEmpty()) {
            return Optional.empty();
        }
        var end = found.group(2) == null ? "" : found.group(2);
        return Optional.of(path.parent().child(found.group(1) + end));
    }

    private static String shortened(String stem, int bytesMax) {
        var kept = stem;
        while (bytes(kept) > bytesMax) {
            kept = kept.substring(0, kept.offsetByCodePoints(kept.length(), -1));
        }
        return kept;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
