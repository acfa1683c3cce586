package dev.holdfast.engine.node;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.Event.Kind;
import dev.holdfast.engine.cluster.ClusterEvent;
import dev.holdfast.engine.collecting.Past;
import dev.holdfast.engine.core.membership.Device;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.membership.Health;
import dev.holdfast.engine.core.membership.Roster;
import dev.holdfast.engine.core.namespace.Actor;
import dev.holdfast.engine.core.namespace.Dot;
import dev.holdfast.engine.core.namespace.VolumeId;
import dev.holdfast.engine.core.repair.RepairProgress;
import dev.holdfast.engine.upkeep.Evictions;
import dev.holdfast.engine.upkeep.Upkeep;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/// Puts what the rooms tell into sentences for the [Chronicle], and what they do into numbers.
final class News {

    /// How often the copies that are owed are looked at.
    private static final Duration LOOK = Duration.ofSeconds(2);

    /// Batches that are looked at for names, of many that come at once the last.
    private static final long LOOKED_AT = 16;

    /// Devices that are named in a sentence.
    private static final int NAMED_MAX = 5;

    private static final Logger LOG = LoggerFactory.getLogger(News.class);

    private final Function<DeviceId, String> names;
    private final DeviceId self;
    private final Chronicle chronicle;
    private final CareNews care;
    private final PathNews paths;
    private final Map<Chain, Long> known = new HashMap<>();
    private final Meter meter = new Meter();
    private final BiPredicate<VolumeId, Dot> naming;
    private final Set<DeviceId> full = new HashSet<>();
    private final Set<String> reasons = new HashSet<>();
    private final Set<String> held = new HashSet<>();
    private volatile Supplier<List<String>> holding = List::of;
    private boolean isOwing;
    private volatile Optional<String> why = Optional.empty();

    private record Chain(VolumeId volume, Actor actor) {}

    static News of(OpenHome home) {
        var live = home.live();
        return new News(live::name, live.self(), Past.naming(home.archive()), home.clock());
    }

    /// @param names what people call each device
    /// @param naming whether a batch has names, and does not only say what its writer has seen
    News(
            Function<DeviceId, String> names,
            DeviceId self,
            BiPredicate<VolumeId, Dot> naming,
            InstantSource clock) {
        this.names = names;
        this.self = self;
        this.naming = naming;
        chronicle = new Chronicle(clock);
        care = new CareNews(chronicle, clock);
        paths = new PathNews(chronicle, names, clock);
    }

    /// What is told of this device's own packs and copies.
    CareNews care() {
        return care;
    }

    Chronicle chronicle() {
        return chronicle;
    }

    Meter meter() {
        return meter;
    }

    void on(ClusterEvent event) {
        meter.on(event);
        switch (event) {
            case ClusterEvent.HealthTurned(var turned) -> turned(turned);
            case ClusterEvent.RosterChanged(var before, var now) -> {
                differ(now, before, Kind.DEVICE_JOINED, " came into the pool.");
                differ(before, now, Kind.DEVICE_REMOVED, " is out of the pool.");
                because("the devices of the pool are others now");
                now.admitted().forEach(device -> changed(before, device));
            }
            case ClusterEvent.Troubled(var problem) -> {
                LOG.warn("{} {}", problem.what(), problem.remedy());
                chronicle.add(
                        Kind.TROUBLE, Optional.empty(), problem.what() + " " + problem.remedy());
            }
            case ClusterEvent.SightTurned turned -> paths.turned(turned);
            case ClusterEvent.PeerUp _, ClusterEvent.PeerDown _ -> {}
        }
    }

    private void turned(Health.Turned turned) {
        boolean wasHere = turned.from().compareTo(Health.State.OFFLINE) < 0;
        switch (turned.to()) {
            case ONLINE -> {
                if (!wasHere) {
                    tell(Kind.DEVICE_CAME, turned.device(), " is here.");
                }
            }
            case SUSPECT -> {}
            case OFFLINE -> tell(Kind.DEVICE_WENT, turned.device(), " does not answer any more.");
            case MISSED -> {
                tell(
                        Kind.DEVICE_WENT,
                        turned.device(),
                        " is away for long; chunks with few other copies are copied.");
                because(names.apply(turned.device()) + " is away for long");
            }
            case GONE -> {
                tell(
                        Kind.DEVICE_WENT,
                        turned.device(),
                        " is away for so long that all its copies are made again.");
                because(names.apply(turned.device()) + " is away for so long");
            }
        }
    }

    /// Copies that come to be owed, or move, from now on do so for this reason. While some are owed
    /// a reason is told once.
    void because(String reason) {
        why = Optional.of(reason);
        care.because(reason);
    }

    private void tell(Kind kind, DeviceId device, String what) {
        var name = names.apply(device);
        chronicle.add(kind, Optional.of(name), name + what);
    }

    /// Tells of the devices that are in `some` and not in `others`.
    private void differ(Roster some, Roster others, Kind kind, String what) {
        some.admitted().stream()
                .map(Device::id)
                .filter(Predicate.not(others::isAdmitted))
                .forEach(device -> tell(kind, device, what));
    }

