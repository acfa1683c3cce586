package dev.holdfast.engine.cluster;

import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.core.liveness.Sight;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.membership.Health;
import dev.holdfast.engine.core.membership.Roster;
import dev.holdfast.engine.net.Connection;

/// What the cluster tells the rooms that lean on it. Events come one at a time, in order, from the
/// cluster's loop: a listener hands work on and returns.
public sealed interface ClusterEvent {

    /// The connection to use for this peer from now on.
    record PeerUp(DeviceId device, Connection connection) implements ClusterEvent {}

    /// That connection is no more. Another one may follow.
    record PeerDown(DeviceId device, Connection connection) implements ClusterEvent {}

    /// The pool's statements have become more; they are durable here.
    record RosterChanged(Roster before, Roster now) implements ClusterEvent {}

    /// A device is healthier, or less so.
    record HealthTurned(Health.Turned turned) implements ClusterEvent {}

    /// A device is reached, or doubted, or only others reach it.
    record SightTurned(DeviceId device, Sight from, Sight to) implements ClusterEvent {}

    /// Something that a person should know.
    record Troubled(Problem problem) implements ClusterEvent {}
}
