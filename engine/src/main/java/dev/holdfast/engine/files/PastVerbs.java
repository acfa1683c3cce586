package dev.holdfast.engine.files;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.core.collect.Retention;
import dev.holdfast.engine.core.namespace.Entry;
import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.namespace.EntryVersion;
import dev.holdfast.engine.core.tree.Edits;
import dev.holdfast.engine.core.tree.Projection;
import dev.holdfast.engine.core.tree.Shown;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// The verbs that look back and bring back.
///
/// What a trim has ended is not named again, although its chunks may still be there: holders count
/// on that once this device has said that it has seen the trim. So what comes back is looked at
/// against every trim that is known while nobody else can write.
record PastVerbs(Rooms rooms, TreeWalk walk) {

    /// How often a restore looks anew when history was ended meanwhile.
    private static final int TRIES_MAX = 3;

    Outcome.History history(Command.ReadHistory command)
            throws NodeException, InterruptedException {
        var place = Place.of(command.of(), rooms);
        var annals = Annals.open(rooms, place.volume().id(), place.path());
        var versions = annals.versions(command.max());
        var latest = versions.latest();
        if (latest.isEmpty() && !place.path().isRoot()) {
            throw new NodeException(
                    Problem.Code.NO_SUCH,
                    "There never was a " + place + ", as far as this device knows.",
                    "List what there is with `holdfast ls`.");
        }
        var retention = annals.retention();
        return new Outcome.History(
                latest.stream().map(each -> version(place.volume(), each, retention)).toList(),
                versions.isMore());
    }

    private Outcome.Version version(
            Place.Volume volume, EntryVersion version, Retention retention) {
        var by = rooms.pool().name(version.dot().actor().device());
        return new Outcome.Version(
                ListVerbs.row("/" + version.entry().path().text(), version),
                deed(version.entry()),
                standing(volume, version, retention),
                version.entry().cause().stamp().instant(),
                by,
                target(version.entry()).map(path -> "/" + path.text()));
    }

    private static Outcome.Deed deed(Entry entry) {
        if (entry.isLive()) {
            return entry.cause().carried().isPresent()
                    ? Outcome.Deed.MOVED_HERE
                    : Outcome.Deed.WRITTEN;
        }
        return target(entry).isPresent() ? Outcome.Deed.MOVED_AWAY : Outcome.Deed.REMOVED;
    }

    private static Optional<EntryPath> target(Entry entry) {
        return entry.kind() instanceof Entry.Tombstone(var movedTo) ? movedTo : Optional.empty();
    }

    private Outcome.Standing standing(
            Place.Volume volume, EntryVersion version, Retention retention) {
        var tree = rooms.keeping().ledger().views().names().tree(volume.id());
        if (tree.row(version.entry().path()).siblings().contains(version)) {
            return Outcome.Standing.STANDS;
        }
        return retention.end(version).isPresent()
                ? Outcome.Standing.GONE
                : Outcome.Standing.REPLACED;
    }

    Outcome.Restored restore(Command.Restore command) throws NodeException, InterruptedException {
        for (int i = 0; i < TRIES_MAX; i++) {
            var done = tried(command);
            if (done.isPresent()) {
                return done.get();
            }
        }
        throw new NodeException(
                Problem.Code.BUSY,
                "The history of this volume is being cleared.",
                "Try again in a moment.");
    }

    /// What came of it; empty when history was ended meanwhile.
    private Optional<Outcome.Restored> tried(Command.Restore command)
            throws NodeException, InterruptedException {
        var named = Place.of(command.what(), rooms);
        var annals = Annals.open(rooms, named.volume().id(), named.path());
        var then = View.of(named, annals, command.asOf());
        var target = target(command, named);
        target.checkParents(rooms);
        var change = new Change(annals, named.volume());
        change.bring(then, target, annals.retention());
        if (command.exact()) {
            change.clear(target);
        }
        try {
            rooms.names().write(named.volume().id(), change::write);
        } catch (Trimmed e) {
            return Optional.empty();
        } catch (Unmet e) {
            throw new NodeException(
                    Problem.Code.EXISTS,
                    e.place() + " is a directory now and was none then.",
                    "Add --exact to have it removed, or bring the old one back under another"
                            + " name.");
        }
        return Optional.of(change.restored());
    }

