package dev.holdfast.engine.node;

import dev.holdfast.engine.cluster.Cluster;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.membership.Health;
import dev.holdfast.engine.core.repair.PoolView;
import dev.holdfast.engine.core.repair.Presence;

import java.time.Instant;
import java.util.Optional;
import java.util.TreeMap;

/// The pool as it is seen at one moment.
final class Sight {

    private Sight() {}

    /// A device that contributes nothing is among the others too: it may hold what it was given.
    static PoolView of(LiveRoster live, Cluster cluster) {
        var now = live.now();
        var health = cluster.health();
        var parked = now.roster().parked();
        var others = new TreeMap<DeviceId, Presence>();
        for (var device : now.roster().admitted()) {
            if (!device.id().equals(live.self()) && !parked.contains(device.id())) {
                var sighting = Optional.ofNullable(health.sightings().get(device.id()));
                var since = sighting.map(Health.Sighting::since).orElse(Instant.EPOCH);
                boolean online = cluster.isHere(device.id());
                others.put(device.id(), new Presence(online, since));
            }
        }
        return new PoolView(live.self(), now.layout(), others, parked);
    }
}
