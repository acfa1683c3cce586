package dev.holdfast.engine.core.tree;

import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.namespace.Entry.Tombstone;
import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.namespace.EntryVersion;
import dev.holdfast.engine.core.namespace.VersionVector;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The versions of one path of which none has seen another: all that must be kept of it. The order
/// is that of [EntryVersion#BY_TIME], so equal sets are equal lists.
public final class Siblings {

    private Siblings() {}

    /// The set after `arrived` came, in whatever order the others did.
    public static List<EntryVersion> add(List<EntryVersion> siblings, EntryVersion arrived) {
        for (var held : siblings) {
            if (held.dot().equals(arrived.dot()) || held.replaces(arrived)) {
                return siblings;
            }
        }
        var kept = new ArrayList<EntryVersion>(siblings.size() + 1);
        siblings.stream().filter(held -> !arrived.replaces(held)).forEach(kept::add);
        kept.add(arrived);
        kept.sort(EntryVersion.BY_TIME);
        return List.copyOf(kept);
    }

    /// What a writer has seen who has seen all of them.
    public static VersionVector seen(List<EntryVersion> siblings) {
        var seen = VersionVector.EMPTY;
        for (var version : siblings) {
            seen = seen.merge(version.version());
        }
        return seen;
    }

    static List<EntryVersion> live(List<EntryVersion> siblings) {
        boolean isLive = true;
        for (var version : siblings) {
            isLive &= version.entry().isLive();
        }
        return isLive
                ? siblings
                : siblings.stream().filter(version -> version.entry().isLive()).toList();
    }

    static boolean hasLive(List<EntryVersion> siblings, Hash node) {
        return siblings.stream().anyMatch(v -> v.entry().isLive() && v.entry().node().equals(node));
    }

    /// Where the latest move of `node` away from here went, while others edited it here.
    static Optional<EntryPath> departure(List<EntryVersion> siblings, Hash node) {
        return siblings.reversed().stream()
                .filter(v -> v.entry().node().equals(node))
                .flatMap(v -> movedTo(v).stream())
                .findFirst();
    }

    private static Optional<EntryPath> movedTo(EntryVersion version) {
        return version.entry().kind() instanceof Tombstone(var movedTo)
                ? movedTo
                : Optional.empty();
    }
}
