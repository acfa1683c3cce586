package dev.holdfast.engine.core.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.core.namespace.Entry;
import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.sync.Action.Agree;
import dev.holdfast.engine.core.sync.Action.Forget;
import dev.holdfast.engine.core.sync.Action.InVolume;
import dev.holdfast.engine.core.sync.Action.MoveInFolder;
import dev.holdfast.engine.core.sync.Action.MoveInVolume;
import dev.holdfast.engine.core.sync.Action.Place;
import dev.holdfast.engine.core.sync.Action.PutAside;
import dev.holdfast.engine.core.sync.Action.RemoveInFolder;
import dev.holdfast.engine.core.sync.Action.RemoveInVolume;
import dev.holdfast.engine.core.sync.Action.Upload;
import dev.holdfast.engine.core.sync.Plan.Ahead;
import dev.holdfast.engine.core.sync.Writing.Result;
import dev.holdfast.engine.core.tree.Shown;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/// A device in a test with one linked folder. It goes through its rounds in small steps, so that
/// anything can happen between two of them: a look at one name, the plan, one action.
final class LinkedDevice {

    /// Ways in which it could be built wrongly.
    enum Fault {
        /// What stands in the folder is replaced or removed without a last look.
        NO_LAST_LOOK,
        /// The volume is written although it has changed since it was looked at.
        NO_LOOK_AT_THE_VOLUME,
        /// What is only in the volume was deleted in the folder, whether or not it ever was there.
        MISSING_IS_DELETED,
        /// Of two edits the folder takes that of the volume.
        LAST_WRITER_WINS,
        /// What is going to be placed counts as the same on both sides before it is.
        RECORDED_TOO_EARLY,
        /// The folder's edit says that it has seen the other.
        SEEN_UNSEEN
    }

    final String name;
    final Replica volume;
    final MemoryFolder folder = new MemoryFolder();
    private final Rules rules;
    private final Set<Fault> faults = EnumSet.noneOf(Fault.class);
    private SortedMap<EntryPath, Agreed> synced = new TreeMap<>();
    private Optional<Round> round = Optional.empty();

    LinkedDevice(String name, long millis, Rules rules) {
        this.name = name;
        this.rules = rules;
        volume = new Replica(name, millis);
    }

    void plant(Fault fault) {
        faults.add(fault);
    }

    /// The process ends, at whatever step; what is durable stays.
    void kill() {
        round = Optional.empty();
    }

    void loseSynced() {
        kill();
        synced = new TreeMap<>();
    }

    /// One step of a round.
    ///
    /// @return whether there was anything to do, as far as this step tells
    boolean step() {
        var current = round.orElseGet(Round::new);
        round = Optional.of(current);
        if (!current.unseen.isEmpty()) {
            current.look(current.unseen.poll());
            return true;
        }
        if (current.ahead == null) {
            current.begin();
            return true;
        }
        if (!current.waiting.isEmpty()) {
            current.read(current.waiting.poll());
            return true;
        }
        if (current.plan == null) {
            current.decide();
            return !current.actions.isEmpty();
        }
        if (current.actions.isEmpty()) {
            round = Optional.empty();
            return false;
        }
        act(current.actions.poll());
        return true;
    }

    /// A whole round.
    ///
    /// @return whether it did anything
    boolean round() {
        kill();
        boolean did = false;
        do {
            boolean isLooking = round.filter(r -> r.plan != null).isEmpty();
            did |= step() && !isLooking;
        } while (round.isPresent());
        return did;
    }

    /// Names are looked at one by one, then files are read one by one, and what the volume may get
    /// before all are read, it gets.
    private final class Round {

        private final Deque<EntryPath> unseen = new ArrayDeque<>(folder.all().keySet());
        private final TreeMap<EntryPath, Present> seen = new TreeMap<>();
        private final Deque<EntryPath> waiting = new ArrayDeque<>();
        private final Set<EntryPath> unread = new TreeSet<>();
        private final Set<EntryPath> written = new TreeSet<>();
        private final Deque<Action> actions = new ArrayDeque<>();
        private @Nullable Trees trees;
        private @Nullable Ahead ahead;
        private @Nullable Plan plan;

        void look(EntryPath path) {
            folder.at(path).ifPresent(present -> seen.put(path, asSeen(path, present)));
        }

        private Present asSeen(EntryPath path, Present present) {
            var agreed = synced.get(path);
            boolean isKnown = agreed != null && agreed.sight().equals(present.sight());
            if (isKnown || !(present.item() instanceof Item.File(_, var length, var isX))) {
                return present;
            }
            waiting.add(path);
            return new Present(Ahead.unread(length, isX), present.sight());
        }

        void begin() {
            trees =
                    new Trees(
                            new Trees.Folder("root", seen, Set.of()),
                            new Trees.Volume(volume.applied(), volume.shown()),
                            new Trees.Synced("root", synced));
            ahead = Ahead.of(trees, rules);
            ahead.directories().forEach(this::early);
        }

        void read(EntryPath path) {
            var before = Objects.requireNonNull(seen.remove(path));
            var now = folder.at(path).filter(each -> each.sight().equals(before.sight()));
            if (now.isEmpty()) {
                unread.add(path);
                return;
            }
            seen.put(path, now.get());
            Objects.requireNonNull(ahead).file(path, now.get()).ifPresent(this::early);
        }

        private void early(Upload upload) {
            written.add(upload.path());
            act(spoilt(upload));
        }

