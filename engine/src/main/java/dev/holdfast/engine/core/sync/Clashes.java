package dev.holdfast.engine.core.sync;

import dev.holdfast.engine.core.namespace.EntryPath;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// The places of a volume that a folder cannot have beside others, because its file system takes
/// their names for one. The one that the folder has already keeps the name, else the first.
record Clashes(Set<EntryPath> places) {

    static Clashes in(Trees trees, Rules rules) {
        var clashes = new Clashes(new HashSet<>());
        if (!rules.foldsCase()) {
            return clashes;
        }
        Map<String, EntryPath> owners = new HashMap<>();
        trees.folder().items().keySet().forEach(path -> owners.putIfAbsent(folded(path), path));
        for (var shown : trees.volume().shown().values()) {
            var path = shown.path();
            if (!rules.covers().covers(path, shown.isDirectory())) {
                continue;
            }
            var owner = owners.putIfAbsent(folded(path), path);
            if (owner != null && !owner.isSamePlaceAs(path)) {
                clashes.places.add(path);
            }
        }
        return clashes;
    }

    /// Whether a place or a directory above it clashes.
    boolean has(EntryPath path) {
        return path.isWithin(places);
    }

    private static String folded(EntryPath path) {
        return folded(path.key());
    }

    /// The same text of all that differ in the case of their letters only.
    static String folded(String text) {
        return text.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    }
}
