package dev.holdfast.engine.core.routing;

import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.membership.DeviceId;

import java.util.List;
import java.util.Set;

/// The ring as one device sees it: with whom it keeps sessions, and whom it names to others.
///
/// @param reachable those it has a session with now, standing or opened for a question
public record RoutingTable(DeviceId self, Ring ring, Set<DeviceId> reachable) {

    /// Devices that are named in one answer.
    public static final int CONTACTS_MAX = 8;

    public RoutingTable {
        reachable = Set.copyOf(reachable);
    }

    /// With whom there is to be a session at all times.
    public Set<DeviceId> standing() {
        return ring.peers(self);
    }

    /// Whether a session with this device may be closed when nobody uses it.
    public boolean isSpare(DeviceId device) {
        return !standing().contains(device);
    }

    /// Whether this device keeps the record of a key.
    public boolean keeps(Hash key) {
        return ring.recordHolders(key).contains(self);
    }

    /// Whom to ask for a key: those of the reachable that are closest to it, the closest first.
    public List<DeviceId> contacts(Hash key) {
        return reachable.stream()
                .filter(ring::has)
                .sorted(Distance.to(key))
                .limit(CONTACTS_MAX)
                .toList();
    }
}
