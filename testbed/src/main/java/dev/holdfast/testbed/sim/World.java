package dev.holdfast.testbed.sim;

import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.hash.Sha256;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.membership.Health;
import dev.holdfast.engine.core.placement.CalibratedRendezvous;
import dev.holdfast.engine.core.placement.Capacity;
import dev.holdfast.engine.core.placement.Layout;
import dev.holdfast.engine.core.repair.Pledges;
import dev.holdfast.engine.core.repair.PoolView;
import dev.holdfast.engine.core.repair.Repair;
import dev.holdfast.engine.core.repair.RepairPolicy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// A household of devices in virtual time. Its people are the devices' names. Time passes by
/// command.
public final class World {

    /// Ten minutes of silence make a device count as gone; one minute when a chunk is in danger.
    public static final RepairPolicy POLICY =
            new RepairPolicy(
                    Duration.ofMinutes(10), Duration.ofMinutes(1), Duration.ofSeconds(30), 1 << 20);

    static final Health.Settings HEALTH =
            new Health.Settings(Duration.ofSeconds(15), POLICY.urgentAfter(), POLICY.repairAfter());

    private static final int FACTOR = 3;
    private static final int LOST_ONE_IN = 10;
    private static final Duration RESEND = Duration.ofSeconds(1);
    private static final Duration ROSTER_LAG = Duration.ofMinutes(10);
    private static final Duration DELAY_MAX = Duration.ofMillis(800);

    /// A layout is dear and a pure function, so worlds with equal pools share it.
    private static final Map<List<DeviceId>, Layout> LAYOUTS = new HashMap<>();

    private final Timeline timeline;
    private final boolean isCalm;
    private final Optional<Function<Pledges, SimParting.Step>> parting;
    private final UnaryOperator<SimDevice.Step> fault;
    private final Map<DeviceId, SimDevice> devices = new LinkedHashMap<>();
    private final Map<String, DeviceId> roster = new TreeMap<>();
    private int fewestLeft = Integer.MAX_VALUE;

    private World(Network network, UnaryOperator<SimDevice.Step> fault, List<String> names) {
        timeline = new Timeline(network.seed());
        isCalm = network.isCalm();
        parting = network.parting();
        this.fault = fault;
        names.forEach(name -> roster.put(name, id(name)));
        roster.forEach((name, id) -> devices.put(id, new SimDevice(this, id, name)));
        devices.values().forEach(SimDevice::start);
    }

    /// @param parting how devices part from copies that belong elsewhere; empty when they keep them
    private record Network(
            long seed, boolean isCalm, Optional<Function<Pledges, SimParting.Step>> parting) {

        Network(long seed, boolean isCalm) {
            this(seed, isCalm, Optional.empty());
        }
    }

    /// Devices with these names, all of equal size and all just started. Equal seeds give equal
    /// runs.
    public static World seeded(long seed, String... names) {
        return new World(new Network(seed, false), step -> step, List.of(names));
    }

    /// The same with messages late and overtaken, but none lost.
    public static World calm(long seed, String... names) {
        return new World(new Network(seed, true), step -> step, List.of(names));
    }

    /// The same with a fault planted in every device's steps, to see that the stories notice.
    static World faulty(long seed, UnaryOperator<SimDevice.Step> fault, String... names) {
        return new World(new Network(seed, false), fault, List.of(names));
    }

    /// Devices that part from copies which belong on others.
    public static World evicting(long seed, String... names) {
        return evictingBy(pledges -> pledges::on, seed, names);
    }

    /// The same with another rule in the place of pledges, to see that the stories notice.
    static World evictingBy(Function<Pledges, SimParting.Step> rule, long seed, String... names) {
        var network = new Network(seed, false, Optional.of(rule));
        return new World(network, step -> step, List.of(names));
    }

    /// A device joins the pool; each other device hears of it in its own time.
    public void admits(String name) {
        var id = id(name);
        roster.put(name, id);
        var device = new SimDevice(this, id, name);
        devices.put(id, device);
        device.start();
        tellRoster(ROSTER_LAG);
    }

    /// The fewest copies that anyone has left by dropping its own.
    public int fewestLeft() {
        return fewestLeft;
    }

    /// A device stores content. Returns once it is durable there; copies are made as time passes.
    public ChunkId store(String name, String content) {
        var chunk = new ChunkId(hash(content));
        device(name).write(chunk, content, FACTOR);
        return chunk;
    }

    public void passes(Duration time) {
        timeline.runUntil(timeline.now().plus(time));
    }

    /// The device stops for good, and its disk with it. The others are not told.
    public void loses(String name) {
        device(name).stop();
        timeline.note(name + " is lost");
    }

    /// The device stops; its disk stays.
    public void stops(String name) {
        device(name).stop();
        timeline.note(name + " stops");
    }

