package dev.holdfast.engine.node;

import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.core.batch.BatchChain;
import dev.holdfast.engine.core.membership.Device;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.namespace.Actor;

import java.util.List;
import java.util.Map;
import java.util.Set;

/// Devices whose homes were copied and run twice at this time, and those that wrote two histories,
/// as this device has seen: because of that, or set back to an older state that wrote before it
/// heard of anybody.
final class TwoHistories {

    private static final String STOP =
            "Stop one of the two for good. A machine that is to be of the pool as well joins it"
                    + " with a home of its own: `holdfast invite`.";

    private TwoHistories() {}

    /// Those that run twice.
    ///
    /// @param doubles devices of which that is known
    static List<Problem> running(LiveRoster live, Set<DeviceId> doubles) {
        return doubles.stream()
                .sorted()
                .map(device -> device.equals(live.self()) ? "This device" : live.name(device))
                .map(
                        who ->
                                new Problem(
                                        Problem.Code.DAMAGED,
                                        who
                                                + " runs twice at this time: its home was copied,"
                                                + " and both are on the network.",
                                        STOP))
                .toList();
    }

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
