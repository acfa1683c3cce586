package dev.holdfast.engine.core.history;

import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.namespace.EntryVersion;
import dev.holdfast.engine.core.namespace.Hlc;
import dev.holdfast.engine.core.tree.Projection;
import dev.holdfast.engine.core.tree.Shown;
import dev.holdfast.engine.core.tree.Tree;
import dev.holdfast.engine.core.tree.TreeRow;
import dev.holdfast.engine.core.tree.TreeRows;
import dev.holdfast.engine.core.tree.TreeUpdate;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/// A part of a volume as it stood at a time: what is shown of the versions whose stamps are not
/// later. A version that was written before and came after it counts, so devices that have heard
/// the same agree, whenever they heard it.
///
/// Not a value but an object with one owner: first all versions are given to [#hear], in any order,
/// then it is asked.
public final class Moment implements Tree {

    /// Places that one moment holds, those outside of the part included. A row and its version are
    /// some 500 bytes.
    public static final int PLACES_MAX = 150_000;

    private final Part part;
    private final Hlc upTo;
    private final TreeMap<EntryPath, TreeRow> rows = new TreeMap<>();
    private final Map<EntryPath, TreeSet<EntryPath>> places = new TreeMap<>();
    private final TreeUpdate update = new TreeUpdate(new Rows());

    /// @param part has been shown all entries
    public Moment(Part part, Instant at) {
        this.part = part;
        upTo = new Hlc(Math.max(0, at.toEpochMilli()), Integer.MAX_VALUE);
    }

    private final class Rows implements TreeRows {

        @Override
        public TreeRow row(EntryPath path) {
            return Moment.this.row(path);
        }

        @Override
        public void put(EntryPath path, TreeRow row) {
            rows.put(path, row);
            if (!path.isRoot()) {
                places.computeIfAbsent(path.parent(), _ -> new TreeSet<>()).add(path);
            }
        }
    }

    public void hear(EntryVersion version) {
        boolean isHeard =
                !isOverfull()
                        && version.entry().cause().stamp().compareTo(upTo) <= 0
                        && part.concerns(version.entry().path());
        if (isHeard) {
            update.add(version);
        }
    }

    /// Whether there was more than it can hold. It must not be asked then.
    public boolean isOverfull() {
        return rows.size() > PLACES_MAX;
    }

    @Override
    public TreeRow row(EntryPath path) {
        return rows.getOrDefault(path, TreeRow.EMPTY);
    }

    /// What was shown in a directory, in the order of the places' keys, each place's conflict
    /// copies right behind it.
    ///
    /// @param after the place at which the page before ended
    /// @param max places on one page
    public List<Shown> list(EntryPath directory, Optional<EntryPath> after, int max) {
        var all = places.getOrDefault(directory, new TreeSet<>());
        var behind = after.<Collection<EntryPath>>map(place -> all.tailSet(place, false));
        return behind.orElse(all).stream()
                .filter(place -> row(place).isVisible())
                .limit(max)
                .flatMap(place -> Projection.at(this, place).stream())
                .toList();
    }
}
