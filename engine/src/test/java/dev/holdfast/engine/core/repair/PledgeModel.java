package dev.holdfast.engine.core.repair;

import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.hash.Sha256;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.repair.Pledge.State;
import dev.holdfast.engine.core.repair.Pledges.Effect;
import dev.holdfast.engine.core.repair.Pledges.Event;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/// Every way in which a few devices that all hold one chunk can come to drop it: any of them may
/// want to at any time, whatever its roster says; messages arrive in any order, late, twice or
/// never; askings time out; and a device may crash between any two effects and come back from its
/// journal.
final class PledgeModel {

    private static final ChunkId CHUNK = new ChunkId(new Hash(1, 2, 3, 4));

    private final Rules rules;
    private final Set<Hash> seen = new HashSet<>();

    /// @param devices that hold the chunk at first
    /// @param askers how many of them may want to drop it, each as often as there are rounds
    /// @param pledges that each of them needs
    /// @param fault what the devices do wrong
    record Rules(int devices, int askers, int pledges, Troubles troubles, Fault fault) {}

    /// @param crashes in one history
    /// @param reminders times that a device meets another one again
    /// @param isLate whether an asking can time out
    record Troubles(int crashes, int reminders, boolean isLate) {

        static final Troubles NONE = new Troubles(0, 0, false);
    }

    enum Fault {
        NONE,
        /// A no counts like a yes.
        HEARS_NO_AS_YES,
        /// A device pledges what it is asking to drop itself.
        PLEDGES_WHILE_ASKING
    }

    /// What is on its way.
    private record Message(Effect effect, int to) {}

    private static final class Device {
        Pledges pledges;
        final Map<Pledge, State> journal;
        boolean holds = true;
        int rounds;
        Instant now = Instant.EPOCH;

        Device(Pledges pledges, Map<Pledge, State> journal) {
            this.pledges = pledges;
            this.journal = journal;
        }

        Device copy() {
            var copy = new Device(new Pledges(pledges), new HashMap<>(journal));
            copy.holds = holds;
            copy.rounds = rounds;
            copy.now = now;
            return copy;
        }

        @Override
        public String toString() {
            var written = journal.entrySet().stream().map(Object::toString).sorted().toList();
            return holds + " " + rounds + " " + pledges + " " + written;
        }
    }

    /// All devices and messages at one moment.
    private static final class Moment {
        final List<Device> devices = new ArrayList<>();
        final List<Message> messages = new ArrayList<>();
        int crashes;
        int reminders;

        Moment copy() {
            var copy = new Moment();
            devices.forEach(device -> copy.devices.add(device.copy()));
            copy.messages.addAll(messages);
            copy.crashes = crashes;
            copy.reminders = reminders;
            return copy;
        }

        Hash signature() {
            var flying = messages.stream().map(Object::toString).sorted().toList();
            var text = devices + " " + flying + " " + crashes + " " + reminders;
            return Sha256.of(text.getBytes(StandardCharsets.UTF_8));
        }

        int copies() {
            return (int) devices.stream().filter(device -> device.holds).count();
        }
    }

    PledgeModel(Rules rules) {
        this.rules = rules;
    }

    /// The fewest copies in any history.
    int fewestCopies() {
        var start = new Moment();
        for (int i = 0; i < rules.devices(); i++) {
            start.devices.add(new Device(new Pledges(id(i)), new HashMap<>()));
        }
        start.crashes = rules.troubles().crashes();
        start.reminders = rules.troubles().reminders();
        return explore(start);
    }

    int moments() {
        return seen.size();
    }

    private int explore(Moment moment) {
        if (!seen.add(moment.signature())) {
            return Integer.MAX_VALUE;
        }
        int fewest = moment.copies();
        for (int i = 0; i < rules.devices(); i++) {
            fewest = Math.min(fewest, exploreOwnMoves(moment, i));
        }
        for (var message : new HashSet<>(moment.messages)) {
            var rest = moment.copy();
            rest.messages.remove(message);
            fewest = Math.min(fewest, exploreStep(rest, message.to(), event(rest, message)));
        }
        return fewest;
    }