        void decide() {
            var began = Objects.requireNonNull(trees);
            var known =
                    new Trees(
                            new Trees.Folder("root", seen, unread), began.volume(), began.synced());
            var decided = Plan.of(known, rules);
            assertThat(decided.brake()).isEmpty();
            assertThat(decided.actions())
                    .filteredOn(Upload.class::isInstance)
                    .extracting(Action::path)
                    .containsAll(written);
            decided.actions().stream()
                    .filter(each -> !(each instanceof InVolume) || !written.contains(each.path()))
                    .map(LinkedDevice.this::spoilt)
                    .forEach(actions::add);
            plan = decided;
        }
    }

    private Action spoilt(Action action) {
        return switch (action) {
            case Place(var path, var shown, var over)
                    when has(Fault.MISSING_IS_DELETED) && over.isEmpty() ->
                    new RemoveInVolume(path, shown);
            case Upload(var path, var here, var over, var beside)
                    when has(Fault.LAST_WRITER_WINS)
                            && beside.isPresent()
                            && !here.item().isDirectory() ->
                    new Place(path, over.orElseThrow(), Optional.of(here));
            case Upload(var path, var here, var over, _) when has(Fault.SEEN_UNSEEN) ->
                    new Upload(path, here, over, Optional.empty());
            default -> action;
        };
    }

    private boolean has(Fault fault) {
        return faults.contains(fault);
    }

    private void act(Action action) {
        if (has(Fault.RECORDED_TOO_EARLY) && action instanceof Place(var path, var shown, _)) {
            Item.of(shown)
                    .ifPresent(
                            item -> record(path, new Present(item, new Sight(0, 0, 0, 0)), shown));
        }
        switch (action) {
            case Agree(var path, var agreed) -> synced.put(path, agreed);
            case Forget(var path) -> synced.remove(path);
            case InVolume change -> write(change);
            case Place place -> place(place);
            case MoveInFolder(var path, var from, var here, var shown) -> {
                if (isAsSeen(from, here) && folder.at(path).isEmpty() && folder.makeParents(path)) {
                    folder.rename(from, path);
                    record(path, folder.at(path).orElseThrow(), shown);
                }
            }
            case RemoveInFolder(var path, var here) -> {
                if (isAsSeen(path, here)) {
                    drop(path);
                }
            }
            case PutAside(var path, var to, var here) -> putAside(path, to, here);
        }
    }

    private void record(EntryPath path, Present here, Shown shown) {
        synced.put(path, Agreed.on(here, shown));
    }

    private boolean isAsSeen(EntryPath path, Present here) {
        return has(Fault.NO_LAST_LOOK)
                ? folder.at(path).isPresent()
                : folder.at(path).equals(Optional.of(here));
    }

    private void putAside(EntryPath path, EntryPath to, Present here) {
        if (isAsSeen(path, here) && folder.at(to).isEmpty()) {
            folder.rename(path, to);
        }
    }

    /// Removes what the volume must have, now or in its past.
    private boolean drop(EntryPath path) {
        var there = folder.at(path).orElseThrow();
        if (there.item().isDirectory() && !folder.isEmpty(path)) {
            return false;
        }
        if (there.item() instanceof Item.File(var root, _, _)) {
            assertThat(volume.remembers(root)).as("%s loses %s", name, path).isTrue();
        }
        folder.remove(path);
        return true;
    }

    private void place(Place place) {
        var now = folder.at(place.path());
        boolean isAsSeen = has(Fault.NO_LAST_LOOK) || now.equals(place.over());
        if (!isAsSeen || !folder.makeParents(place.path())) {
            return;
        }
        if (now.isPresent() && !drop(place.path())) {
            return;
        }
        folder.put(place.path(), Item.of(place.shown()).orElseThrow());
        record(place.path(), folder.at(place.path()).orElseThrow(), place.shown());
    }

    private void write(InVolume action) {
        var result = new Result[] {Result.CHANGED};
        boolean isGone = action instanceof RemoveInVolume || action instanceof MoveInVolume;
        var gone = action instanceof MoveInVolume move ? move.from() : action.path();
        if (isGone && folder.at(gone).isPresent()) {
            return;
        }
        volume.edit(
                edits -> {
                    Function<Upload, Entry.Kind> kinds =
                            upload -> Replica.kind(upload.here().item());
                    var writing = new Writing(edits, EntryPath.ROOT, kinds, volume::fresh);
                    if (has(Fault.NO_LOOK_AT_THE_VOLUME) && action instanceof Upload upload) {
                        edits.write(upload.path(), kinds.apply(upload), volume.fresh());
                    } else {
                        result[0] = writing.write(action);
                    }
                });
        switch (result[0]) {
            case CHANGED -> {}
            case WRITTEN -> observe(action);
            case PUT_ASIDE -> {
                if (action instanceof Upload(var path, var here, _, var beside)) {
                    if (here.item().isDirectory()) {
                        act(new RemoveInFolder(path, here));
                    } else {
                        putAside(path, beside.orElseThrow().aside(), here);
                    }
                }
            }
        }
    }

    private void observe(InVolume action) {
        var present =
                switch (action) {
                    case Upload upload -> Optional.of(upload.here());
                    case MoveInVolume move -> Optional.of(move.here());
                    case RemoveInVolume _ -> Optional.<Present>empty();
                };
        var shown = volume.shown(action.path());
        if (present.isPresent() && shown.flatMap(Item::of).equals(present.map(Present::item))) {
            record(action.path(), present.get(), shown.orElseThrow());
        }
    }
}
