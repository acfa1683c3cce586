package dev.holdfast.engine.admission;

import dev.holdfast.engine.core.canonical.Opaque;
import dev.holdfast.engine.core.membership.Device;
import dev.holdfast.engine.core.membership.DeviceCard;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.membership.Role;
import dev.holdfast.engine.core.membership.Roster;
import dev.holdfast.engine.core.membership.SignedStatement;
import dev.holdfast.engine.core.membership.Statement;
import dev.holdfast.engine.core.membership.Statement.Admitted;
import dev.holdfast.engine.core.membership.Statement.LastBatch;
import dev.holdfast.engine.core.membership.Statement.Revoked;
import dev.holdfast.engine.crypto.KeyRing;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// What an owner is to state, given the roster as it knows it. Waits for nothing.
///
/// @param tools those of the device that states
public record Rulings(KeyRing.Tools tools) {

    /// The admission of a guest; nothing of one that is admitted already.
    public List<Statement> admission(Roster roster, Governor.Newcomer guest, Role role) {
        if (roster.isAdmitted(guest.keys().id())) {
            return List.of();
        }
        var ring = KeyRing.of(roster, tools);
        var id = guest.keys().id();
        var name = ring.sealName(id, free(guest, roster, ring));
        var card = new DeviceCard(guest.keys(), name, tools.chance().bits64(), guest.capacity());
        return List.of(
                role.holdsSecrets()
                        ? new Admitted(card, role, ring.leaves(), ring.boxFor(guest.keys()))
                        : new Admitted(card, role, List.of(), Opaque.NONE));
    }

    /// The admission of a device that is quarantined; nothing of any other. Who wanted it to be an
    /// owner had no say any more, so it becomes a member, and an owner may change that.
    public List<Statement> adoption(Roster roster, DeviceId id) {
        var device = roster.device(id).filter(Device::isQuarantined);
        return device.map(each -> adoption(roster, each)).orElseGet(List::of);
    }

    private List<Statement> adoption(Roster roster, Device device) {
        var name = KeyRing.of(roster, tools).name(device).orElseGet(() -> device.id().text());
        var card = device.card();
        var role = device.role() == Role.OWNER ? Role.MEMBER : device.role();
        return admission(roster, new Governor.Newcomer(card.keys(), name, card.grant()), role);
    }

    /// The name that a guest wishes, or with the least number behind it that makes it the only one.
    public static String free(Governor.Newcomer guest, Roster roster, KeyRing ring) {
        return free(guest.name(), guest.keys().id(), roster, ring);
    }

    /// The wished name, or with the least number behind it that makes it the only one.
    static String free(String wish, DeviceId id, Roster roster, KeyRing ring) {
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

    /// The removal of a device, and an epoch that it does not know. One that is quarantined knows
    /// none that is written under.
    ///
    /// @param batches the last of its batches that count
    public List<Statement> removal(Roster roster, DeviceId device, List<LastBatch> batches) {
        var statements = new ArrayList<Statement>();
        var known = roster.device(device).filter(d -> d.isAdmitted() || d.isQuarantined());
        if (known.isPresent()) {
            var last = roster.lastOf(device).map(SignedStatement::id);
            statements.add(new Revoked(device, last, batches));
            if (known.get().mayHoldSecrets()) {
                statements.add(KeyRing.of(roster, tools).rotated(Optional.of(device)));
            }
        }
        return statements;
    }

    /// What statements that had not seen each other left undone: an epoch when none is safe to
    /// write under, and epochs for devices that were admitted beside their beginning. Of the owners
    /// that see each other and can, the most senior does it.
    ///
    /// @param there the other devices that this one sees
    public List<Statement> mending(Roster roster, Set<DeviceId> there) {
        var ring = KeyRing.of(roster, tools);
        if (roster.needsRotation()) {
            return isFirstOwner(roster, there, _ -> true)
                    ? List.of(ring.rotated(Optional.empty()))
                    : List.of();
        }
        var keyed = new ArrayList<Statement>();
        for (var epoch : roster.leaves()) {
            var lacking = roster.lacking(epoch);
            if (!lacking.isEmpty() && isFirstOwner(roster, there, epoch.holders()::contains)) {
                keyed.add(ring.keyed(epoch.id(), lacking));
            }
        }
        return keyed;
    }

    private boolean isFirstOwner(Roster roster, Set<DeviceId> there, Predicate<DeviceId> able) {
        var self = tools.keys().id();
        return roster.admitted().stream()
                .filter(device -> device.role().mayGovern())
                .map(Device::id)
                .filter(id -> id.equals(self) || there.contains(id))
                .filter(able)
                .findFirst()
                .filter(self::equals)
                .isPresent();
    }
}
