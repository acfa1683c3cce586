package dev.holdfast.engine.core.liveness;

import static java.util.Objects.requireNonNull;

import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.liveness.Rumour.Word;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.routing.Ring;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Devices in a ring that hear of each other, in steps of a second; all chance comes from a seed.
/// What [Swim] does among neighbours is done by the clock: one that is gone is lost after a while.
final class Fair {

    static final Duration IDLE_MAX = Duration.ofMinutes(1);
    private static final Duration LOST_AFTER = Duration.ofSeconds(10);

    private final Random random;
    private final Map<DeviceId, Visitor> visitors = new TreeMap<>();
    private final List<Runnable> messages = new ArrayList<>();
    private final Set<Set<DeviceId>> cut = new HashSet<>();
    private Instant now = Instant.ofEpochSecond(1_000_000);

    /// One device.
    private final class Visitor {
        final DeviceId id;
        final Map<DeviceId, Instant> dialled = new TreeMap<>();
        final Set<DeviceId> linked = new TreeSet<>();
        final Map<DeviceId, Instant> broken = new HashMap<>();
        Hearsay hearsay;
        Set<DeviceId> near = Set.of();
        boolean isThere;
        long life = 1;

        Visitor(DeviceId id) {
            this.id = id;
            hearsay = new Hearsay(id, life, now);
        }

        void on(Hearsay.Event event) {
            if (isThere) {
                hearsay.on(event, now, random.nextDouble()).forEach(this::perform);
            }
        }

        void perform(Hearsay.Effect effect) {
            switch (effect) {
                case Hearsay.Stand(var ring) -> near = ring.peers(id);
                case Hearsay.Look(var device) -> look(device);
                case Hearsay.Tell(var to, var rumours) -> messages.add(() -> told(to, rumours));
                case Hearsay.Silent(var device) -> Fair.this.close(id, device, true);
                case Hearsay.Turned _ -> {}
            }
        }

        void told(DeviceId to, List<Rumour> rumours) {
            var other = visitor(to);
            if (!linked.contains(to)) {
                return;
            }
            other.on(new Hearsay.Told(id, rumours));
            for (var rumour : rumours) {
                boolean isOfItself = rumour.about().equals(to) && rumour.word() == Word.DEAD;
                if (isOfItself && rumour.life() >= other.life) {
                    other.life = rumour.life() + 1;
                    other.on(new Hearsay.Lives(other.life));
                }
            }
        }

        void look(DeviceId device) {
            if (linked.contains(device)) {
                if (isPath(id, device)) {
                    messages.add(() -> on(new Hearsay.Heard(device)));
                }
            } else {
                messages.add(() -> dial(device));
            }
        }

        void dial(DeviceId device) {
            if (linked.contains(device)) {
                return;
            }
            if (!isPath(id, device)) {
                on(new Hearsay.Missed(device));
                return;
            }
            linked.add(device);
            visitor(device).linked.add(id);
            dialled.put(device, now);
            on(new Hearsay.Linked(device));
            visitor(device).on(new Hearsay.Linked(id));
        }

        void tick() {
            for (var peer : Set.copyOf(linked)) {
                if (!isPath(id, peer)) {
                    Fair.this.close(id, peer, true);
                    if (near.contains(peer)) {
                        broken.put(peer, now.plus(LOST_AFTER));
                    }
                }
            }
            broken.keySet().removeAll(linked);
            broken.keySet().retainAll(near);
            for (var peer : Set.copyOf(broken.keySet())) {
                if (!requireNonNull(broken.get(peer)).isAfter(now)) {
                    broken.remove(peer);
                    on(new Hearsay.Lost(peer));
                }
            }
            on(new Hearsay.Tick());
            near.stream()
                    .filter(p -> !linked.contains(p) && !broken.containsKey(p))
                    .toList()
                    .forEach(this::dial);
            dialled.entrySet().stream()
                    .filter(e -> !near.contains(e.getKey()))
                    .filter(e -> e.getValue().plus(IDLE_MAX).isBefore(now))
                    .map(Map.Entry::getKey)
                    .toList()
                    .forEach(peer -> Fair.this.close(id, peer, false));
        }
    }

    Fair(long seed, int devices) {
        random = new Random(seed);
        for (int i = 0; i < devices; i++) {
            var id = new DeviceId(new Hash(random.nextLong(), 0, 0, i));
            visitors.put(id, new Visitor(id));
        }
    }

    private Visitor visitor(DeviceId id) {
        return requireNonNull(visitors.get(id));
    }

    private boolean isPath(DeviceId one, DeviceId other) {
        return visitor(one).isThere && visitor(other).isThere && !cut.contains(Set.of(one, other));
    }

    private void close(DeviceId one, DeviceId other, boolean isInDoubt) {
        for (var way : List.of(List.of(one, other), List.of(other, one))) {
            var visitor = visitor(way.getFirst());
            if (visitor.linked.remove(way.getLast())) {
                visitor.dialled.remove(way.getLast());
                visitor.on(new Hearsay.Unlinked(way.getLast(), isInDoubt));
            }
        }
    }

    List<DeviceId> all() {
        return List.copyOf(visitors.keySet());
    }

    Set<DeviceId> there() {
        return visitors.values().stream()
                .filter(v -> v.isThere)
                .map(v -> v.id)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /// Drawn from those that are there, or are not.
    List<DeviceId> some(int count, boolean isThere) {
        var some = new ArrayList<>(all());
        some.removeIf(id -> visitor(id).isThere != isThere);
        Collections.shuffle(some, random);
        return some.subList(0, count);
    }

    /// It begins knowing nobody but the roster.
    void comes(DeviceId id) {
        var visitor = visitor(id);
        visitor.life++;
        visitor.hearsay = new Hearsay(id, visitor.life, now);
        visitor.near = Set.of();
        visitor.isThere = true;
        var others = new HashSet<>(visitors.keySet());
        others.remove(id);
        visitor.on(new Hearsay.Members(others));
    }

    /// Without good-bye.
    void goes(DeviceId id) {
        visitor(id).isThere = false;
        visitor(id).dialled.clear();
    }

    void cuts(DeviceId one, DeviceId other) {
        cut.add(Set.of(one, other));
    }

    void heals() {
        cut.clear();
    }

    /// One device says something of another that is not so.
    void lies(DeviceId by, Rumour rumour) {
        for (var to : Set.copyOf(visitor(by).linked)) {
            messages.add(() -> visitor(to).on(new Hearsay.Told(by, List.of(rumour))));
        }
    }

    void passes(Duration time) {
        for (long i = 0; i < time.toSeconds(); i++) {
            now = now.plusSeconds(1);
            while (!messages.isEmpty()) {
                messages.remove(random.nextInt(messages.size())).run();
            }
            visitors.values().stream().filter(v -> v.isThere).forEach(Visitor::tick);
        }
    }

    boolean finds(DeviceId by, DeviceId whom) {
        return visitor(by).hearsay.isHere(whom);
    }

    int sessions(DeviceId of) {
        return visitor(of).linked.size();
    }

    /// Whom a device finds here.
    Set<DeviceId> found(DeviceId by) {
        var found = all().stream().filter(id -> finds(by, id));
        return found.collect(Collectors.toCollection(TreeSet::new));
    }

    /// As many as a ring of those that are there asks for.
    int sessionsMax(DeviceId of) {
        return Ring.of(there()).peers(of).size();
    }
}
