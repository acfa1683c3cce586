package dev.holdfast.engine.core.sync;

import dev.holdfast.engine.core.namespace.EntryPath;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Which places of a folder are kept in step. All others stay as they are, here and there: they are
/// in none of the trees, so what is missing of them was never deleted. Serves one thread.
public final class Coverage {

    /// Covers everything.
    public static final Coverage ALL = new Coverage(Set.of(), List.of());

    private final Set<EntryPath> only;
    private final List<IgnoreRules> rules;
    private final Map<String, Boolean> directories = new HashMap<>();

    /// @param only the parts of the volume that the folder has; empty for all
    /// @param rules whatever one of these leaves alone is
    public Coverage(Set<EntryPath> only, List<IgnoreRules> rules) {
        this.only = new TreeSet<>(only);
        this.rules = List.copyOf(rules);
    }

    /// The same, but that what one of these leaves alone is.
    Coverage leavingAlone(List<IgnoreRules> alone) {
        return new Coverage(only, alone);
    }

    /// Whether a place is kept in step.
    ///
    /// @param isDirectory whether a directory is there, on either side
    public boolean covers(EntryPath path, boolean isDirectory) {
        return path.equals(IgnoreRules.FILE)
                || (isSelected(path) && !isLeftAlone(path, isDirectory));
    }

    /// Whether places in a directory may be kept in step.
    public boolean leadsOn(EntryPath directory) {
        return directory.isRoot()
                || ((isSelected(directory)
                                || only.stream().anyMatch(each -> each.isBelow(directory)))
                        && !isLeftAlone(directory, true));
    }

    private boolean isSelected(EntryPath path) {
        return only.isEmpty() || path.isWithin(only);
    }

    private boolean isLeftAlone(EntryPath path, boolean isDirectory) {
        if (rules.isEmpty()) {
            return false;
        }
        return isBelowLeftAlone(path)
                || rules.stream().anyMatch(each -> each.leavesAlone(path, isDirectory));
    }

    private boolean isBelowLeftAlone(EntryPath path) {
        var above = path.parent();
        if (above.isRoot()) {
            return false;
        }
        var known = directories.get(above.text());
        if (known == null) {
            known = isLeftAlone(above, true);
            directories.put(above.text(), known);
        }
        return known;
    }
}
