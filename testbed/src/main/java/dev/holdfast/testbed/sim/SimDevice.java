package dev.holdfast.testbed.sim;

import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.membership.Health;
import dev.holdfast.engine.core.repair.HeldChunk;
import dev.holdfast.engine.core.repair.PoolView;
import dev.holdfast.engine.core.repair.Repair;
import dev.holdfast.engine.core.repair.Repair.Effect;
import dev.holdfast.engine.core.repair.Repair.Event;
import dev.holdfast.engine.core.repair.Repair.PushOutcome;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/// One device: a disk that survives a restart, and the engine's steps, which do not.
final class SimDevice {

    private static final Duration HEARTBEAT_EVERY = World.HEALTH.interval();
    private static final Duration PUSH_PATIENCE = Duration.ofSeconds(30);
    private static final Duration DISK = Duration.ofMillis(40);
    private static final int PAGE_CHUNKS = 5;

    /// What the disk holds of one chunk.
    private record Kept(String content, int factor, TreeSet<DeviceId> holders) {}

    private final World world;
    private final DeviceId id;
    private final String name;
    private final NavigableMap<ChunkId, Kept> disk = new TreeMap<>();
    private final TreeSet<ChunkId> missing = new TreeSet<>();
    private final SimParting parting;
    private List<DeviceId> known = List.of();
    private Health health = Health.unknown(World.HEALTH);
    private @Nullable Step step;
    private Instant wakeAt = Instant.MAX;
    private int life;

    /// One turn of the engine's repair, or a faulty stand-in for it.
    interface Step {
        List<Effect> on(Event event, Instant now);

        Instant wakeAt();
    }

    SimDevice(World world, DeviceId id, String name) {
        this.world = world;
        this.id = id;
        this.name = name;
        parting = new SimParting(world, this);
    }

    DeviceId id() {
        return id;
    }

    boolean isUp() {
        return step != null;
    }

    Collection<ChunkId> chunks() {
        return disk.keySet();
    }

    Optional<String> content(ChunkId chunk) {
        return Optional.ofNullable(disk.get(chunk)).map(Kept::content);
    }

    void start() {
        life++;
        wakeAt = Instant.MAX;
        known = world.roster();
        health = Health.unknown(World.HEALTH).on(members(), now()).next();
        step = world.step(new Repair(view(), World.POLICY, now()));
        on(new Event.Woke());
        beat();
        parting.start();
    }

    /// Stops at once, as when the power goes. What is on its way to it is lost.
    void stop() {
        life++;
        step = null;
    }

    /// A put: the content is durable here, and copies are owed.
    void write(ChunkId chunk, String content, int factor) {
        var kept = disk.computeIfAbsent(chunk, _ -> new Kept(content, factor, new TreeSet<>()));
        on(new Event.Wrote(List.of(held(chunk, kept))));
    }

    /// The roster changed: other devices may have come or gone for good.
    void poolChanged() {
        known = world.roster();
        health = health.on(members(), now()).next();
        on(new Event.PoolChanged(view()));
    }

    /// The pool as this device sees it, which may be late.
    PoolView view() {
        return world.view(id, known, health);
    }

    /// The chunks held here, with what is known of other copies.
    List<HeldChunk> held() {
        return disk.entrySet().stream().map(e -> held(e.getKey(), e.getValue())).toList();
    }

    void drop(ChunkId chunk) {
        disk.remove(chunk);
    }

    /// The bytes of all chunks are gone; the books still name them.
    void forget() {
        missing.addAll(disk.keySet());
        disk.clear();
    }

    SimParting parting() {
        return parting;
    }

    /// Another device's copy counts no more here.
    void left(DeviceId holder, ChunkId chunk) {
        var kept = disk.get(chunk);
        if (kept != null) {
            kept.holders().remove(holder);
        }
        on(new Event.Left(holder, List.of(chunk)));
    }

    /// Another device does not hold these, whatever it said before.
    private void lost(DeviceId holder, List<ChunkId> chunks) {
        chunks.stream()
                .map(chunk -> Optional.ofNullable(disk.get(chunk)))
                .forEach(kept -> kept.ifPresent(k -> k.holders().remove(holder)));
        on(new Event.Lost(holder, chunks));
    }

    private void on(Event event) {
        if (step == null) {
            return;
        }
        step.on(event, now()).forEach(this::perform);
        var wake = step.wakeAt();
        if (wake.isBefore(wakeAt)) {
            wakeAt = wake;
            var delay = Duration.between(now(), wake);
            later(delay.isNegative() ? Duration.ZERO : delay, "wakes", this::wake);
        }
    }

    private void wake() {
        wakeAt = Instant.MAX;
        on(new Event.Woke());
    }

