package dev.holdfast.engine.admission;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.cluster.Cluster;
import dev.holdfast.engine.core.membership.Device;
import dev.holdfast.engine.core.membership.DeviceCard;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.membership.Role;
import dev.holdfast.engine.core.membership.Roster;
import dev.holdfast.engine.core.membership.Statement;
import dev.holdfast.engine.core.membership.Statement.Change;
import dev.holdfast.engine.core.membership.Statement.Changed;
import dev.holdfast.engine.core.membership.Statement.Claimed;
import dev.holdfast.engine.core.membership.Statement.Draining;
import dev.holdfast.engine.core.membership.Statement.Granted;
import dev.holdfast.engine.core.membership.Statement.LastBatch;
import dev.holdfast.engine.core.membership.Statement.Named;
import dev.holdfast.engine.core.membership.Statement.Parked;
import dev.holdfast.engine.core.membership.Statement.Placed;
import dev.holdfast.engine.crypto.KeyRing;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// What a device states about the devices of its pool. Safe for many threads; each call returns
/// when what it states is durable here.
public final class Governor {

    /// A guest as it describes itself.
    ///
    /// @param name what people call it; a number is added when another device has that name
    /// @param capacity bytes it contributes
    public record Newcomer(DeviceCard.Keys keys, String name, long capacity) {}

    private final Cluster cluster;
    private final KeyRing.Tools tools;
    private final Rulings rulings;
    private final DeviceId self;

    public Governor(Cluster cluster, KeyRing.Tools tools) {
        this.cluster = cluster;
        this.tools = tools;
        rulings = new Rulings(tools);
        self = tools.keys().id();
    }

    DeviceId self() {
        return self;
    }

    /// Admits a guest. One that is admitted already stays as it is.
    public Roster admit(Newcomer guest, Role role) throws NodeException, InterruptedException {
        return cluster.state(roster -> rulings.admission(roster, guest, role));
    }

    /// Admits a device that is quarantined. One that is admitted already stays as it is.
    public Roster adopt(DeviceId device) throws NodeException, InterruptedException {
        return cluster.state(roster -> rulings.adoption(roster, device));
    }

    /// Puts a device out for good, and begins an epoch that it does not know.
    ///
    /// @param batches the last of its batches that count
    public Roster remove(DeviceId device, List<LastBatch> batches)
            throws NodeException, InterruptedException {
        checkRemoval(device);
        return cluster.state(roster -> rulings.removal(roster, device, batches));
    }

    /// Whether this device may put another one out.
    public void checkRemoval(DeviceId device) throws NodeException {
        check(cluster.roster(), device);
    }

    private void check(Roster roster, DeviceId device) throws NodeException {
        if (roster.device(device).filter(d -> d.isAdmitted() || d.isQuarantined()).isEmpty()) {
            throw new NodeException(
                    Problem.Code.NO_SUCH,
                    "The pool has no such device.",
                    "See `holdfast devices` for those it has.");
        }
        if (device.equals(self)) {
            throw new NodeException(
                    Problem.Code.REFUSED,
                    "A device does not remove itself.",
                    "Remove it on another device that is an owner.");
        }
        if (!roster.device(self).filter(d -> d.role().mayGovern()).isPresent()) {
            throw new NodeException(
                    Problem.Code.REFUSED,
                    "Only an owner removes a device from the pool.",
                    "Remove it on an owner; `holdfast devices` shows who is one.");
        }
        var bySeniority = roster.devices().stream().map(Device::id).toList();
        if (bySeniority.indexOf(device) < bySeniority.indexOf(self)) {
            throw new NodeException(
                    Problem.Code.REFUSED,
                    "That device was in the pool before this one.",
                    "Remove it on an older device, or with the recovery words.");
        }
    }

    /// Gives a device another name.
    public Roster rename(DeviceId device, String name) throws NodeException, InterruptedException {
        var now = cluster.roster();
        if (!Rulings.free(name, device, now, KeyRing.of(now, tools)).equals(name)) {
            throw new NodeException(
                    Problem.Code.EXISTS,
                    "Another device of the pool is called that.",
                    "Choose another name.");
        }
        return cluster.state(
                roster -> {
                    var sealed = KeyRing.of(roster, tools).sealName(device, name);
                    return List.of(new Changed(device, new Named(sealed)));
                });
    }

    /// Changes a device in this order; what it is already is not said again.
    public Roster change(DeviceId device, List<Change> changes)
            throws NodeException, InterruptedException {
        return cluster.state(
                roster ->
                        changes.stream()
                                .filter(change -> !holds(roster, device, change))
                                .<Statement>map(change -> new Changed(device, change))
                                .toList());
    }

    private static boolean holds(Roster roster, DeviceId id, Change change) {
        return roster.device(id).filter(device -> holds(device, change)).isPresent();
    }

    private static boolean holds(Device device, Change change) {
        return switch (change) {
            case Named(var name) -> device.card().sealedName().equals(name);
            case Placed(var role) -> device.role() == role;
            case Claimed(var bytes) -> device.duty().claimed() == bytes;
            case Granted(var bytes) -> device.card().grant() == bytes;
            case Draining(var drain) -> device.duty().drain() == drain;
            case Parked(var isParked) -> device.duty().isParked() == isParked;
        };
    }

    /// Makes good what statements that had not seen each other left undone: begins an epoch when
    /// none is safe to write under, and gives epochs to devices that were admitted beside their
    /// beginning. Of the owners that see each other the most senior does it. Call it whenever the
    /// roster has changed.
    public void mend() throws NodeException, InterruptedException {
        if (!rulings.mending(cluster.roster(), there()).isEmpty()) {
            cluster.state(roster -> rulings.mending(roster, there()));
        }
    }

    private Set<DeviceId> there() {
        return cluster.roster().admitted().stream()
                .map(Device::id)
                .filter(cluster::isHere)
                .collect(Collectors.toSet());
    }
}
