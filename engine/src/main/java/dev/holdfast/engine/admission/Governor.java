package dev.holdfast.engine.admission;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.cluster.Cluster;
import dev.holdfast.engine.core.canonical.Opaque;
import dev.holdfast.engine.core.membership.Device;
import dev.holdfast.engine.core.membership.DeviceCard;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.membership.Role;
import dev.holdfast.engine.core.membership.Roster;
import dev.holdfast.engine.core.membership.SignedStatement;
import dev.holdfast.engine.core.membership.Statement;
import dev.holdfast.engine.core.membership.Statement.Admitted;
import dev.holdfast.engine.core.membership.Statement.Changed;
import dev.holdfast.engine.core.membership.Statement.LastBatch;
import dev.holdfast.engine.core.membership.Statement.Named;
import dev.holdfast.engine.core.membership.Statement.Revoked;
import dev.holdfast.engine.crypto.KeyRing;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

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
    private final DeviceId self;

    public Governor(Cluster cluster, KeyRing.Tools tools) {
        this.cluster = cluster;
        this.tools = tools;
        self = tools.keys().id();
    }

    /// Admits a guest. One that is admitted already stays as it is.
    public Roster admit(Newcomer guest, Role role) throws NodeException, InterruptedException {
        return cluster.state(
                roster ->
                        roster.isAdmitted(guest.keys().id())
                                ? List.of()
                                : List.of(admission(roster, guest, role)));
    }

    private Statement admission(Roster roster, Newcomer guest, Role role) {
        var ring = KeyRing.of(roster, tools);
        var id = guest.keys().id();
        var name = ring.sealName(id, free(guest.name(), id, roster, ring));
        var card = new DeviceCard(guest.keys(), name, tools.chance().bits64(), guest.capacity());
        return role.holdsSecrets()
                ? new Admitted(card, role, ring.leaves(), ring.boxFor(guest.keys()))
                : new Admitted(card, role, List.of(), Opaque.NONE);
    }

    /// The wished name, or with the least number behind it that makes it the only one.
    private static String free(String wish, DeviceId id, Roster roster, KeyRing ring) {
        var taken = new HashSet<String>();
        roster.admitted().stream()
                .filter(device -> !device.id().equals(id))
                .forEach(device -> ring.name(device).ifPresent(taken::add));
        var name = wish;
        for (int n = 2; taken.contains(name); n++) {
            name = wish + "-" + n;
        }
        return name;
    }

    /// Puts a device out for good, and begins an epoch that it does not know.
    ///
    /// @param batches the last of its batches that count
    public Roster remove(DeviceId device, List<LastBatch> batches)
            throws NodeException, InterruptedException {
        check(cluster.roster(), device);
        return cluster.state(roster -> removal(roster, device, batches));
    }

    private List<Statement> removal(Roster roster, DeviceId device, List<LastBatch> batches) {
        var statements = new ArrayList<Statement>();
        if (roster.isAdmitted(device)) {
            var last = roster.lastOf(device).map(SignedStatement::id);
            statements.add(new Revoked(device, last, batches));
            if (roster.device(device).filter(Device::mayHoldSecrets).isPresent()) {
                statements.add(KeyRing.of(roster, tools).rotated(Optional.of(device)));
            }
        }
        return statements;
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
        if (!free(name, device, now, KeyRing.of(now, tools)).equals(name)) {
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
        if (!mending(cluster.roster()).isEmpty()) {
            cluster.state(this::mending);
        }
    }

    private List<Statement> mending(Roster roster) {
        if (!isFirstOwner(roster)) {
            return List.of();
        }
        if (roster.needsRotation()) {
            return List.of(KeyRing.of(roster, tools).rotated(Optional.empty()));
        }
        var keyed = new ArrayList<Statement>();
        for (var epoch : roster.leaves()) {
            var lacking = roster.lacking(epoch);
            if (!lacking.isEmpty() && epoch.holders().contains(self)) {
                keyed.add(KeyRing.of(roster, tools).keyed(epoch.id(), lacking));
            }
        }
        return keyed;
    }

    private boolean isFirstOwner(Roster roster) {
        var there = cluster.connected();
        return roster.admitted().stream()
                .filter(device -> device.role().mayGovern())
                .map(Device::id)
                .filter(id -> id.equals(self) || there.contains(id))
                .findFirst()
                .filter(self::equals)
                .isPresent();
    }
}
