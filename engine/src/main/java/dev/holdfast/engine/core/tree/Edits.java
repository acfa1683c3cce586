package dev.holdfast.engine.core.tree;

import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.hash.Sha256;
import dev.holdfast.engine.core.namespace.Dot;
import dev.holdfast.engine.core.namespace.Entry;
import dev.holdfast.engine.core.namespace.Entry.Cause;
import dev.holdfast.engine.core.namespace.Entry.Directory;
import dev.holdfast.engine.core.namespace.Entry.Kind;
import dev.holdfast.engine.core.namespace.Entry.Tombstone;
import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.namespace.EntryVersion;
import dev.holdfast.engine.core.namespace.Hlc;
import dev.holdfast.engine.core.namespace.VersionVector;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What to write so that a volume looks as a person asked.
///
/// An edit has seen every version of the places it touches, and says so. A conflict copy beside
/// what it changes is written down under the name it is shown under and goes on as a file of its
/// own; its node follows from the version, so devices that do this at once write the same.
///
/// One instance serves one change. Each of its edits sees the tree as it was before the change.
public final class Edits {

    private final Tree tree;
    private final Map<String, TreeRow> looked = new HashMap<>();
    private final Map<EntryPath, Boolean> vacant = new HashMap<>();
    private final Hlc now;
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    /// Conflict copies that this change takes away.
    private final Set<String> dropped = new HashSet<>();

    /// @param now the writer's clock
    public Edits(Tree tree, Hlc now) {
        this.tree = path -> looked.computeIfAbsent(path.key(), _ -> row(tree, path));
        this.now = now;
    }

    /// Asks once for all places of a directory in which there are none.
    private TreeRow row(Tree before, EntryPath path) {
        boolean isVacant =
                !path.isRoot() && vacant.computeIfAbsent(path.parent(), before::isVacant);
        return isVacant ? TreeRow.EMPTY : before.row(path);
    }

    /// The tree as it was before the change; each of its rows is looked up once.
    public Tree tree() {
        return tree;
    }

    /// What to put in a batch: at most one entry for each place.
    public List<Entry> entries() {
        return List.copyOf(entries.values());
    }

    /// Says what is at a path from now on. What is shown there keeps its node; where nothing is, it
    /// gets `fresh`, drawn at random.
    public Edits write(EntryPath path, Kind kind, Hash fresh) {
        var node = Projection.find(tree, path).flatMap(Shown::version).map(Edits::nodeOf);
        place(path, kind, node.orElse(fresh), Optional.empty());
        return this;
    }

    /// Says what is at a path for a writer who knows only what had gone into `from`: it stands
    /// beside what others wrote meanwhile, as a file of its own.
    ///
    /// @return false, and nothing is said, when more would vanish than what it was made from, or it
    ///   would be shown elsewhere
    public boolean beside(EntryPath path, Kind kind, VersionVector from, Hash fresh) {
        var row = tree.row(path);
        if (!row.sources().isEmpty()
                || Projection.find(tree, path).filter(Shown::isConflict).isPresent()
                || !row.siblings().stream().allMatch(v -> isKeptBeside(v, from))) {
            return false;
        }
        var cause = new Cause(stamp(row.siblings()), from, Optional.empty());
        entries.put(path.key(), new Entry(path, fresh, kind, cause));
        return true;
    }

    /// True of what the writer has not seen, and of the very version that was seen.
    private static boolean isKeptBeside(EntryVersion version, VersionVector from) {
        boolean isMoved =
                version.entry().kind() instanceof Tombstone(var movedTo) && movedTo.isPresent();
        return !isMoved && (!from.contains(version.dot()) || version.version().equals(from));
    }

    /// Whether nothing but one version, shown in its own place, matters at a path: an edit of it
    /// touches no other place.
    public boolean isAlone(EntryPath path) {
        var row = tree.row(path);
        return row.siblings().size() <= 1 && row.sources().isEmpty();
    }

    /// Takes away what is shown under a name. What is below a directory stays, and the directory
    /// with it, until that is taken away too.
    public Edits remove(Shown shown) {
        shown.version().ifPresent(old -> leave(shown, old, Optional.empty()));
        return this;
    }

    /// Gives what is shown under a name another one. What was shown under that is replaced.
    public Edits move(Shown shown, EntryPath target) {
        shown.version().ifPresent(old -> move(shown, old, target));
        return this;
    }