    /// Tells what the pool's list says of a device that it did not say before.
    private void changed(Roster before, Device now) {
        before.device(now.id())
                .filter(Device::isAdmitted)
                .ifPresent(
                        was ->
                                Turns.of(was, now)
                                        .forEach(
                                                what ->
                                                        tell(
                                                                Kind.DEVICE_CHANGED,
                                                                now.id(),
                                                                " " + what)));
    }

    /// A device holds names up to a batch. Of its own these are told once: they were not here.
    void named(DeviceId device, VolumeId volume, Dot upTo) {
        if (!device.equals(upTo.actor().device())) {
            return;
        }
        long before;
        synchronized (known) {
            before = known.getOrDefault(new Chain(volume, upTo.actor()), 0L);
            if (upTo.n() <= before) {
                return;
            }
            known.put(new Chain(volume, upTo.actor()), upTo.n());
        }
        boolean isNaming =
                LongStream.rangeClosed(Math.max(before + 1, upTo.n() - LOOKED_AT), upTo.n())
                        .mapToObj(n -> new Dot(upTo.actor(), n))
                        .anyMatch(dot -> naming.test(volume, dot));
        if (isNaming) {
            tell(Kind.NAMES_CHANGED, device, " changed files.");
        }
    }

    /// What a person has to decide about what is deleted.
    void waits(String what) {
        chronicle.add(Kind.TROUBLE, Optional.empty(), what);
    }

    /// A command of this device is done; those that change names are told.
    void done(Command<?> command) {
        switch (command) {
            case Command.Put put -> changed("Stored files at " + put.to() + ".");
            case Command.PutStream put -> changed("Stored " + put.to() + ".");
            case Command.Remove remove -> changed("Removed " + remove.at() + ".");
            case Command.Move move -> changed("Moved " + move.from() + " to " + move.to() + ".");
            case Command.Copy copy -> changed("Copied files to " + copy.to() + ".");
            case Command.MakeDirectory make -> changed("Made " + make.at() + ".");
            case Command.CreateVolume create -> changed("Made the volume " + create.name() + ".");
            case Command.SetVolume set -> changed("Changed the volume " + set.name() + ".");
            case Command.RemoveVolume remove ->
                    changed("Removed the volume " + remove.name() + ".");
            default -> {}
        }
    }

    private void changed(String what) {
        chronicle.add(Kind.NAMES_CHANGED, Optional.of(names.apply(self)), what);
    }

    /// Tells when copies begin to be owed and when all are made, and when copies begin to move and
    /// when none do any more, until it is interrupted.
    void watch(Upkeep upkeep, Evictions evictions) {
        try {
            while (true) {
                SteadyClock.sleep(LOOK);
                look(upkeep.progress(), upkeep.waits());
                care.look(evictions.moved());
                tellHeld(holding.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// What waits or is held back is asked there from now on, and told when it begins.
    void hold(Supplier<List<String>> sentences) {
        holding = sentences;
    }

    void tellHeld(List<String> now) {
        held.retainAll(now);
        now.stream()
                .filter(held::add)
                .forEach(what -> chronicle.add(Kind.WAITS, Optional.empty(), what));
    }

    void look(RepairProgress progress, Upkeep.Waits waits) {
        var reason = why;
        boolean isOther = reason.filter(Predicate.not(reasons::contains)).isPresent();
        if (progress.owed() > 0 && (!isOwing || isOther)) {
            isOwing = true;
            why = Optional.empty();
            reason.ifPresent(reasons::add);
            chronicle.add(Kind.COPIES_OWED, Optional.empty(), owed(progress, waits, reason));
        } else if (isOwing && progress.owed() == 0 && progress.settled()) {
            isOwing = false;
            reasons.clear();
            chronicle.add(Kind.COPIES_MADE, Optional.empty(), "All copies are made.");
        }
        if (progress.owed() == 0 && progress.settled()) {
            why = Optional.empty();
        }
        fill(waits.full());
    }

    /// How many, why, and whom they may wait for.
    private String owed(RepairProgress progress, Upkeep.Waits waits, Optional<String> reason) {
        var sentence =
                new StringBuilder(
                        progress.owed() == 1
                                ? "One copy is still to be made"
                                : "%,d copies are still to be made".formatted(progress.owed()));
        reason.ifPresent(each -> sentence.append(", as ").append(each));
        if (!waits.away().isEmpty()) {
            sentence.append("; not here: ").append(named(waits.away()));
        }
        return sentence.append('.').toString();
    }

    private String named(Collection<DeviceId> devices) {
        var some = devices.stream().limit(NAMED_MAX).map(names).collect(Collectors.joining(", "));
        return devices.size() > NAMED_MAX ? some + " and others" : some;
    }

    /// A device is told to be full once, until it has taken something again.
    private void fill(Collection<DeviceId> now) {
        full.retainAll(now);
        for (var device : now) {
            if (full.add(device)) {
                tell(
                        Kind.DEVICE_FULL,
                        device,
                        " has no room for more copies; others take them. Give it more room, or"
                                + " add a device.");
            }
        }
    }
}
