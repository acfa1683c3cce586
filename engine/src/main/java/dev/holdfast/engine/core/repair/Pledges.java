package dev.holdfast.engine.core.repair;

import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.repair.Pledge.State;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// Lets copies go without ever letting too many go.
///
/// Rosters, layouts and what is known of holders lag; two devices that each believe in the other's
/// copy would both drop their own. So a copy is dropped only against the pledges of enough other
/// devices, each of which proves its copy and may not drop it before the asker has said how it
/// ended. A device that asks to drop a chunk gives no pledge for it, and one that has given a
/// pledge does not ask. Every doubt ends in keeping a copy.
///
/// Not a value but an object with one owner. Effects are to be done in their order, a journaled
/// step durable before the next effect.
public final class Pledges {

    /// How long an asking may take.
    public static final Duration PATIENCE = Duration.ofMinutes(1);

    /// Askings at a time.
    public static final int ASKINGS_MAX = 1024;

    /// Pledges that bind this device at a time, so that who asks for ever fills nobody's memory.
    public static final int GIVEN_MAX = 65_536;

    /// Ends that are not noted, above which nothing more is asked.
    private static final int ENDS_MAX = 16_384;

    /// Rounds remembered as ended, in case their question comes later than their end.
    private static final int ENDED_MAX = 4096;

    /// What happens around this device.
    public sealed interface Event {

        /// This device need not hold the chunk any more; `others` may hold it.
        ///
        /// @param pledges how many must pledge: the chunk's factor, or the number of devices that
        ///   can own when that is less; this device does not count
        /// @param round a number never used before
        record MayGo(ChunkId chunk, int pledges, List<DeviceId> others, Hash round)
                implements Event {}

        /// A device asks for a pledge; `isHeld` says whether the chunk is sound here.
        record Asked(Pledge pledge, boolean isHeld) implements Event {}

        /// The answer to this device's question. A proof that does not hold is a no.
        record Answered(Pledge pledge, boolean isGiven) implements Event {}

        /// The asker says that it dropped its copy, or that it keeps it.
        record Ended(Pledge pledge) implements Event {}

        /// This device needs the chunk after all, or does not wait for answers any longer.
        record Wanted(ChunkId chunk) implements Event {}

        /// The pledger has noted how this device's asking ended.
        record Noted(Pledge pledge) implements Event {}

        /// A connection to the device has come up.
        record Met(DeviceId device) implements Event {}

        /// The device does not belong to the pool any more.
        record Removed(DeviceId device) implements Event {}

        /// Time has passed.
        record Passed() implements Event {}
    }

    /// What the caller must now do.
    public sealed interface Effect {

        /// Journal that the pledge has come so far.
        record Journal(Pledge pledge, State state) implements Effect {}

        /// Ask for the pledge; answer with [Event.Answered].
        record Ask(Pledge pledge) implements Effect {}

        /// Answer [Event.Asked], with the proof when it is a yes.
        record Answer(Pledge pledge, boolean isGiven) implements Effect {}

        /// Tell the pledger how it ended; answer with [Event.Noted].
        record End(Pledge pledge, boolean isDropped) implements Effect {}

        /// Tell the asker that its end is noted.
        record Note(Pledge pledge) implements Effect {}

        /// Remove the chunk from the store.
        record Drop(ChunkId chunk) implements Effect {}
    }

    /// This device's question about one chunk.
    private record Asking(
            Hash round, int needed, Set<Pledge> open, Set<Pledge> given, Instant until) {

        Asking copy() {
            return new Asking(
                    round, needed, new LinkedHashSet<>(open), new LinkedHashSet<>(given), until);
        }
    }

    private final DeviceId self;
    private final Map<ChunkId, Asking> askings = new LinkedHashMap<>();
    private final Map<ChunkId, Set<Pledge>> given = new LinkedHashMap<>();
    private final Map<Pledge, Boolean> ends = new LinkedHashMap<>();
    private final LinkedHashSet<Hash> endedRounds = new LinkedHashSet<>();
    private final List<Effect> effects = new ArrayList<>();
    private Instant now = Instant.MIN;
    private int binding;

