package dev.holdfast.engine.node;

import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.core.membership.Device;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.membership.Roster;
import dev.holdfast.engine.core.membership.SignedStatement;
import dev.holdfast.engine.core.membership.Statement.Admitted;

import java.util.List;
import java.util.Optional;

/// Devices that were let in by one that was out of the pool by then, and knew or hid it. They are
/// refused like strangers until an owner decides.
final class Quarantined {

    private Quarantined() {}

    static List<Device> of(Roster roster) {
        return roster.devices().stream().filter(Device::isQuarantined).toList();
    }

    /// The device that let one in whose admission does not count.
    static Optional<DeviceId> host(Roster roster, DeviceId guest) {
        return roster.statements().stream()
                .filter(signed -> isAdmission(signed, guest))
                .flatMap(signed -> signed.signer().stream())
                .findFirst();
    }

    private static boolean isAdmission(SignedStatement signed, DeviceId guest) {
        return signed.statement() instanceof Admitted admitted
                && admitted.card().id().equals(guest);
    }

    static List<Problem> problems(LiveRoster live) {
        return of(live.roster()).stream()
                .map(
                        device -> {
                            var word = live.word(device);
                            return problem(
                                    live.name(device) + " is quarantined" + why(live, device),
                                    ("If it is yours, run `holdfast device adopt %s` on an owner;"
                                                    + " if not, `holdfast device remove %s`.")
                                            .formatted(word, word));
                        })
                .toList();
    }

    /// What the person of a quarantined device is told.
    static Problem own(LiveRoster live, Device self) {
        return problem(
                "This device is quarantined" + why(live, self),
                "Run `holdfast device adopt %s` on an owner of the pool; what is on this device can"
                                .formatted(live.word(self))
                        + " still be read.");
    }

    private static String why(LiveRoster live, Device device) {
        return host(live.roster(), device.id())
                .map(
                        host ->
                                ": "
                                        + live.name(host)
                                        + " let it in, which was out of the pool by then.")
                .orElse(".");
    }

    private static Problem problem(String what, String remedy) {
        return new Problem(Problem.Code.REFUSED, what, remedy);
    }
}