    private int exploreOwnMoves(Moment moment, int i) {
        int fewest = Integer.MAX_VALUE;
        var device = moment.devices.get(i);
        if (i < rules.askers() && device.holds && device.rounds < 1) {
            var next = moment.copy();
            int round = ++next.devices.get(i).rounds;
            var others =
                    IntStream.range(0, rules.devices())
                            .filter(j -> j != i)
                            .mapToObj(PledgeModel::id)
                            .toList();
            var mayGo = new Event.MayGo(CHUNK, rules.pledges(), others, new Hash(i, round, 0, 0));
            fewest = Math.min(fewest, exploreStep(next, i, mayGo));
        }
        if (rules.troubles().isLate() && device.pledges.toString().startsWith("asked [Pledge")) {
            var next = moment.copy();
            next.devices.get(i).now = device.now.plus(Pledges.PATIENCE).plus(Duration.ofSeconds(1));
            fewest = Math.min(fewest, exploreStep(next, i, new Event.Passed()));
        }
        if (moment.reminders > 0) {
            var next = moment.copy();
            next.reminders--;
            fewest =
                    Math.min(
                            fewest,
                            exploreStep(next, i, new Event.Met(id((i + 1) % rules.devices()))));
        }
        return fewest;
    }

    /// The step done whole, and broken off by a crash before each of its effects.
    private int exploreStep(Moment moment, int i, Event event) {
        int fewest = Integer.MAX_VALUE;
        int effects = apply(moment.copy(), i, event, Integer.MAX_VALUE);
        if (moment.crashes > 0) {
            for (int done = 0; done < effects; done++) {
                var crashed = moment.copy();
                crashed.crashes--;
                apply(crashed, i, event, done);
                restart(crashed.devices.get(i), id(i));
                fewest = Math.min(fewest, explore(crashed));
            }
        }
        apply(moment, i, event, Integer.MAX_VALUE);
        return Math.min(fewest, explore(moment));
    }

    private int apply(Moment moment, int i, Event event, int effectsMax) {
        var device = moment.devices.get(i);
        var effects =
                rules.fault() == Fault.PLEDGES_WHILE_ASKING
                                && event instanceof Event.Asked(var pledge, var isHeld)
                        ? List.<Effect>of(new Effect.Answer(pledge, isHeld))
                        : device.pledges.on(event, device.now);
        effects.stream().limit(effectsMax).forEach(effect -> perform(moment, device, effect));
        return effects.size();
    }

    private void perform(Moment moment, Device device, Effect effect) {
        switch (effect) {
            case Effect.Journal(var pledge, var state) -> device.journal.put(pledge, state);
            case Effect.Ask(var pledge) ->
                    moment.messages.add(new Message(effect, index(pledge.pledger())));
            case Effect.Answer(var pledge, _) ->
                    moment.messages.add(new Message(effect, index(pledge.asker())));
            case Effect.End(var pledge, _) ->
                    moment.messages.add(new Message(effect, index(pledge.pledger())));
            case Effect.Note(var pledge) -> {
                // What is noted matters only to one who reminds.
                if (rules.troubles().reminders() > 0) {
                    moment.messages.add(new Message(effect, index(pledge.asker())));
                }
            }
            case Effect.Drop _ -> device.holds = false;
        }
    }

    /// What was dropped by the journal is dropped, whether the store had come so far or not.
    private static void restart(Device device, DeviceId id) {
        boolean hasDropped =
                device.journal.entrySet().stream()
                        .anyMatch(
                                e ->
                                        e.getKey().asker().equals(id)
                                                && e.getValue() == State.DROPPED);
        device.holds &= !hasDropped;
        device.pledges = new Pledges(id, device.journal);
    }

    private Event event(Moment moment, Message message) {
        var to = moment.devices.get(message.to());
        return switch (message.effect()) {
            case Effect.Ask(var pledge) -> new Event.Asked(pledge, to.holds);
            case Effect.Answer(var pledge, var isGiven) ->
                    new Event.Answered(pledge, isGiven || rules.fault() == Fault.HEARS_NO_AS_YES);
            case Effect.End(var pledge, _) -> new Event.Ended(pledge);
            case Effect.Note(var pledge) -> new Event.Noted(pledge);
            case Effect.Journal _, Effect.Drop _ -> throw new AssertionError("no message");
        };
    }

    private static DeviceId id(int i) {
        return new DeviceId(new Hash(i, 0, 0, 0));
    }

    private static int index(DeviceId id) {
        return (int) id.hash().w0();
    }
}
