package dev.holdfast.engine.files;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.api.VolumePath;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.namespace.Actor;
import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.tree.Conflict;
import dev.holdfast.engine.core.tree.Edits;
import dev.holdfast.engine.core.tree.Projection;
import dev.holdfast.engine.core.tree.Shown;
import dev.holdfast.engine.core.tree.Tree;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The verbs about versions of which a person is to choose.
record ConflictVerbs(Rooms rooms, TreeWalk walk, VolumeVerbs volumes) {

    Outcome.Conflicts list(Command.ListConflicts command) throws NodeException {
        var all = new ArrayList<Outcome.Conflict>();
        if (command.at().isPresent()) {
            list(Place.of(command.at().get(), rooms), all);
        } else {
            for (var volume : volumes.list().volumes()) {
                list(Place.of(new VolumePath(volume.name(), "/"), rooms), all);
            }
        }
        int most = Outcome.Conflicts.MAX;
        boolean isMore = all.size() > most;
        return new Outcome.Conflicts(isMore ? all.subList(0, most) : all, isMore);
    }

    private void list(Place place, List<Outcome.Conflict> all) throws NodeException {
        if (!place.isDirectory()) {
            conflict(place).ifPresent(found -> all.add(told(place.volume(), found)));
            return;
        }
        var lost = new TreeMap<EntryPath, List<Shown>>();
        int room = Outcome.Conflicts.MAX + 1 - all.size();
        walk.below(
                place.volume().id(),
                place.path(),
                shown -> {
                    var to = Conflict.lost(shown);
                    if (to.isPresent() && (lost.size() < room || lost.containsKey(to.get()))) {
                        lost.computeIfAbsent(to.get(), _ -> new ArrayList<>()).add(shown);
                    }
                });
        lost.forEach(
                (to, beside) ->
                        Conflict.at(tree(place), to, beside)
                                .ifPresent(found -> all.add(told(place.volume(), found))));
    }

    /// The conflict that a place is about, by whichever of its names.
    private Optional<Conflict> conflict(Place place) throws NodeException {
        var shown = place.existing();
        var found = conflict(place, Conflict.lost(shown).orElse(shown.home()));
        return found.isPresent() ? found : conflict(place, shown.home());
    }

    private Optional<Conflict> conflict(Place place, EntryPath about) throws NodeException {
        var beside = new ArrayList<Shown>();
        walk.in(place.volume().id(), about.parent(), beside::add);
        return Conflict.at(tree(place), about, beside);
    }

    private Tree tree(Place place) {
        return rooms.keeping().ledger().views().names().tree(place.volume().id());
    }

    private Outcome.Conflict told(Place.Volume volume, Conflict conflict) {
        return new Outcome.Conflict(
                new VolumePath(volume.name(), "/" + conflict.place().text()),
                conflict.rivals().stream().map(this::rival).toList());
    }

    private Outcome.Rival rival(Shown shown) {
        var version = shown.version();
        return new Outcome.Rival(
                ListVerbs.row(shown),
                version.map(v -> v.entry().cause().stamp().instant()),
                writer(shown).map(rooms.pool()::name).orElse(""),
                isMine(shown));
    }

    private static Optional<DeviceId> writer(Shown shown) {
        return shown.version().map(version -> version.written().actor().device());
    }

    private boolean isMine(Shown shown) {
        var self = rooms.keeping().ledger().views().self().actor().map(Actor::device);
        return self.isPresent() && writer(shown).equals(self);
    }

    Outcome.Resolved resolve(Command.Resolve command) throws NodeException, InterruptedException {
        var place = Place.of(command.at(), rooms);
        var found = conflict(place);
        if (found.isEmpty()) {
            throw new NodeException(
                    Problem.Code.NO_SUCH,
                    "There is only one version of " + place + ".",
                    "See what has several with `holdfast conflicts`.");
        }
        var conflict = found.get();
        checkSeen(place, conflict, command.seen());
        var decision = decide(place, conflict, command.keep());
        try {
            rooms.names().write(place.volume().id(), edits -> write(edits, place, decision));
        } catch (Unmet e) {
            throw Problems.changed(e.place());
        }
        return decision.resolved();
    }

