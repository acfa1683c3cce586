package dev.holdfast.testbed.sim;

import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.membership.Links;
import dev.holdfast.engine.core.routing.Lookup.Answer;
import dev.holdfast.engine.core.routing.Ring;
import dev.holdfast.engine.core.routing.RoutingTable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/// One device of a [RingPool]: its sessions and the records it keeps. The shell around [Links] and
/// [RoutingTable].
final class RingDevice {

    /// How long a session that the ring does not ask for stays open when nobody uses it.
    static final Duration IDLE_MAX = Duration.ofSeconds(20);

    private static final Duration TICK = Duration.ofSeconds(5);

    private final RingPool pool;
    private final DeviceId id;
    private final String name;
    private final Map<Hash, String> records = new HashMap<>();
    private final NavigableMap<DeviceId, Long> kept = new TreeMap<>();
    private final Map<DeviceId, Instant> used = new HashMap<>();
    private final Map<DeviceId, List<Consumer<Boolean>>> waiting = new TreeMap<>();
    private Ring ring;
    private Set<DeviceId> standing = Set.of();
    private Links links;
    private boolean isThere = true;

    RingDevice(RingPool pool, DeviceId id, String name) {
        this.pool = pool;
        this.id = id;
        this.name = name;
        links = Links.none(id);
        ring = Ring.of(Set.of(id));
    }

    DeviceId id() {
        return id;
    }

    boolean isThere() {
        return isThere;
    }

    void leave() {
        isThere = false;
    }

    Map<Hash, String> records() {
        return records;
    }

    Set<DeviceId> sessions() {
        return Set.copyOf(kept.keySet());
    }

    RoutingTable table() {
        return new RoutingTable(id, ring, kept.keySet());
    }

    void start() {
        pool.timeline().in(pool.delay(), this + " ticks", this::tick);
    }

    /// The pool has changed: other sessions stand from now on.
    void revise(Ring changed) {
        ring = changed;
        standing = pool.standing(ring, id);
        kept.keySet().stream()
                .filter(peer -> !pool.device(peer).isThere())
                .toList()
                .forEach(peer -> closed(peer, kept.getOrDefault(peer, 0L)));
        want();
    }

    private void want() {
        var wanted = new HashSet<>(standing);
        wanted.addAll(waiting.keySet());
        step(new Links.Wanted(wanted));
    }

    private void tick() {
        if (isThere) {
            var idle = pool.timeline().now().minus(IDLE_MAX);
            var spare =
                    kept.keySet().stream()
                            .filter(peer -> !standing.contains(peer))
                            .filter(peer -> used.getOrDefault(peer, Instant.MIN).isBefore(idle))
                            .toList();
            spare.forEach(peer -> pool.close(id, peer, kept.getOrDefault(peer, 0L)));
            step(new Links.Tick());
            pool.timeline().in(TICK, this + " ticks", this::tick);
        }
    }

    private void step(Links.Event event) {
        var timeline = pool.timeline();
        var step = links.on(event, timeline.now(), timeline.chance());
        links = step.next();
        for (var effect : step.effects()) {
            switch (effect) {
                case Links.Dial(var device) -> pool.dial(id, device);
                case Links.Keep(var device, var number) -> keep(device, number);
                case Links.Drop(var device, var number) -> pool.close(id, device, number);
            }
        }
    }

    void opened(DeviceId peer, long number, boolean isDialled) {
        step(new Links.Opened(peer, number, isDialled));
    }

    private void keep(DeviceId peer, long number) {
        kept.put(peer, number);
        used.put(peer, pool.timeline().now());
        answer(peer, true);
    }

    void notReached(DeviceId peer) {
        step(new Links.DialFailed(peer));
        answer(peer, false);
    }

    private void answer(DeviceId peer, boolean isReached) {
        var waiters = Optional.ofNullable(waiting.remove(peer)).orElse(List.of());
        if (!waiters.isEmpty()) {
            want();
        }
        waiters.forEach(waiter -> waiter.accept(isReached));
    }

    void closed(DeviceId peer, long number) {
        kept.remove(peer, number);
        step(new Links.Closed(peer, number, true));
    }

    /// Asks a device for a record, over a session opened for that if need be. One that is not there
    /// never answers; only a dial to it fails in the end.
    void ask(DeviceId to, Hash key, Consumer<Optional<Answer<String>>> then) {
        if (kept.containsKey(to)) {
            send(to, key, then);
            return;
        }
        waiting.computeIfAbsent(to, _ -> new ArrayList<>())
                .add(
                        isReached -> {
                            if (isReached) {
                                send(to, key, then);
                            } else {
                                then.accept(Optional.empty());
                            }
                        });
        want();
    }

    private void send(DeviceId to, Hash key, Consumer<Optional<Answer<String>>> then) {
        used.put(to, pool.timeline().now());
        pool.message(
                to,
                other -> {
                    var answer = other.asked(id, key);
                    pool.message(id, _ -> then.accept(Optional.of(answer)));
                });
    }

    private Answer<String> asked(DeviceId by, Hash key) {
        used.put(by, pool.timeline().now());
        var table = table();
        var record = records.get(key);
        if (record != null) {
            return new Answer.Has<>(record);
        }
        var contacts = table.contacts(key);
        return table.keeps(key) ? new Answer.HasNone<>(contacts) : new Answer.Refers<>(contacts);
    }

    @Override
    public String toString() {
        return name;
    }
}
