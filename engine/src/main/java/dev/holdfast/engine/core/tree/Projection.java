package dev.holdfast.engine.core.tree;

import dev.holdfast.engine.core.namespace.Entry;
import dev.holdfast.engine.core.namespace.Entry.Directory;
import dev.holdfast.engine.core.namespace.Entry.File;
import dev.holdfast.engine.core.namespace.Entry.Symlink;
import dev.holdfast.engine.core.namespace.Entry.Tombstone;
import dev.holdfast.engine.core.namespace.Entry.Volume;
import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.namespace.EntryVersion;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// From the versions of a volume to the names that a person sees. A pure function, so all devices
/// that have the same versions show the same names, and nobody has to write one down.
///
/// Of concurrent versions of a path the latest is shown under the plain name, the others as
/// conflict copies beside it. But equal contents are one; an edit beats a delete; a directory beats
/// a file; and an edit of a file that another device moved meanwhile is shown where the file went.
public final class Projection {

    /// Moves that an edit is followed through.
    private static final int HOPS_MAX = 16;

    private Projection() {}

    /// What is shown of a place: under its plain name, if anything is, and then the conflict
    /// copies, the latest first.
    public static List<Shown> at(Tree tree, EntryPath place) {
        var row = tree.row(place);
        var versions = versions(tree, place, row);
        var shown = new ArrayList<Shown>();
        if (row.below() > 0 && directory(versions).isEmpty()) {
            shown.add(new Shown(place, Optional.empty(), place));
        }
        for (var version : versions) {
            var path = shown.isEmpty() ? plain(version, place) : copy(tree, version, place);
            shown.add(new Shown(path, Optional.of(version), place));
        }
        return shown;
    }

    /// What is shown under exactly this name, a conflict copy's included.
    public static Optional<Shown> find(Tree tree, EntryPath path) {
        if (path.isRoot()) {
            return Optional.of(new Shown(path, Optional.empty(), path));
        }
        var plain = at(tree, path);
        if (!plain.isEmpty()) {
            return Optional.of(plain.getFirst());
        }
        var home = ConflictName.home(path);
        return home.isEmpty()
                ? Optional.empty()
                : at(tree, home.get()).stream()
                        .filter(shown -> shown.path().isSamePlaceAs(path))
                        .findFirst();
    }

    /// The place whose conflict copy could have this name, if it looks like one's.
    public static Optional<EntryPath> home(EntryPath path) {
        return ConflictName.home(path);
    }

    /// True when some version is shown at this place.
    static boolean shows(Tree tree, EntryPath place) {
        return !versions(tree, place, tree.row(place)).isEmpty();
    }

    /// The places that the edits at `place` are led through by moves, the first one first.
    static Set<EntryPath> route(Tree tree, EntryPath place) {
        var route = new LinkedHashSet<EntryPath>();
        var siblings = tree.row(place).siblings();
        if (siblings.size() > 1) {
            for (var version : Siblings.live(siblings)) {
                follow(tree, place, version.entry(), route);
            }
        }
        return route;
    }

    /// The versions shown at a place, the winner first.
    private static List<EntryVersion> versions(Tree tree, EntryPath place, TreeRow row) {
        var versions = new ArrayList<EntryVersion>();
        if (row.siblings().size() <= 1) {
            versions.addAll(Siblings.live(row.siblings()));
        } else {
            collect(tree, place, place, versions);
        }
        for (var source : row.sources()) {
            collect(tree, source, place, versions);
        }
        return versions.size() > 1 ? Contest.ranked(versions) : versions;
    }

    /// Adds the versions written at `from` that are shown at `place`.
    private static void collect(
            Tree tree, EntryPath from, EntryPath place, List<EntryVersion> versions) {
        for (var version : Siblings.live(tree.row(from).siblings())) {
            if (landing(tree, from, version).isSamePlaceAs(place)) {
                versions.add(version);
            }
        }
    }

    /// The place where a live version written at `from` is shown.
    static EntryPath landing(Tree tree, EntryPath from, EntryVersion version) {
        return follow(tree, from, version.entry(), new LinkedHashSet<>()).orElse(from);
    }

    /// Where an edit at `from` lands: at the first place on the way of its file where the file
    /// still is. Empty when nobody moved the file, or it is gone at the end: then the edit stays.
    private static Optional<EntryPath> follow(
            Tree tree, EntryPath from, Entry edit, Set<EntryPath> through) {
        var siblings = tree.row(from).siblings();
        var visited = new LinkedHashSet<String>();
        visited.add(from.key());
        while (visited.size() <= HOPS_MAX) {
            var next = Siblings.departure(siblings, edit.node());
            if (next.isEmpty() || !visited.add(next.get().key())) {
                return Optional.empty();
            }
            through.add(next.get());
            siblings = tree.row(next.get()).siblings();
            if (Siblings.hasLive(siblings, edit.node())) {
                return next;
            }
        }
        return Optional.empty();
    }

    private static Optional<EntryVersion> directory(List<EntryVersion> versions) {
        return versions.stream().filter(v -> v.entry().kind() instanceof Directory).findFirst();
    }

    /// The name as the winner's writer spelt it; one that came from elsewhere takes the place's.
    private static EntryPath plain(EntryVersion version, EntryPath place) {
        return version.entry().path().isSamePlaceAs(place) ? version.entry().path() : place;
    }

    private static EntryPath copy(Tree tree, EntryVersion version, EntryPath place) {
        for (int digits : ConflictName.DIGITS) {
            var name = ConflictName.of(plain(version, place), version, digits);
            if (!tree.row(name).isVisible()) {
                return name;
            }
        }
        throw new IllegalStateException("somebody guessed all of a version's hash");
    }

    /// True when a person would see no difference, so that one name is enough for both.
    static boolean isSame(Entry a, Entry b) {
        return switch (a.kind()) {
            case File(var content, _, _) ->
                    b.kind() instanceof File(var other, _, _)
                            && content.root().equals(other.root())
                            && content.length() == other.length();
            case Directory _ -> b.kind() instanceof Directory;
            case Symlink(var target, _) ->
                    b.kind() instanceof Symlink(var other, _) && target.equals(other);
            case Volume _ -> b.kind() instanceof Volume && a.node().equals(b.node());
            case Tombstone _ -> false;
        };
    }
}