    /// The device restarts with a disk that lost the bytes of every chunk.
    public void forgets(String name) {
        device(name).stop();
        device(name).forget();
        timeline.note(name + " forgets");
        device(name).start();
    }

    public void starts(String name) {
        timeline.note(name + " starts");
        device(name).start();
    }

    /// An owner takes the device out of the pool; each other device hears of it in its own time.
    public void removes(String name) {
        var id = roster.remove(name);
        if (id == null) {
            throw new IllegalArgumentException(name + " is not in the pool");
        }
        tellRoster(DELAY_MAX);
    }

    private void tellRoster(Duration lag) {
        for (var device : devices.values()) {
            timeline.in(
                    delay(lag),
                    device + " learns",
                    () -> {
                        if (roster.containsValue(device.id())) {
                            device.poolChanged();
                        }
                    });
        }
    }

    /// The names of the running devices that hold the chunk.
    public List<String> replicasOf(ChunkId chunk) {
        return devices.values().stream()
                .filter(device -> device.isUp() && device.content(chunk).isPresent())
                .map(SimDevice::toString)
                .toList();
    }

    /// What a device reads, from its own disk or from whoever holds it.
    public String fetch(String name, ChunkId chunk) {
        var here = device(name).content(chunk);
        return here.or(
                        () ->
                                devices.values().stream()
                                        .filter(SimDevice::isUp)
                                        .flatMap(holder -> holder.content(chunk).stream())
                                        .findFirst())
                .orElseThrow(() -> new AssertionError("nobody has " + chunk));
    }

    /// A hash of everything that happened so far, in order.
    public Hash trace() {
        return timeline.trace();
    }

    Timeline timeline() {
        return timeline;
    }

    SimDevice.Step step(Repair repair) {
        return fault.apply(
                new SimDevice.Step() {
                    @Override
                    public List<Repair.Effect> on(Repair.Event event, Instant now) {
                        return repair.on(event, now);
                    }

                    @Override
                    public Instant wakeAt() {
                        return repair.wakeAt();
                    }
                });
    }

    /// The devices of the pool, ascending.
    List<DeviceId> roster() {
        return roster.values().stream().sorted().toList();
    }

    /// The pool as a device sees it that knows this roster.
    PoolView view(DeviceId self, List<DeviceId> known, Health health) {
        return PoolView.of(self, layout(known), health);
    }

    Optional<SimParting.Step> parting(Pledges pledges) {
        return parting.map(rule -> rule.apply(pledges));
    }

    /// A device has dropped its copy. A disk that is lost meanwhile counts: what is lost after the
    /// drop is lost without it too.
    void dropped(ChunkId chunk) {
        var left = devices.values().stream().filter(d -> d.content(chunk).isPresent()).count();
        fewestLeft = Math.min(fewestLeft, (int) left);
    }

    Duration delay(Duration max) {
        return timeline.delayUpTo(max);
    }

    /// A message that may be late, overtaken or lost, and is lost when the receiver stops.
    void send(SimDevice from, DeviceId to, String what, Consumer<SimDevice> arrives) {
        if (!isLost()) {
            deliver(from, to, what, arrives);
        }
    }

    private boolean isLost() {
        return !isCalm && timeline.onceIn(LOST_ONE_IN);
    }

    private void deliver(SimDevice from, DeviceId to, String what, Consumer<SimDevice> arrives) {
        var peer = devices.get(to);
        if (peer != null) {
            timeline.in(
                    delay(DELAY_MAX),
                    from + " " + what + " " + peer,
                    () -> {
                        if (peer.isUp()) {
                            arrives.accept(peer);
                        }
                    });
        }
    }

    /// A message that is sent again when it was lost, until the receiver has it or has stopped.
    void sendAgain(SimDevice from, DeviceId to, String what, Consumer<SimDevice> arrives) {
        if (isLost()) {
            timeline.in(RESEND, from + " again", () -> sendAgain(from, to, what, arrives));
        } else {
            deliver(from, to, what, arrives);
        }
    }

    private SimDevice device(String name) {
        var device = devices.get(id(name));
        if (device == null) {
            throw new IllegalArgumentException("there is no " + name);
        }
        return device;
    }

    private static DeviceId id(String name) {
        return new DeviceId(hash(name));
    }

    private static Hash hash(String text) {
        return Sha256.of(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Layout layout(List<DeviceId> devices) {
        synchronized (LAYOUTS) {
            return LAYOUTS.computeIfAbsent(
                    devices,
                    all -> {
                        var pool = new TreeMap<DeviceId, Capacity>();
                        all.forEach(device -> pool.put(device, new Capacity(1L << 40)));
                        return new CalibratedRendezvous()
                                .layout(pool, FACTOR, Layout.PARTITION_BITS);
                    });
        }
    }
}
