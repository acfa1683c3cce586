package dev.holdfast.engine.core.history;

import dev.holdfast.engine.core.namespace.Entry;
import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.tree.Projection;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// A directory or a file with all below it, and the places outside that moves have joined to it: an
/// edit at one of those may be shown inside, and one inside may be shown there. To a name that a
/// conflict copy may have belongs the place whose copy it would be. What is below that counts too,
/// for then the place is a directory, and so do names that another copy may have.
///
/// Not a value but an object with one owner: first all entries are shown to [#look], then it is
/// asked.
public final class Part {

    private final EntryPath top;
    private final Optional<EntryPath> home;
    private final Map<EntryPath, Set<EntryPath>> moves = new TreeMap<>();
    private @Nullable Set<EntryPath> joined;

    public Part(EntryPath top) {
        this.top = top;
        home = Projection.home(top);
    }

    public void look(Entry entry) {
        if (entry.kind() instanceof Entry.Tombstone(var movedTo) && movedTo.isPresent()) {
            move(entry.path(), movedTo.get());
            move(movedTo.get(), entry.path());
            joined = null;
        }
    }

    private void move(EntryPath from, EntryPath to) {
        moves.computeIfAbsent(from, _ -> new TreeSet<>()).add(to);
    }

    /// Whether a place lies in the directory, or is the file.
    public boolean holds(EntryPath place) {
        return place.isSamePlaceAs(top)
                || place.isBelow(top)
                || home.filter(place::isSamePlaceAs).isPresent();
    }

    /// Whether what is said of a place can matter to what is shown in this part.
    public boolean concerns(EntryPath place) {
        return matters(place) || joined().contains(place);
    }

    private boolean matters(EntryPath place) {
        return holds(place) || (home.isPresent() && matters(place, home.get()));
    }

    /// Whether it can matter to which conflict copies a place has, and to their names.
    private static boolean matters(EntryPath place, EntryPath home) {
        return place.isBelow(home)
                || Projection.home(place).filter(home::isSamePlaceAs).isPresent();
    }

    private Set<EntryPath> joined() {
        var found = joined;
        if (found == null) {
            found = reached();
            joined = found;
        }
        return found;
    }

    private Set<EntryPath> reached() {
        var found = new TreeSet<EntryPath>();
        var ahead = new ArrayDeque<>(moves.keySet().stream().filter(this::matters).toList());
        while (!ahead.isEmpty()) {
            var place = ahead.removeFirst();
            if (found.add(place)) {
                ahead.addAll(moves.getOrDefault(place, Set.of()));
            }
        }
        return found;
    }
}
