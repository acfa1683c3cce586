package dev.holdfast.engine.files;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.core.namespace.Entry;
import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.tree.Edits;
import dev.holdfast.engine.core.tree.Projection;
import dev.holdfast.engine.core.tree.Shown;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/// The verbs that change names alone: make a directory, remove, move. No content is read or sent.
record NameVerbs(Rooms rooms, TreeWalk walk) {

    Outcome.Changed makeDirectory(Command.MakeDirectory command, long nowNanos)
            throws NodeException, InterruptedException {
        var place = Place.of(command.at(), rooms);
        if (place.path().isRoot() || place.isDirectory()) {
            return new Outcome.Changed(0);
        }
        if (place.shown().isPresent()) {
            throw new NodeException(
                    Problem.Code.EXISTS,
                    place + " is there and is not a directory.",
                    "Choose another name.");
        }
        place.checkParents(rooms);
        var missing = new ArrayList<EntryPath>();
        for (var path = place.path(); !path.isRoot(); path = path.parent()) {
            if (Place.at(place.volume(), path, false, rooms).shown().isEmpty()) {
                missing.addFirst(path);
            }
        }
        rooms.names()
                .write(
                        place.volume().id(),
                        edits ->
                                missing.forEach(
                                        p ->
                                                edits.write(
                                                        p,
                                                        new Entry.Directory(nowNanos),
                                                        rooms.fresh())));
        return new Outcome.Changed(missing.size());
    }

    Outcome.Changed remove(Command.Remove command) throws NodeException, InterruptedException {
        var place = Place.of(command.at(), rooms);
        var shown = place.existing();
        if (place.path().isRoot()) {
            throw new NodeException(
                    Problem.Code.USAGE,
                    "The root of a volume cannot be removed.",
                    "Name what is in it instead.");
        }
        var expected = new Expectation(place, command.expected());
        var below = shown.isDirectory() ? walk.all(place) : List.<Shown>of();
        if (!below.isEmpty() && !command.recursive()) {
            throw new NodeException(
                    Problem.Code.USAGE,
                    place + " is a directory that is not empty.",
                    "Add -r to remove all in it.");
        }
        expected.write(
                rooms,
                edits -> {
                    below.reversed().forEach(edits::remove);
                    edits.remove(shown);
                });
        return new Outcome.Changed(below.size() + 1L);
    }

    Outcome.Changed move(Command.Move command) throws NodeException, InterruptedException {
        var from = Place.of(command.from(), rooms);
        var named = Place.of(command.to(), rooms);
        var shown = from.existing();
        checkMove(from, named);
        var to = named.isDirectory() ? named.child(from.path().name(), rooms) : named;
        if (to.path().isSamePlaceAs(from.path()) || to.path().isBelow(from.path())) {
            throw new NodeException(
                    Problem.Code.USAGE,
                    from + " cannot be moved into itself.",
                    "Choose another destination.");
        }
        to.checkParents(rooms);
        if (to.isDirectory() || (to.shown().isPresent() && shown.isDirectory())) {
            throw new NodeException(
                    Problem.Code.EXISTS,
                    to + " is there already.",
                    "Remove it first, or choose another name.");
        }
        var moves = new LinkedHashMap<Shown, EntryPath>();
        moves.put(shown, to.path());
        if (shown.isDirectory()) {
            for (var below : walk.all(from)) {
                moves.put(below, Place.moved(below.path(), from.path(), to.path()));
            }
        }
        try {
            rooms.names()
                    .write(
                            from.volume().id(),
                            edits ->
                                    moves.forEach(
                                            (each, target) -> move(from, each, target, edits)));
        } catch (Unmet e) {
            throw Problems.changed(e.place());
        }
        return new Outcome.Changed(moves.size());
    }

    /// Content is named anew only while it still stands: what was deleted meanwhile may be
    /// collected.
    private void move(Place from, Shown shown, EntryPath target, Edits edits) {
        var stands = Projection.find(edits.tree(), shown.path()).flatMap(Shown::version);
        if (!stands.equals(shown.version())) {
            throw new Unmet(Place.at(from.volume(), shown.path(), false, rooms));
        }
        edits.move(shown, target);
    }

    private static void checkMove(Place from, Place to) throws NodeException {
        if (from.path().isRoot()) {
            throw new NodeException(
                    Problem.Code.USAGE,
                    "The root of a volume cannot be moved.",
                    "Name what is in it instead.");
        }
        if (!from.volume().id().equals(to.volume().id())) {
            throw new NodeException(
                    Problem.Code.USAGE,
                    "A move stays within one volume.",
                    "Get the files and put them into the other volume.");
        }
    }
}
