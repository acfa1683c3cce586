package dev.holdfast.engine.node;

import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.core.batch.BatchChain;
import dev.holdfast.engine.core.membership.Device;
import dev.holdfast.engine.core.namespace.Actor;

import java.util.List;
import java.util.Map;

/// Devices of the pool that wrote two histories, as this device has seen: their homes were copied
/// and run twice, or set back to an older state that wrote before it heard of anybody.
final class TwoHistories {

    private TwoHistories() {}

    static List<Problem> problems(OpenHome home) {
        var chains = home.ledger().views().batches().chains().values();
        return home.live().roster().admitted().stream()
                .filter(device -> chains.stream().anyMatch(all -> isCut(device, all)))
                .map(device -> problem(home.live().name(device)))
                .toList();
    }

    /// What a device in good standing wrote is cut for no other reason.
    private static boolean isCut(Device device, Map<Actor, BatchChain> chains) {
        return chains.entrySet().stream()
                .anyMatch(
                        chain ->
                                chain.getKey().device().equals(device.id())
                                        && chain.getValue().cut() <= chain.getValue().n());
    }

    private static Problem problem(String name) {
        return new Problem(
                Problem.Code.DAMAGED,
                name
                        + " wrote two histories: its home was copied and runs twice, or it was set"
                        + " back. What it wrote since then is not shown here.",
                "If a copy of its home runs, stop it for good. Look on "
                        + name
                        + " for files that others lack, and put them again.");
    }
}
