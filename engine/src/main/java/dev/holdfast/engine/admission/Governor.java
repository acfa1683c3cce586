package dev.holdfast.engine.admission;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.cluster.Cluster;
import dev.holdfast.engine.core.membership.Device;
import dev.holdfast.engine.core.membership.DeviceCard;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.membership.Role;
import dev.holdfast.engine.core.membership.Roster;
import dev.holdfast.engine.core.membership.Statement.Changed;
import dev.holdfast.engine.core.membership.Statement.LastBatch;
import dev.holdfast.engine.core.membership.Statement.Named;
import dev.holdfast.engine.crypto.KeyRing;

import java.util.List;

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

    /// Admits a guest. One that is admitted already stays as it is.
    public Roster admit(Newcomer guest, Role role) throws NodeException, InterruptedException {
        return cluster.state(roster -> rulings.admission(roster, guest, role));
    }

    /// Puts a device out for good, and begins an epoch that it does not know.
    ///
    /// @param batches the last of its batches that count
    public Roster remove(DeviceId device, List<LastBatch> batches)
            throws NodeException, InterruptedException {
        check(cluster.roster(), device);
        return cluster.state(roster -> rulings.removal(roster, device, batches));
    }

    private void check(Roster roster, DeviceId device) throws NodeException {
        if (!roster.isAdmitted(device)) {
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
        var bySeniority = roster.admitted().stream().map(Device::id).toList();
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

    /// Makes good what statements that had not seen each other left undone: begins an epoch when
    /// none is safe to write under, and gives epochs to devices that were admitted beside their
    /// beginning. Of the owners that see each other the most senior does it. Call it whenever the
    /// roster has changed.
    public void mend() throws NodeException, InterruptedException {
        if (!rulings.mending(cluster.roster(), cluster.connected()).isEmpty()) {
            cluster.state(roster -> rulings.mending(roster, cluster.connected()));
        }
    }
}
