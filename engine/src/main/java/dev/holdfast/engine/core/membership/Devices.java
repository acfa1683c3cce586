package dev.holdfast.engine.core.membership;

import dev.holdfast.engine.core.canonical.Opaque;
import dev.holdfast.engine.core.membership.Device.Standing;
import dev.holdfast.engine.core.membership.Statement.Change;
import dev.holdfast.engine.core.membership.Statement.Changed;
import dev.holdfast.engine.core.membership.Statement.Claimed;
import dev.holdfast.engine.core.membership.Statement.Draining;
import dev.holdfast.engine.core.membership.Statement.Granted;
import dev.holdfast.engine.core.membership.Statement.Named;
import dev.holdfast.engine.core.membership.Statement.Parked;
import dev.holdfast.engine.core.membership.Statement.Placed;
import dev.holdfast.engine.core.membership.StatementGraph.Node;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// Makes the devices out of the statements that count.
final class Devices {

    private Devices() {}

    /// The devices by seniority. Those whose admission counts only in the `lenient` judgement are
    /// quarantined.
    static Map<DeviceId, Device> of(Judgement judgement, Judgement lenient) {
        var devices = new LinkedHashMap<DeviceId, Device>();
        for (var id : judgement.known()) {
            var admission = judgement.admission(id).or(() -> lenient.admission(id)).orElseThrow();
            devices.put(id, admitted(admission, standing(id, judgement)));
        }
        for (var signed : judgement.accepted()) {
            if (signed.statement() instanceof Changed(var id, var change)) {
                devices.computeIfPresent(id, (_, device) -> changed(device, change));
            }
        }
        return Collections.unmodifiableMap(devices);
    }

    private static Standing standing(DeviceId id, Judgement judgement) {
        if (judgement.cut(id).isPresent()) {
            return Standing.REVOKED;
        }
        return judgement.admission(id).isPresent() ? Standing.ADMITTED : Standing.QUARANTINED;
    }

    private static Device admitted(Node admission, Standing standing) {
        var card = StatementGraph.introduced(admission.statement()).orElseThrow();
        return Device.admitted(card, Judgement.role(admission), standing);
    }

    private static Device changed(Device device, Change change) {
        var card = device.card();
        return switch (change) {
            case Named(var name) -> device.with(with(card, name, card.grant()));
            case Granted(var bytes) -> device.with(with(card, card.sealedName(), bytes));
            case Placed(var role) -> device.with(role);
            case Claimed(var bytes) -> device.with(device.duty().claiming(bytes));
            case Draining(var drain) -> device.with(device.duty().draining(drain));
            case Parked(var isParked) -> device.with(device.duty().parked(isParked));
        };
    }

    private static DeviceCard with(DeviceCard card, Opaque name, long grant) {
        return new DeviceCard(card.keys(), name, card.site(), grant);
    }
}