    private Place target(Command.Restore command, Place named) throws NodeException {
        if (command.to().isEmpty()) {
            return named;
        }
        var to = Place.of(command.to().get(), rooms);
        if (!to.volume().id().equals(named.volume().id())) {
            throw new NodeException(
                    Problem.Code.USAGE,
                    "What is brought back stays in its volume.",
                    "Bring it back there, and copy it with `holdfast cp`.");
        }
        boolean into = to.receives(1) && !named.path().isRoot();
        return into ? to.child(named.path().name(), rooms) : to;
    }

    /// Stops a change because history was ended.
    private static final class Trimmed extends RuntimeException {

        private static final long serialVersionUID = 1;

        Trimmed() {
            super(null, null, false, false);
        }
    }

    /// What is to be written so that all stands as it stood.
    private final class Change {

        private record Back(EntryPath path, Entry.Kind kind) {}

        private final Annals annals;
        private final Place.Volume volume;
        private final List<Back> back = new ArrayList<>();
        private final List<Shown> surplus = new ArrayList<>();
        private final List<String> gone = new ArrayList<>();
        private final Set<EntryPath> then = new TreeSet<>();
        private long entries;
        private long same;
        private long removed;

        Change(Annals annals, Place.Volume volume) {
            this.annals = annals;
            this.volume = volume;
        }

        void bring(View from, Place target, Retention retention) throws NodeException {
            var top = from.place();
            bring(top.existing(), target.path(), retention);
            if (top.isDirectory()) {
                for (var shown : from.walk().all(top)) {
                    bring(shown, Place.moved(shown.path(), top.path(), target.path()), retention);
                }
            }
        }

        private void bring(Shown shown, EntryPath path, Retention retention) {
            then.add(path);
            var version = shown.version();
            if (version.isEmpty() || path.isRoot()) {
                return;
            }
            if (retention.end(version.get()).isEmpty() || stands(version.get())) {
                back.add(new Back(path, version.get().entry().kind()));
            } else if (gone.size() < Outcome.Restored.GONE_MAX) {
                gone.add("/" + shown.path().text());
            }
        }

        private boolean stands(EntryVersion version) {
            var tree = rooms.keeping().ledger().views().names().tree(volume.id());
            return tree.row(version.entry().path()).siblings().contains(version);
        }

        /// Finds what is there now and was not then.
        void clear(Place target) throws NodeException {
            if (target.isDirectory()) {
                walk.all(target).stream()
                        .filter(shown -> !then.contains(shown.path()))
                        .forEach(surplus::add);
            }
        }

        void write(Edits edits) {
            if (annals.isTrimmedSince()) {
                throw new Trimmed();
            }
            entries = 0;
            same = 0;
            removed = 0;
            for (var shown : surplus.reversed()) {
                if (Projection.find(edits.tree(), shown.path()).equals(Optional.of(shown))) {
                    edits.remove(shown);
                    removed++;
                }
            }
            back.forEach(each -> write(each, edits));
        }

        private void write(Back each, Edits edits) {
            var now = Projection.find(edits.tree(), each.path);
            if (now.flatMap(GetVerb::kind).equals(Optional.of(each.kind))) {
                same++;
                return;
            }
            boolean isInTheWay =
                    now.filter(Shown::isDirectory).isPresent()
                            && !(each.kind instanceof Entry.Directory)
                            && edits.tree().row(each.path).below() > 0
                            && surplus.stream().noneMatch(one -> one.path().isBelow(each.path));
            if (isInTheWay) {
                throw new Unmet(Place.at(volume, each.path, false, edits.tree()));
            }
            edits.write(each.path, each.kind, rooms.fresh());
            entries++;
        }

        Outcome.Restored restored() {
            return new Outcome.Restored(entries, same, removed, List.copyOf(gone));
        }
    }
}
