package dev.holdfast.engine.node;

import dev.holdfast.engine.api.Event;
import dev.holdfast.engine.api.Event.Activity;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.cluster.Cluster;
import dev.holdfast.engine.core.membership.Device;
import dev.holdfast.engine.core.membership.Device.Drain;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.membership.Roster;
import dev.holdfast.engine.core.membership.Statement;
import dev.holdfast.engine.core.membership.Statement.Change;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/// Lets a device give its copies to others, and waits for it.
///
/// @param used sealed bytes that a device holds, as far as known here
record Draining(OpenHome home, Network network, ToLongFunction<DeviceId> used) {

    /// How often is told how far it has come.
    private static final Duration LOOK = Duration.ofSeconds(1);

    /// Begins, and returns when the device has nothing left.
    Outcome.Drained drain(Device device, Consumer<Event> events)
            throws NodeException, InterruptedException {
        if (!isHere(device.id())) {
            throw new NodeException(
                    Problem.Code.UNREACHABLE,
                    name(device) + " is not here, so it can give nothing away.",
                    "Start Holdfast on it, or park it with `holdfast device park`.");
        }
        begin(device, "");
        return await(device, events);
    }

    /// Drains a device that is to be removed.
    void leave(Device device, Consumer<Event> events) throws NodeException, InterruptedException {
        begin(device, " With --now it is removed at once, and others make up for its copies.");
        var drained = await(device, events);
        if (drained.duty() != Outcome.Duty.DRAINED) {
            throw new NodeException(
                    Problem.Code.CANCELLED,
                    "Somebody took the draining of " + name(device) + " back.",
                    "Remove it again if it is still to go.");
        }
    }

    Outcome.Drained cancel(Device device) throws NodeException, InterruptedException {
        state(device.id(), List.of(new Statement.Draining(Drain.NONE)));
        return outcome(device.id());
    }

    /// Changes a device, and returns when this one goes by it.
    void state(DeviceId device, List<Change> changes) throws NodeException, InterruptedException {
        settle(network.governor().change(device, changes));
    }

    /// Returns when all rooms go by what was stated.
    void settle(Roster stated) throws InterruptedException {
        boolean _ =
                network.awaitRoster(
                        () -> home.live().roster().has(stated.heads()), Cluster.STATE_MAX);
    }

    /// Whether a device can be reached now.
    boolean isHere(DeviceId device) {
        return device.equals(home.live().self()) || network.cluster().isHere(device);
    }

    /// Somebody else must be able to keep what the device keeps.
    void requireOthers(Device device) throws NodeException {
        if (others(device).isEmpty()) {
            throw new NodeException(
                    Problem.Code.REFUSED,
                    "No other device can keep what " + name(device) + " keeps.",
                    "Add a device with `holdfast invite`, or give another one a capacity.");
        }
    }

    private void begin(Device device, String instead) throws NodeException, InterruptedException {
        if (device.duty().drain() != Drain.NONE) {
            return;
        }
        requireOthers(device);
        requireRoom(device, instead);
        state(device.id(), List.of(new Statement.Draining(Drain.UNDERWAY)));
    }

    private List<Device> others(Device device) {
        return home.live().roster().admitted().stream()
                .filter(other -> other.capacity() > 0 && !other.id().equals(device.id()))
                .toList();
    }

    /// While as many others can own as there are copies, each of its chunks needs one more place.
    private void requireRoom(Device device, String instead) throws NodeException {
        var others = others(device);
        long needed = used.applyAsLong(device.id());
        long room =
                others.stream()
                        .mapToLong(o -> Math.max(0, o.capacity() - used.applyAsLong(o.id())))
                        .sum();
        if (others.size() >= home.live().roster().settings().factor() && room < needed) {
            throw new NodeException(
                    Problem.Code.FULL,
                    "%s holds %,d MB, and the others have room for %,d MB."
                            .formatted(name(device), needed / 1_000_000, room / 1_000_000),
                    "Add a device, or raise a capacity with `holdfast device capacity`." + instead);
        }
    }

    private Outcome.Drained await(Device device, Consumer<Event> events)
            throws NodeException, InterruptedException {
        try {
            long most = 0;
            while (isUnderway(device.id())) {
                long left = left(device.id());
                most = Math.max(most, left);
                if (most > 0) {
                    events.accept(new Event.Progress(Activity.DRAINING, most - left, most));
                }
                boolean _ = network.awaitRoster(() -> !isUnderway(device.id()), LOOK);
                requireHere(device);
            }
            return outcome(device.id());
        } catch (InterruptedException e) {
            throw new NodeException(
                    new Problem(
                            Problem.Code.CANCELLED,
                            name(device) + " goes on giving its copies to others.",
                            "Take that back with `holdfast device drain --cancel`."),
                    e);
        }
    }

    private void requireHere(Device device) throws NodeException {
        if (isUnderway(device.id()) && !isHere(device.id())) {
            throw new NodeException(
                    Problem.Code.UNREACHABLE,
                    name(device) + " went away before all of its copies were with others.",
                    "Start Holdfast on it: it goes on by itself; then repeat the command.");
        }
    }

    private boolean isUnderway(DeviceId device) {
        return now(device).filter(d -> d.duty().drain() == Drain.UNDERWAY).isPresent();
    }

    /// One that was put out meanwhile is none.
    private Optional<Device> now(DeviceId device) {
        return home.live().roster().device(device).filter(Device::isAdmitted);
    }

    private Outcome.Drained outcome(DeviceId id) {
        var device = now(id);
        int factor = home.live().roster().settings().factor();
        int able = device.map(this::others).orElse(List.of()).size();
        return new Outcome.Drained(
                device.map(DeviceCommands::duty).orElse(Outcome.Duty.DRAINED),
                device.filter(d -> d.duty().drain() == Drain.DONE).isPresent() ? 0 : left(id),
                Math.min(factor, able),
                factor);
    }

    /// Chunks that it still has, as far as it told.
    private long left(DeviceId device) {
        return device.equals(home.live().self())
                ? home.ledger().views().chunks().held()
                : network.directory().strays(device);
    }

    private String name(Device device) {
        return home.live().name(device);
    }
}