    /// Refuses a decision about others than those a person saw.
    private void checkSeen(Place place, Conflict conflict, List<String> seen) throws NodeException {
        var versions =
                conflict.rivals().stream()
                        .map(rival -> ListVerbs.row(rival).version())
                        .collect(Collectors.toSet());
        if (!seen.isEmpty() && !versions.equals(Set.copyOf(seen))) {
            throw Problems.changed(place);
        }
    }

    /// What a person has decided.
    ///
    /// @param others the names of those that are kept beside
    private record Decision(Conflict conflict, Shown chosen, Map<Shown, EntryPath> others) {

        Outcome.Resolved resolved() {
            var kept = new ArrayList<String>();
            kept.add("/" + conflict.place().text());
            others.values().forEach(name -> kept.add("/" + name.text()));
            return new Outcome.Resolved(kept, conflict.rivals().size() - kept.size());
        }
    }

    private Decision decide(Place place, Conflict conflict, List<String> keep)
            throws NodeException {
        var kept = new HashSet<Shown>();
        for (var word : keep) {
            kept.addAll(meant(word, conflict));
        }
        var winner = conflict.winner();
        if (winner.isDirectory() && !kept.contains(winner)) {
            throw new NodeException(
                    Problem.Code.USAGE,
                    place + " is a directory, and a file cannot take its place.",
                    "Keep both, or move what is in it away and remove it first.");
        }
        var inOrder = conflict.rivals().stream().filter(kept::contains).toList();
        var others = new LinkedHashMap<Shown, EntryPath>();
        for (var other : inOrder.subList(1, inOrder.size())) {
            var who = writer(other).map(rooms.pool()::name).orElse("");
            others.put(
                    other,
                    conflict.nameFor(
                            who,
                            name ->
                                    others.containsValue(name)
                                            || Projection.find(tree(place), name).isPresent()));
        }
        return new Decision(conflict, inOrder.getFirst(), others);
    }

    /// The versions that a word means; one at least.
    private List<Shown> meant(String word, Conflict conflict) throws NodeException {
        var rivals = conflict.rivals();
        var meant =
                switch (word) {
                    case Command.Resolve.BOTH -> rivals;
                    case Command.Resolve.MINE -> rivals.stream().filter(this::isMine).toList();
                    case Command.Resolve.THEIRS ->
                            rivals.stream().filter(rival -> !isMine(rival)).toList();
                    default -> named(word, rivals);
                };
        if (meant.isEmpty()) {
            var names = rivals.stream().map(rival -> rival.path().name()).toList();
            throw new NodeException(
                    Problem.Code.USAGE,
                    "None of the versions is \"" + word + "\".",
                    "Keep mine, theirs, both, a device's, or one of: "
                            + String.join(", ", names)
                            + ".");
        }
        return meant;
    }

    private List<Shown> named(String word, List<Shown> rivals) {
        var byName = rivals.stream().filter(rival -> isNamed(word, rival)).toList();
        return byName.isEmpty()
                ? rivals.stream()
                        .filter(
                                rival ->
                                        writer(rival)
                                                .map(rooms.pool()::name)
                                                .orElse("")
                                                .equals(word))
                        .toList()
                : byName;
    }

    private static boolean isNamed(String word, Shown rival) {
        var row = ListVerbs.row(rival);
        return word.equals(row.path())
                || word.equals(rival.path().name())
                || (!row.version().isEmpty() && word.equals(row.version()));
    }

    private void write(Edits edits, Place place, Decision decision) {
        var conflict = decision.conflict();
        if (!conflict.in(edits.tree()).equals(Optional.of(conflict))) {
            throw new Unmet(Place.at(place.volume(), conflict.place(), false, rooms));
        }
        edits.settle(conflict, decision.chosen(), decision.others());
    }
}
