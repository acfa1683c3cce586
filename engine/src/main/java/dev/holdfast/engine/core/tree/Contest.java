package dev.holdfast.engine.core.tree;

import dev.holdfast.engine.core.namespace.Entry.Directory;
import dev.holdfast.engine.core.namespace.EntryVersion;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Which of several concurrent versions has the plain name, and which need no name at all.
final class Contest {

    /// Directories before everything else, then the latest first.
    private static final Comparator<EntryVersion> RANK =
            Comparator.comparing((EntryVersion v) -> v.entry().kind() instanceof Directory)
                    .thenComparing(EntryVersion.BY_TIME)
                    .reversed();

    private Contest() {}

    /// The versions that get a name, the winner first.
    static List<EntryVersion> ranked(List<EntryVersion> versions) {
        var rivals = new ArrayList<>(versions);
        rivals.removeIf(old -> versions.stream().anyMatch(v -> outdates(v, old)));
        rivals.sort(RANK);
        var named = new ArrayList<EntryVersion>();
        for (var rival : rivals) {
            if (named.stream().noneMatch(v -> Projection.isSame(v.entry(), rival.entry()))) {
                named.add(rival);
            }
        }
        return named;
    }

    /// True when `edit` was made on the very content that a move carried along as `old`.
    private static boolean outdates(EntryVersion edit, EntryVersion old) {
        return isMadeOn(edit, old) && !isMadeOn(old, edit);
    }

    private static boolean isMadeOn(EntryVersion edit, EntryVersion old) {
        return old.entry().cause().carried().isPresent()
                && edit.entry().node().equals(old.entry().node())
                && !edit.written().equals(old.written())
                && edit.version().contains(old.written());
    }
}
