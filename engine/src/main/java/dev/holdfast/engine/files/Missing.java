package dev.holdfast.engine.files;

import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.namespace.EntryVersion;
import dev.holdfast.engine.core.namespace.Hlc;
import dev.holdfast.engine.core.sync.Trees;
import dev.holdfast.engine.core.sync.Writing;
import dev.holdfast.engine.core.tree.Shown;
import dev.holdfast.engine.core.tree.Tree;

import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.SortedMap;

/// Finds what others removed while they did without this device.
///
/// @param top where in the volume the folder's root is
/// @param back when the device was back; the clocks of others may be ahead of its own
record Missing(Tree tree, EntryPath top, Instant back) {

    /// The places that both sides had and that were removed from the volume by then.
    Set<EntryPath> among(Trees.Synced synced, SortedMap<EntryPath, Shown> shown) {
        var missed = new HashSet<EntryPath>();
        for (var path : synced.agreed().keySet()) {
            boolean isMissed =
                    !shown.containsKey(path)
                            && !isLater(tree.row(Writing.below(top, path)).siblings());
            if (isMissed) {
                missed.add(path);
            }
        }
        return missed;
    }

    private boolean isLater(Iterable<EntryVersion> removed) {
        var last = back.plus(Hlc.SKEW_MAX);
        for (var each : removed) {
            if (each.entry().cause().stamp().instant().isAfter(last)) {
                return true;
            }
        }
        return false;
    }
}
