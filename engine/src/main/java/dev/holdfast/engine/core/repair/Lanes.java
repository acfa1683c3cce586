package dev.holdfast.engine.core.repair;

import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.membership.DeviceId;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The ways to the other devices: what waits for each, what is on its way, and which are shut for a
/// while because a device is full or did not answer.
final class Lanes {

    private static final Duration RETRY_FIRST = Duration.ofSeconds(1);
    private static final int RETRY_DOUBLINGS_MAX = 8;

    private final NavigableMap<DeviceId, Lane> lanes = new TreeMap<>();
    private final Map<Long, Flight> flights = new HashMap<>();
    private final long bytesPerSecond;
    private Instant repairNext;
    private long pushes;

    /// A push on its way.
    record Flight(DeviceId to, List<ChunkId> chunks) {}

    private static final class Lane {
        final Deque<ChunkId> own = new ArrayDeque<>();
        final Deque<ChunkId> repair = new ArrayDeque<>();
        int flying;
        int failures;
        boolean isFull;
        @Nullable Instant shutUntil;
    }

    /// Repair sends at most `bytesPerSecond`, over all lanes.
    Lanes(long bytesPerSecond, Instant now) {
        this.bytesPerSecond = bytesPerSecond;
        repairNext = now;
    }

    boolean isOpen(DeviceId device) {
        var lane = lanes.get(device);
        return lane == null || lane.shutUntil == null;
    }

    /// Lets `debt` wait for its turn to go to `device`.
    void queue(Debt debt, DeviceId device) {
        var lane = lanes.computeIfAbsent(device, _ -> new Lane());
        debt.queue(device);
        (debt.isOwn() ? lane.own : lane.repair).add(debt.chunk().id());
    }

    /// Nothing waits any more; what is on its way stays so.
    void unqueueAll(Collection<Debt> debts) {
        debts.forEach(Debt::unqueueAll);
        lanes.values()
                .forEach(
                        lane -> {
                            lane.own.clear();
                            lane.repair.clear();
                        });
    }

    /// What waited for a device that takes nothing for now, and need not wait for it any more.
    List<ChunkId> unqueue(DeviceId device) {
        var lane = lanes.get(device);
        if (lane == null) {
            return List.of();
        }
        var waiting = Stream.concat(lane.own.stream(), lane.repair.stream()).toList();
        lane.own.clear();
        lane.repair.clear();
        return waiting;
    }

    /// The devices that had no room when they were last offered something.
    List<DeviceId> full() {
        return lanes.entrySet().stream()
                .filter(lane -> lane.getValue().isFull)
                .map(Map.Entry::getKey)
                .toList();
    }

    /// All devices are tried again at once.
    void openAll() {
        lanes.keySet().forEach(this::open);
    }

    /// Opens the lanes whose time is over; true when there was one.
    boolean reopen(Instant now) {
        boolean reopened = false;
        for (var lane : lanes.values()) {
            if (lane.shutUntil != null && !lane.shutUntil.isAfter(now)) {
                lane.shutUntil = null;
                reopened = true;
            }
        }
        return reopened;
    }

    /// Sends off what may go now.
    List<Repair.Effect> dispatch(Map<ChunkId, Debt> debts, Instant now) {
        var effects = new ArrayList<Repair.Effect>();
        lanes.forEach(
                (device, lane) -> {
                    while (lane.flying < Repair.PUSHES_PER_DEVICE && lane.shutUntil == null) {
                        var load = load(device, lane, debts, now);
                        if (load.isEmpty()) {
                            break;
                        }
                        lane.flying++;
                        flights.put(
                                ++pushes,
                                new Flight(device, load.stream().map(HeldChunk::id).toList()));
                        effects.add(new Repair.Effect.Push(pushes, device, load));
                    }
                });
        return effects;
    }

    private List<HeldChunk> load(
            DeviceId device, Lane lane, Map<ChunkId, Debt> debts, Instant now) {
        var own = load(device, lane.own, debts);
        if (!own.isEmpty() || repairNext.isAfter(now)) {
            return own;
        }
        var repair = load(device, lane.repair, debts);
        long bytes = repair.stream().mapToLong(HeldChunk::length).sum();
        repairNext = now.plusNanos(bytes * 1_000_000_000L / bytesPerSecond);
        return repair;
    }

    private static List<HeldChunk> load(
            DeviceId device, Deque<ChunkId> waiting, Map<ChunkId, Debt> debts) {
        var load = new ArrayList<HeldChunk>();
        long bytes = 0;
        while (load.size() < Repair.PUSH_CHUNKS_MAX && bytes < Repair.PUSH_BYTES_MAX) {
            var id = waiting.poll();
            if (id == null) {
                break;
            }
            var debt = debts.get(id);
            if (debt != null && debt.takeOff(device)) {
                load.add(debt.chunk());
                bytes += debt.chunk().length();
            }
        }
        return load;
    }

    /// What the push carried; empty when there is no such push on its way.
    Optional<Flight> landed(long push) {
        var flight = Optional.ofNullable(flights.remove(push));
        flight.map(Flight::to).map(lanes::get).ifPresent(lane -> lane.flying--);
        return flight;
    }

    /// Shuts the lane to a device that is full, or that did not answer: then for longer each time.
    void learn(Flight flight, Repair.PushOutcome outcome, Instant now) {
        var lane = lanes.get(flight.to());
        if (lane == null) {
            return;
        }
        int answered =
                outcome.stored().size() + outcome.refused().size() + outcome.unreadable().size();
        if (answered < flight.chunks().size()) {
            int doublings = Math.min(lane.failures++, RETRY_DOUBLINGS_MAX);
            lane.shutUntil = now.plus(RETRY_FIRST.multipliedBy(1L << doublings));
        } else {
            lane.failures = 0;
        }
        if (!outcome.stored().isEmpty()) {
            lane.isFull = false;
        }
        if (!outcome.refused().isEmpty()) {
            lane.isFull = true;
            lane.shutUntil = now.plus(Repair.FULL_RETRY);
        }
    }

    /// A device that has come back is tried at once.
    void open(DeviceId device) {
        var lane = lanes.get(device);
        if (lane != null) {
            lane.failures = 0;
            lane.shutUntil = null;
        }
    }

    /// When a lane opens or repair may send again; empty when nothing waits for that.
    Optional<Instant> wakeAt() {
        return lanes.values().stream().flatMap(this::wakeAt).min(Instant::compareTo);
    }

    private Stream<Instant> wakeAt(Lane lane) {
        if (lane.shutUntil != null) {
            return Stream.of(lane.shutUntil);
        }
        boolean isPaced = !lane.repair.isEmpty() && lane.flying < Repair.PUSHES_PER_DEVICE;
        return isPaced ? Stream.of(repairNext) : Stream.empty();
    }
}