    private void perform(Effect effect) {
        switch (effect) {
            case Effect.Push push -> push(push);
            case Effect.ReadPage(var sweep, var after) ->
                    later(world.delay(DISK), "reads", () -> on(page(sweep, after)));
            case Effect.Note(var holder, var chunks) ->
                    chunks.forEach(c -> learn(c, List.of(holder)));
            case Effect.Forget(var holder) ->
                    disk.values().forEach(k -> k.holders().remove(holder));
            case Effect.Confess(var to, var chunks) ->
                    world.sendAgain(this, to, "confesses", peer -> peer.lost(id, chunks));
            case Effect.Tell(var to, var chunks, var holders) ->
                    world.sendAgain(
                            this, to, "tells", peer -> chunks.forEach(c -> peer.learn(c, holders)));
        }
    }

    /// An offer, the bytes, and the answer, each of which can be lost.
    private void push(Effect.Push push) {
        int thisLife = life;
        later(
                PUSH_PATIENCE,
                "gives up",
                () -> on(new Event.PushEnded(push.push(), PushOutcome.CUT)));
        world.send(
                this,
                push.to(),
                "offers",
                peer ->
                        world.send(
                                peer,
                                id,
                                "wants",
                                me -> {
                                    if (me.life == thisLife) {
                                        me.deliver(push);
                                    }
                                }));
    }

    private void deliver(Effect.Push push) {
        // What was dropped meanwhile cannot be sent.
        var here = push.chunks().stream().filter(c -> content(c.id()).isPresent()).toList();
        var ids = here.stream().map(HeldChunk::id).toList();
        var contents = ids.stream().map(chunk -> content(chunk).orElseThrow()).toList();
        int thisLife = life;
        world.send(
                this,
                push.to(),
                "sends",
                peer -> {
                    for (int i = 0; i < ids.size(); i++) {
                        peer.take(ids.get(i), contents.get(i), here.get(i).factor());
                    }
                    peer.on(new Event.Arrived(ids));
                    world.send(
                            peer,
                            id,
                            "stored",
                            me -> {
                                if (me.life == thisLife) {
                                    me.on(
                                            new Event.PushEnded(
                                                    push.push(),
                                                    new PushOutcome(ids, List.of(), List.of(), 0)));
                                }
                            });
                });
    }

    void take(ChunkId chunk, String content, int factor) {
        missing.remove(chunk);
        disk.putIfAbsent(chunk, new Kept(content, factor, new TreeSet<>()));
    }

    void learn(ChunkId chunk, List<DeviceId> holders) {
        var kept = disk.get(chunk);
        if (kept != null) {
            kept.holders().addAll(holders);
        }
    }

    private Event page(long sweep, Optional<ChunkId> after) {
        var rest = after.map(chunk -> disk.tailMap(chunk, false)).orElse(disk);
        var page = new ArrayList<HeldChunk>();
        rest.forEach(
                (chunk, kept) -> {
                    if (page.size() < PAGE_CHUNKS) {
                        page.add(held(chunk, kept));
                    }
                });
        boolean isLast = page.size() == rest.size();
        var next = isLast ? Optional.<ChunkId>empty() : Optional.of(page.getLast().id());
        NavigableSet<ChunkId> from =
                after.<NavigableSet<ChunkId>>map(chunk -> missing.tailSet(chunk, false))
                        .orElse(missing);
        var lost = next.map(last -> from.headSet(last, true)).orElse(from);
        return new Event.PageRead(sweep, page, List.copyOf(lost), next);
    }

    private static HeldChunk held(ChunkId chunk, Kept kept) {
        return new HeldChunk(
                chunk, kept.content().length(), kept.factor(), List.copyOf(kept.holders()));
    }

    /// Sends a sign of life to all, and looks who gave one.
    private void beat() {
        for (var other : others()) {
            world.send(this, other, "lives", peer -> peer.see(new Health.Heard(id, peer.now())));
        }
        see(new Health.Tick());
        later(HEARTBEAT_EVERY, "beats", this::beat);
    }

    private void see(Health.Event event) {
        var seen = health.on(event, now());
        health = seen.next();
        if (!seen.turned().isEmpty()) {
            on(new Event.PoolChanged(view()));
        }
    }

    private Health.Event members() {
        return new Health.Members(new TreeSet<>(others()));
    }

    private List<DeviceId> others() {
        return known.stream().filter(each -> !each.equals(id)).toList();
    }

    /// Does the deed unless the device stops before.
    void later(Duration delay, String what, Runnable deed) {
        int thisLife = life;
        world.timeline()
                .in(
                        delay,
                        name + " " + what,
                        () -> {
                            if (life == thisLife) {
                                deed.run();
                            }
                        });
    }

    private Instant now() {
        return world.timeline().now();
    }

    @Override
    public String toString() {
        return name;
    }
}