    public Pledges(DeviceId self) {
        this.self = self;
    }

    /// As the journal says it was, each pledge with its last state. Askings that were not at their
    /// end are abandoned: their pledgers are told.
    public Pledges(DeviceId self, Map<Pledge, State> journaled) {
        this(self);
        journaled.forEach(
                (pledge, state) -> {
                    if (pledge.asker().equals(self)) {
                        ends.put(pledge, state == State.DROPPED);
                    } else if (state == State.GIVEN) {
                        binding++;
                        given.computeIfAbsent(pledge.chunk(), _ -> new LinkedHashSet<>())
                                .add(pledge);
                    }
                });
    }

    /// The same state once more, to go on from twice.
    Pledges(Pledges other) {
        this(other.self);
        other.askings.forEach((chunk, asking) -> askings.put(chunk, asking.copy()));
        other.given.forEach((chunk, pledges) -> given.put(chunk, new LinkedHashSet<>(pledges)));
        binding = other.binding;
        ends.putAll(other.ends);
        endedRounds.addAll(other.endedRounds);
        now = other.now;
    }

    /// Whether a chunk must stay because this device has pledged it.
    public boolean isPledged(ChunkId chunk) {
        return given.containsKey(chunk);
    }

    public List<Effect> on(Event event, Instant time) {
        now = time.isAfter(now) ? time : now;
        switch (event) {
            case Event.MayGo mayGo -> ask(mayGo);
            case Event.Asked(var pledge, var isHeld) -> answer(pledge, isHeld);
            case Event.Answered(var pledge, var isGiven) -> answered(pledge, isGiven);
            case Event.Ended(var pledge) -> ended(pledge);
            case Event.Wanted(var chunk) -> end(chunk, false);
            case Event.Noted(var pledge) -> noted(pledge);
            case Event.Met(var device) -> remind(device);
            case Event.Removed(var device) -> removed(device);
            case Event.Passed() -> giveUpOld();
        }
        var asked = List.copyOf(effects);
        effects.clear();
        return asked;
    }

    private void ask(Event.MayGo mayGo) {
        var chunk = mayGo.chunk();
        boolean isFutile = mayGo.others().size() < mayGo.pledges() || mayGo.pledges() < 1;
        if (isFutile
                || isPledged(chunk)
                || askings.containsKey(chunk)
                || askings.size() >= ASKINGS_MAX
                || ends.size() >= ENDS_MAX) {
            return;
        }
        var open = new LinkedHashSet<Pledge>();
        for (var other : mayGo.others()) {
            if (!other.equals(self)) {
                open.add(new Pledge(chunk, self, other, mayGo.round()));
            }
        }
        var asking =
                new Asking(
                        mayGo.round(),
                        mayGo.pledges(),
                        open,
                        new LinkedHashSet<>(),
                        now.plus(PATIENCE));
        askings.put(chunk, asking);
        open.forEach(pledge -> effects.add(new Effect.Journal(pledge, State.ASKED)));
        open.forEach(pledge -> effects.add(new Effect.Ask(pledge)));
    }

    private void answer(Pledge pledge, boolean isHeld) {
        boolean isGiven =
                isHeld
                        && binding < GIVEN_MAX
                        && pledge.pledger().equals(self)
                        && !askings.containsKey(pledge.chunk())
                        && !endedRounds.contains(pledge.round());
        if (isGiven
                && given.computeIfAbsent(pledge.chunk(), _ -> new LinkedHashSet<>()).add(pledge)) {
            binding++;
            effects.add(new Effect.Journal(pledge, State.GIVEN));
        }
        effects.add(new Effect.Answer(pledge, isGiven));
    }

