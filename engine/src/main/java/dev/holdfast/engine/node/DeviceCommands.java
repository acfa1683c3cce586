package dev.holdfast.engine.node;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.Event;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.core.membership.Device;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.membership.Health;
import dev.holdfast.engine.core.membership.Role;
import dev.holdfast.engine.net.Endpoint;
import dev.holdfast.engine.share.Bearer;
import dev.holdfast.engine.share.Ticket;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import java.util.function.Consumer;

/// The commands about the pool's devices.
record DeviceCommands(OpenHome home, Network network, Endpoint listening) {

    Outcome.Devices list() {
        var live = home.live();
        var devices = new ArrayList<Outcome.Device>();
        for (var device : live.roster().admitted()) {
            if (device.id().equals(live.self())) {
                devices.addFirst(own(device));
            } else {
                devices.add(other(device));
            }
        }
        return new Outcome.Devices(devices);
    }

    private Outcome.Device own(Device device) {
        return new Outcome.Device(
                device.id().toString(),
                home.live().name(device),
                role(device.role()),
                true,
                device.capacity(),
                home.store().index().bytes(),
                Optional.of(listening.toString()),
                Optional.of(Instant.now()));
    }

    private Outcome.Device other(Device device) {
        var sighting = network.cluster().health().sightings().get(device.id());
        boolean online = network.cluster().connection(device.id()).isPresent();
        var address =
                network.cluster().addresses().stream()
                        .filter(record -> record.device().equals(device.id()))
                        .flatMap(record -> record.stated().addresses().stream())
                        .findFirst();
        return new Outcome.Device(
                device.id().toString(),
                home.live().name(device),
                role(device.role()),
                online,
                device.capacity(),
                usedBy(device.id()),
                address,
                Optional.ofNullable(sighting).flatMap(Health.Sighting::heard));
    }

    /// Sealed bytes of the chunks held here that the device confirmed to hold too.
    private long usedBy(DeviceId device) {
        return home.ledger()
                .views()
                .chunks()
                .all()
                .filter(facts -> facts.holders().contains(device))
                .mapToLong(facts -> home.store().index().length(facts.id()).orElse(0))
                .sum();
    }

    Outcome.Changed remove(Command.RemoveDevice command)
            throws NodeException, InterruptedException {
        var device =
                home.live()
                        .named(command.name())
                        .orElseThrow(
                                () ->
                                        new NodeException(
                                                Problem.Code.NO_SUCH,
                                                "There is no device named "
                                                        + command.name()
                                                        + " in this pool.",
                                                "List the devices with `holdfast devices`."));
        if (device.id().equals(home.live().self())) {
            throw new NodeException(
                    Problem.Code.USAGE,
                    "A device cannot remove itself.",
                    "Remove it on another device that is an owner.");
        }
        network.governor().remove(device.id(), network.exchange().lastOf(device.id()));
        return new Outcome.Changed(1);
    }

    Outcome.Admitted invite(Command.Invite command, Consumer<Event> events)
            throws NodeException, InterruptedException {
        var bearer = Bearer.draw(home.live().tools().chance());
        var terms =
                new Ticket.Terms(
                        Role.valueOf(command.role().name()),
                        Instant.now().plus(command.validFor()));
        var addresses = LocalAddresses.of(listening).stream().limit(Ticket.ADDRESSES_MAX).toList();
        var ticket =
                new Ticket(
                        home.live().roster().pool(), home.live().self(), addresses, bearer, terms);
        network.inviter().open(ticket);
        try {
            events.accept(new Event.Invited(ticket.text(), terms.expires()));
            if (!network.awaitRoster(
                    () -> network.inviter().guest(bearer).isPresent(), command.validFor())) {
                throw new NodeException(
                        Problem.Code.UNREACHABLE,
                        "Nobody joined before the code expired.",
                        "Invite again, and use the code on the other device in time.");
            }
            return new Outcome.Admitted(
                    home.live().name(network.inviter().guest(bearer).orElseThrow()));
        } finally {
            network.inviter().close(bearer);
        }
    }

    static dev.holdfast.engine.api.Role role(Role role) {
        return dev.holdfast.engine.api.Role.valueOf(role.name());
    }
}
