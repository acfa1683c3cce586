package dev.holdfast.engine.core.repair;

import dev.holdfast.engine.core.membership.DeviceId;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/// What is to be done for one chunk, as one of its holders sees it.
///
/// Every holder makes this plan for itself and nobody decides for all. That they do not all pay at
/// once is the work of `rank`: of the holders that can be reached, the most preferred pays at once,
/// the next only when that one did not, and so on.
///
/// @param candidates where a copy may go, the most preferred first: the owners that lack it, then
///   those that stand in for owners which are away
/// @param rank how many reachable holders pay before this device
record RepairPlan(ReplicaHealth health, List<DeviceId> candidates, int rank) {

    static RepairPlan of(HeldChunk chunk, PoolView view, RepairPolicy policy, Instant now) {
        var health = ReplicaHealth.of(chunk, view, policy, now);
        if (health.missing() == 0) {
            return new RepairPlan(health, List.of(), 0);
        }
        var order = view.layout().preferences(view.layout().partition(chunk.id()));
        var candidates =
                order.stream()
                        .filter(device -> !device.equals(view.self()) && view.isOnline(device))
                        .filter(device -> !chunk.holders().contains(device))
                        .toList();
        return new RepairPlan(health, candidates, rank(chunk, view, order));
    }

    private static int rank(HeldChunk chunk, PoolView view, List<DeviceId> order) {
        // Holders outside the layout come last, in the order of their ids.
        var payers =
                Comparator.comparingInt((DeviceId d) -> order.indexOf(d) & Integer.MAX_VALUE)
                        .thenComparing(Comparator.naturalOrder());
        return (int)
                chunk.holders().stream()
                        .filter(view::isOnline)
                        .filter(holder -> payers.compare(holder, view.self()) < 0)
                        .count();
    }
}