    private void answered(Pledge pledge, boolean isGiven) {
        var asking = askings.get(pledge.chunk());
        if (asking == null || !asking.open().remove(pledge)) {
            // Of an asking that has ended: its end is on its way to the pledger.
            return;
        }
        if (!isGiven) {
            effects.add(new Effect.Journal(pledge, State.RELEASED));
            giveUpIfHopeless(pledge.chunk());
            return;
        }
        asking.given().add(pledge);
        if (asking.given().size() >= asking.needed()) {
            end(pledge.chunk(), true);
        }
    }

    private void giveUpIfHopeless(ChunkId chunk) {
        var asking = askings.get(chunk);
        if (asking != null && asking.open().size() + asking.given().size() < asking.needed()) {
            end(chunk, false);
        }
    }

    /// All who were asked are told, since also those that have not answered may have pledged.
    private void end(ChunkId chunk, boolean isDropped) {
        var asking = askings.remove(chunk);
        if (asking == null) {
            return;
        }
        var all = new LinkedHashSet<>(asking.given());
        all.addAll(asking.open());
        all.forEach(pledge -> ends.put(pledge, isDropped));
        if (isDropped) {
            all.forEach(pledge -> effects.add(new Effect.Journal(pledge, State.DROPPED)));
            effects.add(new Effect.Drop(chunk));
        }
        all.forEach(pledge -> effects.add(new Effect.End(pledge, isDropped)));
    }

    private void ended(Pledge pledge) {
        endedRounds.addLast(pledge.round());
        if (endedRounds.size() > ENDED_MAX) {
            endedRounds.removeFirst();
        }
        free(pledge);
        effects.add(new Effect.Note(pledge));
    }

    private void free(Pledge pledge) {
        given.computeIfPresent(
                pledge.chunk(),
                (_, pledges) -> {
                    if (pledges.remove(pledge)) {
                        binding--;
                        effects.add(new Effect.Journal(pledge, State.RELEASED));
                    }
                    return pledges.isEmpty() ? null : pledges;
                });
    }

    private void noted(Pledge pledge) {
        if (ends.remove(pledge) != null) {
            effects.add(new Effect.Journal(pledge, State.RELEASED));
        }
    }

    private void remind(DeviceId device) {
        ends.forEach(
                (pledge, isDropped) -> {
                    if (pledge.pledger().equals(device)) {
                        effects.add(new Effect.End(pledge, isDropped));
                    }
                });
    }

    private void removed(DeviceId device) {
        var freed =
                given.values().stream()
                        .flatMap(Collection::stream)
                        .filter(pledge -> pledge.asker().equals(device))
                        .toList();
        freed.forEach(this::free);
        ends.keySet().stream()
                .filter(pledge -> pledge.pledger().equals(device))
                .toList()
                .forEach(this::noted);
        for (var chunk : List.copyOf(askings.keySet())) {
            var asking = askings.get(chunk);
            if (asking != null) {
                asking.open().removeIf(pledge -> pledge.pledger().equals(device));
                asking.given().removeIf(pledge -> pledge.pledger().equals(device));
                giveUpIfHopeless(chunk);
            }
        }
    }

    private void giveUpOld() {
        askings.entrySet().stream()
                .filter(asking -> !asking.getValue().until().isAfter(now))
                .map(Map.Entry::getKey)
                .toList()
                .forEach(chunk -> end(chunk, false));
    }

    /// The whole state, equal for equal states.
    @Override
    public String toString() {
        var asked = askings.values().stream().flatMap(each -> each.open().stream());
        var granted = askings.values().stream().flatMap(each -> each.given().stream());
        var binding = given.values().stream().flatMap(Set::stream);
        return "asked "
                + sorted(asked)
                + ", granted "
                + sorted(granted)
                + ", binding "
                + sorted(binding)
                + ", ends "
                + sorted(ends.entrySet().stream())
                + ", ended "
                + sorted(endedRounds.stream());
    }

    private static List<String> sorted(Stream<?> things) {
        return things.map(Object::toString).sorted().toList();
    }
}
