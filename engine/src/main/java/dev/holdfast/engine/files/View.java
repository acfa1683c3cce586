package dev.holdfast.engine.files;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.api.VolumePath;
import dev.holdfast.engine.catalog.NamesView;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.history.Moment;
import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.namespace.EntryVersion;
import dev.holdfast.engine.core.namespace.VolumeId;
import dev.holdfast.engine.core.tree.Tree;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A place that a person named, and the names around it, as they stand or as they stood.
record View(Place place, TreeWalk walk) {

    /// @param asOf the time of which is asked; empty for now
    static View of(VolumePath named, Optional<Instant> asOf, Rooms rooms)
            throws NodeException, InterruptedException {
        var place = Place.of(named, rooms);
        if (asOf.isEmpty()) {
            return new View(place, new TreeWalk(rooms.keeping().ledger().views().names()));
        }
        var annals = Annals.open(rooms, place.volume().id(), place.path());
        return of(place, annals, asOf.get());
    }

    /// @param named the place as it stands
    /// @param annals of this place
    static View of(Place named, Annals annals, Instant asOf)
            throws NodeException, InterruptedException {
        var moment = annals.moment(asOf);
        if (moment.isOverfull()) {
            throw new NodeException(
                    Problem.Code.USAGE,
                    "There were more than %,d entries below %s."
                            .formatted(Moment.PLACES_MAX, named),
                    "Go on with its subdirectories one by one.");
        }
        var then = Place.at(named.volume(), named.path(), named.into(), moment);
        if (then.shown().isEmpty()) {
            throw new NodeException(
                    Problem.Code.NO_SUCH,
                    "There was no " + named + " at " + local(asOf) + ".",
                    "See with `holdfast history` when it came and went.");
        }
        return new View(then, new TreeWalk(new Past(moment)));
    }

    /// As people read it: in the zone of this machine, to the second.
    private static String local(Instant time) {
        return DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT)
                .withZone(ZoneId.systemDefault())
                .format(time);
    }

    /// The names of one volume at one time.
    private record Past(Moment moment) implements NamesView {

        @Override
        public Tree tree(VolumeId volume) {
            return moment;
        }

        @Override
        public Page list(VolumeId volume, EntryPath directory, String after, int places) {
            var from = Optional.of(after).filter(key -> !key.isEmpty()).map(EntryPath::new);
            int most = Math.min(places, PAGE_MAX);
            var shown = moment.list(directory, from, most);
            var last = shown.isEmpty() ? directory : shown.getLast().home();
            boolean isMore = !moment.list(directory, Optional.of(last), 1).isEmpty();
            return new Page(shown, isMore ? Optional.of(last.key()) : Optional.empty());
        }

        @Override
        public List<EntryVersion> node(VolumeId volume, Hash node) {
            throw new UnsupportedOperationException("versions are not looked up in the past");
        }
    }
}
