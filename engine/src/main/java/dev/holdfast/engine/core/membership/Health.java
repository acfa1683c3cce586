package dev.holdfast.engine.core.membership;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Who is there, as of the last event. A value: each event gives another one.
///
/// Any received byte proves life. A sleeping laptop is not a dead disk: whoever falls silent is
/// shown so within seconds, but its copies are made good elsewhere only much later. Instants come
/// from a clock that never jumps; their distance is all that counts.
public record Health(Settings settings, Map<DeviceId, Sighting> sightings) {

    /// How a device stands, from best to worst.
    public enum State {
        /// It was heard of within the expected time.
        ONLINE,
        /// It is late, or its connection ended just now: ask others first.
        SUSPECT,
        /// It does not answer.
        OFFLINE,
        /// It has been away so long that chunks with few other copies are repaired.
        MISSED,
        /// It has been away so long that all its copies are repaired.
        GONE
    }

    /// When a device counts as what.
    ///
    /// @param interval an idle pair of devices sends a frame this often
    /// @param urgentAfter away this long, a device is [State#MISSED]
    /// @param repairAfter away this long, a device is [State#GONE]
    public record Settings(Duration interval, Duration urgentAfter, Duration repairAfter) {

        public static final Settings DEFAULT =
                new Settings(Duration.ofSeconds(15), Duration.ofMinutes(5), Duration.ofHours(12));

        /// Silent for so many intervals, a device is offline.
        private static final int OFFLINE_INTERVALS = 3;

        public Settings {
            if (!interval.isPositive() || urgentAfter.isNegative() || repairAfter.isNegative()) {
                throw new IllegalArgumentException("a time that is not positive");
            }
        }

        /// One interval and half of another.
        Duration suspectAfter() {
            return interval.plusNanos(interval.toNanos() / 2);
        }

        Duration offlineAfter() {
            return Duration.ofNanos(interval.toNanos() * OFFLINE_INTERVALS);
        }
    }

    /// What is known of one device.
    ///
    /// @param heard when the last byte came from it; empty when none has yet
    /// @param since when it came into its state, or went away when it is worse than suspect
    public record Sighting(State state, Optional<Instant> heard, Instant since) {}

    public sealed interface Event {}

    /// These are the other devices of the pool. One that was not there before starts offline.
    public record Members(Set<DeviceId> devices) implements Event {}

    /// A byte came from it at `at`.
    public record Heard(DeviceId device, Instant at) implements Event {}

    /// Its connection ended.
    public record Closed(DeviceId device) implements Event {}

    /// It was dialled and did not answer.
    public record Unreachable(DeviceId device) implements Event {}

    /// It answers nobody who was asked.
    public record Doubted(DeviceId device) implements Event {}

    /// It had its time to show that it lives, and did not.
    public record Declared(DeviceId device) implements Event {}

    /// Time has passed.
    public record Tick() implements Event {}

    /// A device came into another state. One that is back has `to` online and `from` offline or
    /// worse.
    public record Turned(DeviceId device, State from, State to) {}

    public record Step(Health next, List<Turned> turned) {}

    public Health {
        sightings = Collections.unmodifiableMap(new TreeMap<>(sightings));
    }

    /// Nothing is known of anybody.
    public static Health unknown(Settings settings) {
        return new Health(settings, Map.of());
    }

    public Step on(Event event, Instant now) {
        var next = new TreeMap<>(sightings);
        switch (event) {
            case Members(var devices) -> {
                next.keySet().retainAll(devices);
                var absent = new Sighting(State.OFFLINE, Optional.empty(), now);
                devices.forEach(device -> next.putIfAbsent(device, absent));
            }
            case Heard(var device, var at) ->
                    next.computeIfPresent(device, (_, seen) -> heard(seen, at));
            case Closed(var device) ->
                    next.computeIfPresent(device, (_, seen) -> worse(seen, State.SUSPECT, now));
            case Doubted(var device) ->
                    next.computeIfPresent(device, (_, seen) -> worse(seen, State.SUSPECT, now));
            case Declared(var device) ->
                    next.computeIfPresent(device, (_, seen) -> worse(seen, State.OFFLINE, now));
            case Unreachable(var device) ->
                    next.computeIfPresent(device, (_, seen) -> unreachable(seen, now));
            case Tick() -> {}
        }
        next.replaceAll((_, seen) -> aged(seen, now));
        return new Step(new Health(settings, next), turned(next));
    }

    /// How a device stands; one that is no member is gone.
    public State state(DeviceId device) {
        return sighting(device).map(Sighting::state).orElse(State.GONE);
    }

    public Optional<Sighting> sighting(DeviceId device) {
        return Optional.ofNullable(sightings.get(device));
    }

    /// The devices in a state no better than `state`.
    public Set<DeviceId> atLeast(State state) {
        return sightings.entrySet().stream()
                .filter(entry -> entry.getValue().state().compareTo(state) >= 0)
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Sighting heard(Sighting seen, Instant at) {
        if (seen.heard().filter(last -> !at.isAfter(last)).isPresent()) {
            return seen;
        }
        var since = seen.state() == State.ONLINE ? seen.since() : at;
        return new Sighting(State.ONLINE, Optional.of(at), since);
    }

    private static Sighting worse(Sighting seen, State state, Instant now) {
        return seen.state().compareTo(state) >= 0 ? seen : new Sighting(state, seen.heard(), now);
    }

    /// A device with a live connection may fail to be dialled a second time.
    private static Sighting unreachable(Sighting seen, Instant now) {
        return seen.state() == State.SUSPECT ? worse(seen, State.OFFLINE, now) : seen;
    }

    private Sighting aged(Sighting seen, Instant now) {
        var silence = seen.heard().map(heard -> Duration.between(heard, now)).orElse(Duration.ZERO);
        var aged = seen;
        if (silence.compareTo(settings.suspectAfter()) > 0) {
            aged = worse(aged, State.SUSPECT, now);
        }
        if (silence.compareTo(settings.offlineAfter()) > 0) {
            aged = worse(aged, State.OFFLINE, now);
        }
        if (aged.state().compareTo(State.OFFLINE) >= 0) {
            var away = Duration.between(aged.since(), now);
            aged = new Sighting(absence(aged.state(), away), aged.heard(), aged.since());
        }
        return aged;
    }

    private State absence(State state, Duration away) {
        if (away.compareTo(settings.repairAfter()) >= 0) {
            return State.GONE;
        }
        return away.compareTo(settings.urgentAfter()) >= 0 ? State.MISSED : state;
    }

    private List<Turned> turned(Map<DeviceId, Sighting> next) {
        var turned = new ArrayList<Turned>();
        next.forEach(
                (device, seen) -> {
                    var before = sightings.get(device);
                    if (before != null && before.state() != seen.state()) {
                        turned.add(new Turned(device, before.state(), seen.state()));
                    }
                });
        return List.copyOf(turned);
    }
}
