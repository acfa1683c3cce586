package dev.holdfast.engine.core.sync;

import dev.holdfast.engine.core.namespace.EntryPath;

import java.util.Set;
import java.util.TreeSet;

/// Tells directories of a folder that had a disk of their own from those that a person has emptied.
final class Disks {

    private Disks() {}

    /// The directories whose disk is away: something was in them, and now they are empty and on
    /// another disk than before.
    static Set<EntryPath> away(Trees trees) {
        var away = new TreeSet<EntryPath>();
        trees.synced()
                .agreed()
                .forEach(
                        (path, agreed) -> {
                            if (agreed.item().isDirectory()
                                    && isOther(path, agreed, trees)
                                    && !hasBelow(trees.folder().items().keySet(), path)
                                    && hasBelow(trees.synced().agreed().keySet(), path)) {
                                away.add(path);
                            }
                        });
        return away;
    }

    private static boolean isOther(EntryPath path, Agreed agreed, Trees trees) {
        var here = trees.folder().items().get(path);
        return here != null
                && here.item().isDirectory()
                && here.sight().size() != agreed.sight().size();
    }

    private static boolean hasBelow(Set<EntryPath> paths, EntryPath directory) {
        return paths.stream().anyMatch(path -> path.isBelow(directory));
    }
}