    /// Decides between versions: `chosen` has the plain name from now on, each of `others` the name
    /// given for it, and the rest is history. What the writer did not see of them stands as it is.
    public Edits settle(Conflict conflict, Shown chosen, Map<Shown, EntryPath> others) {
        conflict.rivals().stream()
                .filter(Shown::isConflict)
                .forEach(rival -> dropped.add(rival.path().key()));
        if (chosen.equals(conflict.winner())) {
            confirm(conflict.place());
        } else {
            var old = chosen.version().orElseThrow();
            var carried = Optional.of(old.written());
            rewrite(conflict.place(), old.entry().kind(), old.id(), carried);
        }
        for (var rival : conflict.rivals().subList(1, conflict.rivals().size())) {
            var name = others.get(rival);
            if (name != null) {
                move(rival, name);
            } else if (!rival.isConflict()) {
                remove(rival);
            }
        }
        return this;
    }

    private void move(Shown shown, EntryVersion old, EntryPath target) {
        if (!shown.path().isSamePlaceAs(target)) {
            leave(shown, old, Optional.of(target));
        }
        var node = shown.isConflict() ? old.id() : nodeOf(old);
        place(target, old.entry().kind(), node, Optional.of(old.written()));
    }

    private void leave(Shown shown, EntryVersion old, Optional<EntryPath> target) {
        if (shown.isConflict()) {
            drop(shown);
        } else {
            rewrite(shown.home(), new Tombstone(target), nodeOf(old), Optional.empty());
        }
    }

    /// Takes a conflict copy away, and leaves what is shown under the plain name, unless this
    /// change has said something of that already.
    private void drop(Shown copy) {
        dropped.add(copy.path().key());
        entries.remove(copy.path().key());
        if (!entries.containsKey(copy.home().key())) {
            confirm(copy.home());
        }
    }

    /// Writes at a path, which may be the name of a conflict copy; that copy is then replaced.
    private void place(EntryPath path, Kind kind, Hash node, Optional<Dot> carried) {
        var copy = Projection.find(tree, path).filter(Shown::isConflict);
        copy.ifPresent(this::drop);
        rewrite(path, kind, node, carried);
    }

    /// Says again what is shown under a place's plain name, having seen all its versions.
    private void confirm(EntryPath place) {
        var shown = Projection.at(tree, place).getFirst();
        var version = shown.version();
        if (version.isPresent()) {
            var old = version.get();
            var carried = Optional.of(old.written());
            rewrite(shown.path(), old.entry().kind(), nodeOf(old), carried);
        } else {
            var kind = new Directory(now.millis() * 1_000_000);
            var node = Sha256.of(place.key().getBytes(StandardCharsets.UTF_8));
            rewrite(shown.path(), kind, node, Optional.empty());
        }
    }

    /// The one entry for a place. Conflict copies there, but those dropped, become files of their
    /// own; edits that came after a move from elsewhere are taken over from there.
    private void rewrite(EntryPath path, Kind kind, Hash node, Optional<Dot> carried) {
        var shown = Projection.at(tree, path);
        put(path, kind, node, carried, shown);
        for (var copy : shown) {
            if (copy.isConflict() && !dropped.contains(copy.path().key())) {
                var old = copy.version().orElseThrow();
                var written = Optional.of(old.written());
                put(copy.path(), old.entry().kind(), old.id(), written, List.of());
            }
        }
        for (var here : shown) {
            here.version()
                    .filter(v -> !v.entry().path().isSamePlaceAs(path))
                    .ifPresent(arrived -> takeOver(arrived, path));
        }
    }

    private void takeOver(EntryVersion arrived, EntryPath target) {
        var source = arrived.entry().path();
        if (entries.containsKey(source.key())) {
            return;
        }
        if (tree.row(source).shows()) {
            confirm(source);
        } else {
            var moved = new Tombstone(Optional.of(target));
            put(source, moved, arrived.entry().node(), Optional.empty(), List.of());
        }
    }

    private void put(
            EntryPath path, Kind kind, Hash node, Optional<Dot> carried, List<Shown> shown) {
        var seen = new ArrayList<>(tree.row(path).siblings());
        shown.forEach(here -> here.version().ifPresent(seen::add));
        var cause = new Cause(stamp(seen), Siblings.seen(seen), carried);
        entries.put(path.key(), new Entry(path, node, kind, cause));
        keepDeparted(path);
    }

    private Hlc stamp(List<EntryVersion> seen) {
        if (seen.isEmpty()) {
            return now;
        }
        return seen.stream()
                .map(version -> version.entry().cause().stamp())
                .max(Hlc::compareTo)
                .filter(stamp -> stamp.compareTo(now) >= 0)
                .map(late -> Hlc.after(late, now.millis()))
                .orElse(now);
    }

    /// Edits at this place that are shown where a move took their file are written down there.
    private void keepDeparted(EntryPath place) {
        for (var version : Siblings.live(tree.row(place).siblings())) {
            var landing = Projection.landing(tree, place, version);
            if (!entries.containsKey(landing.key())) {
                confirm(landing);
            }
        }
    }

    private static Hash nodeOf(EntryVersion version) {
        return version.entry().node();
    }
}
