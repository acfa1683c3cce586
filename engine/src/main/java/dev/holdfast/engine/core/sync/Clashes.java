package dev.holdfast.engine.core.sync;

import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.sync.Plan.Problem;
import dev.holdfast.engine.core.sync.Plan.Reason;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The places of a volume that a folder cannot have beside others, because its file system takes
/// their names for one. The one that the folder has already keeps the name, else the first.
///
/// A file system may also show a name without its capital letters. What was in step under the one
/// name and is seen under the other has not been renamed; neither is touched.
///
/// @param places what is told of each place that the folder does not have by its name
/// @param others names under which the folder has such a place
record Clashes(Map<EntryPath, Problem> places, Set<EntryPath> others) {

    static Clashes in(Trees trees, Rules rules) {
        var clashes = new Clashes(new HashMap<>(), new HashSet<>());
        if (rules.foldsCase()) {
            Map<String, EntryPath> owners = new HashMap<>();
            trees.folder().items().keySet().forEach(path -> owners.putIfAbsent(folded(path), path));
            trees.synced()
                    .agreed()
                    .forEach((path, agreed) -> clashes.see(path, agreed, owners, trees));
            clashes.find(trees, rules, owners);
        }
        return clashes;
    }

    private void find(Trees trees, Rules rules, Map<String, EntryPath> owners) {
        trees.volume()
                .shown()
                .forEach(
                        (path, shown) -> {
                            if (rules.covers().covers(path, shown.isDirectory())
                                    && !hasGone(path, trees)
                                    && !has(path)) {
                                var owner = owners.putIfAbsent(folded(path), path);
                                if (owner != null && !owner.isSamePlaceAs(path)) {
                                    add(path, Reason.CASE_CLASH, owner);
                                }
                            }
                        });
    }

    /// Whether the folder had it, and has it no more by this name: then it was removed there, or
    /// renamed.
    private static boolean hasGone(EntryPath path, Trees trees) {
        return trees.synced().agreed().containsKey(path)
                && !trees.folder().items().containsKey(path);
    }

    /// Finds out of what was in step whether it stands under another name that nobody gave it: one
    /// that is another file's in the volume, or the one that the file system shows.
    private void see(EntryPath path, Agreed agreed, Map<String, EntryPath> owners, Trees trees) {
        var owner = owners.get(folded(path));
        var shown = trees.volume().shown();
        if (owner == null || !hasGone(path, trees) || !shown.containsKey(path) || has(path)) {
            return;
        }
        var items = trees.folder().items();
        var here = items.get(owner);
        boolean isSame = here != null && agreed.sight().isSameContentAs(here.sight());
        if (!isSame && trees.synced().agreed().containsKey(owner)) {
            return;
        }
        if (shown.containsKey(owner)) {
            add(path, Reason.CASE_CLASH, owner);
            others.add(owner);
        } else if (isSame && items.keySet().stream().noneMatch(Clashes::hasCapitals)) {
            add(path, Reason.CASE_LOST, owner);
            others.add(owner);
        }
    }

    private void add(EntryPath path, Reason reason, EntryPath owner) {
        places.put(path, new Problem(path, reason, Optional.of(owner)));
    }

    private static boolean hasCapitals(EntryPath path) {
        return !path.text().equals(path.text().toLowerCase(Locale.ROOT));
    }

    /// Whether a place or a directory above it clashes.
    boolean has(EntryPath path) {
        return path.isWithin(places.keySet()) || path.isWithin(others);
    }

    /// What a person is to know of a place that clashes; that is enough for all below it.
    Optional<Problem> told(EntryPath path) {
        return Optional.ofNullable(places.get(path));
    }

    private static String folded(EntryPath path) {
        return folded(path.key());
    }

    /// The same text of all that differ in the case of their letters only.
    static String folded(String text) {
        return text.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    }
}
