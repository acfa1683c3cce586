package dev.holdfast.engine.files;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.api.VolumePath;
import dev.holdfast.engine.core.content.Content;
import dev.holdfast.engine.core.namespace.Entry;
import dev.holdfast.engine.core.tree.Edits;
import dev.holdfast.engine.core.tree.Projection;
import dev.holdfast.engine.core.tree.Shown;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Gives what stands in a volume a second name. Names travel; content stays where it is.
///
/// No chunk may be collected between the look at its old name and the moment the new one is known.
/// So the new names are written only if the old ones still stand while nobody else can write.
record CopyVerb(Rooms rooms, TreeWalk walk, Rekeeping rekeeping) {

    /// What gets a second name.
    private record Copied(Place source, Shown shown, Place target) {

        Optional<Entry.Kind> kind() {
            return shown.version().map(version -> version.entry().kind());
        }
    }

    Outcome.Changed copy(Command.Copy command) throws NodeException, InterruptedException {
        var destination = Place.of(command.to(), rooms);
        boolean into = destination.receives(command.sources().size());
        destination.checkParents(rooms);
        var copies = new LinkedHashMap<String, Copied>();
        for (var named : command.sources()) {
            add(named, destination, into, command.recursive(), copies);
        }
        if (!copies.isEmpty()) {
            write(destination.volume(), List.copyOf(copies.values()));
        }
        return new Outcome.Changed(copies.size());
    }

    private void add(
            VolumePath named,
            Place destination,
            boolean into,
            boolean recursive,
            Map<String, Copied> copies)
            throws NodeException {
        var source = Place.of(named, rooms);
        var shown = source.existing();
        if (shown.isDirectory() && !recursive) {
            throw new NodeException(
                    Problem.Code.USAGE,
                    source + " is a directory.",
                    "Add -r to copy it with all in it.");
        }
        var name = source.path().name();
        var target = into && !name.isEmpty() ? destination.child(name, rooms) : destination;
        checkApart(source, target);
        add(new Copied(source, shown, target), copies);
        if (shown.isDirectory()) {
            for (var below : walk.all(source)) {
                var path = Place.moved(below.path(), source.path(), target.path());
                var place = Place.at(target.volume(), path, false, rooms);
                add(new Copied(source, below, place), copies);
            }
        }
    }

    private static void checkApart(Place source, Place target) throws NodeException {
        boolean isOneVolume = source.volume().id().equals(target.volume().id());
        if (isOneVolume && target.path().isSamePlaceAs(source.path())) {
            throw new NodeException(
                    Problem.Code.USAGE,
                    source + " cannot be copied onto itself.",
                    "Choose another destination.");
        }
        if (isOneVolume && target.path().isBelow(source.path())) {
            throw new NodeException(
                    Problem.Code.USAGE,
                    source + " cannot be copied into itself.",
                    "Choose another destination.");
        }
    }

    /// Adds what is not there yet. A directory that nobody wrote down is there when something is
    /// below it.
    private static void add(Copied copied, Map<String, Copied> copies) throws NodeException {
        var target = copied.target;
        var there = target.shown();
        if (there.isPresent() && there.get().isDirectory() != copied.shown.isDirectory()) {
            throw new NodeException(
                    Problem.Code.EXISTS,
                    target + (target.isDirectory() ? " is a directory." : " is not a directory."),
                    "Remove it first, or choose another destination.");
        }
        boolean isThere =
                copied.shown.isDirectory()
                        ? there.isPresent()
                        : there.flatMap(Shown::version)
                                .map(version -> version.entry().kind())
                                .equals(copied.kind());
        if (copied.kind().isPresent() && !isThere && !target.path().isRoot()) {
            var other = copies.put(target.path().key(), copied);
            if (other != null && !(other.shown.isDirectory() && copied.shown.isDirectory())) {
                throw new NodeException(
                        Problem.Code.USAGE,
                        "Two of these would both become " + target + ".",
                        "Copy them with commands of their own.");
            }
        }
    }

    private void write(Place.Volume volume, List<Copied> copies)
            throws NodeException, InterruptedException {
        var contents = new ArrayList<Content>();
        for (var copied : copies) {
            if (!copied.source.volume().id().equals(volume.id())
                    && copied.kind().orElse(null) instanceof Entry.File file) {
                contents.add(file.content());
            }
        }
        if (contents.isEmpty()) {
            writeNames(volume, copies);
        } else {
            rekeeping.keep(volume, contents, () -> writeNames(volume, copies));
        }
    }

    private void writeNames(Place.Volume volume, List<Copied> copies)
            throws NodeException, InterruptedException {
        try {
            rooms.names()
                    .write(volume.id(), edits -> copies.forEach(copied -> write(copied, edits)));
        } catch (Unmet e) {
            throw Problems.changed(e.place());
        }
    }

    private void write(Copied copied, Edits edits) {
        var source = copied.source.volume().id();
        var tree =
                source.equals(copied.target.volume().id())
                        ? edits.tree()
                        : rooms.keeping().ledger().views().names().tree(source);
        var stands = Projection.find(tree, copied.shown.path()).flatMap(Shown::version);
        if (!stands.equals(copied.shown.version())) {
            throw new Unmet(Place.at(copied.source.volume(), copied.shown.path(), false, rooms));
        }
        copied.kind().ifPresent(kind -> edits.write(copied.target.path(), kind, rooms.fresh()));
    }
}
