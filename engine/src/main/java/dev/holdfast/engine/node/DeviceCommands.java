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
import dev.holdfast.engine.core.membership.SignedStatement;
import dev.holdfast.engine.net.Endpoint;
import dev.holdfast.engine.pairing.Code;
import dev.holdfast.engine.share.Bearer;
import dev.holdfast.engine.share.Ticket;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/// The commands that tell of the pool's devices, and the one that lets another in.
record DeviceCommands(OpenHome home, Network network, Endpoint listening) {

    /// Those that change something.
    DeviceChanges changes() {
        return new DeviceChanges(home, network, new Draining(home, network, this::usedBy));
    }

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
        Quarantined.of(live.roster()).forEach(device -> devices.add(other(device)));
        return new Outcome.Devices(devices);
    }

    Outcome.Reach askReach() throws InterruptedException {
        var answers = new ArrayList<Outcome.Dialed>();
        network.cluster()
                .askReach()
                .forEach(
                        (device, found) ->
                                answers.add(
                                        new Outcome.Dialed(
                                                home.live().name(device),
                                                found.reached(),
                                                found.missed())));
        answers.sort(Comparator.comparing(Outcome.Dialed::device));
        return new Outcome.Reach(answers);
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
                Optional.of(home.clock().instant()),
                duty(device));
    }

    private Outcome.Device other(Device device) {
        var sighting = network.cluster().health().sightings().get(device.id());
        boolean online = network.cluster().isHere(device.id());
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
                Optional.ofNullable(sighting).flatMap(Health.Sighting::heard),
                duty(device));
    }

    /// Sealed bytes of the chunks held here that the device confirmed to hold too.
    long usedBy(DeviceId device) {
        return home.ledger()
                .views()
                .chunks()
                .all()
                .filter(facts -> facts.holders().contains(device))
                .mapToLong(facts -> home.store().index().length(facts.id()).orElse(0))
                .sum();
    }

    Outcome.DeviceShown show(Command.ShowDevice command)
            throws NodeException, InterruptedException {
        var live = home.live();
        var device = live.known(command.name());
        boolean isOwn = device.id().equals(live.self());
        var host =
                device.isQuarantined()
                        ? Quarantined.host(live.roster(), device.id())
                        : live.roster().admission(device.id()).flatMap(SignedStatement::signer);
        return new Outcome.DeviceShown(
                isOwn ? own(device) : other(device),
                device.id().text(),
                live.roster().devices().indexOf(device) + 1,
                host.map(live::name),
                new Outcome.Room(device.duty().claimed(), device.card().grant(), device.offered()),
                share(device.id()),
                isOwn ? network.upkeep().progress().owed() : owedTo(device.id()),
                isOwn ? strays(device.id()) : network.directory().strays(device.id()));
    }

    private Outcome.Share share(DeviceId device) {
        var layout = home.live().now().layout();
        long owned =
                IntStream.range(0, layout.partitions())
                        .filter(i -> layout.owns(device, layout.partition(i), layout.factor()))
                        .count();
        return new Outcome.Share((int) owned, layout.partitions());
    }

    /// Chunks held here that belong there too and are not known to be there.
    private long owedTo(DeviceId device) {
        var layout = home.live().now().layout();
        return home.ledger()
                .views()
                .chunks()
                .all()
                .filter(facts -> facts.held() && facts.factor() > 0)
                .filter(facts -> !facts.holders().contains(device))
                .filter(facts -> layout.owners(facts.id(), facts.factor()).contains(device))
                .count();
    }

    /// Chunks held here that belong on others.
    private long strays(DeviceId self) {
        var layout = home.live().now().layout();
        return home.ledger()
                .views()
                .chunks()
                .all()
                .filter(facts -> facts.held() && facts.factor() > 0)
                .filter(facts -> !layout.owners(facts.id(), facts.factor()).contains(self))
                .count();
    }

    static Outcome.Duty duty(Device device) {
        if (device.isQuarantined()) {
            return Outcome.Duty.QUARANTINED;
        }
        if (device.duty().isParked()) {
            return Outcome.Duty.PARKED;
        }
        return switch (device.duty().drain()) {
            case NONE -> Outcome.Duty.ACTIVE;
            case UNDERWAY -> Outcome.Duty.DRAINING;
            case DONE -> Outcome.Duty.DRAINED;
        };
    }

    private Ticket ticket(Command.Invite command) {
        var live = home.live();
        var addresses = LocalAddresses.of(listening).stream().limit(Ticket.ADDRESSES_MAX).toList();
        var bearer = Bearer.draw(live.tools().chance());
        var terms =
                new Ticket.Terms(
                        Role.valueOf(command.role().name()),
                        home.clock().instant().plus(command.validFor()));
        return new Ticket(live.roster().pool(), live.self(), addresses, bearer, terms);
    }

    Outcome.Admitted invite(Command.Invite command, Consumer<Event> events)
            throws NodeException, InterruptedException {
        changes().requireOwner("lets another device in");
        var ticket = ticket(command);
        var bearer = ticket.bearer();
        var code = Code.draw(home.live().tools().chance());
        var inviter = network.inviter();
        inviter.open(ticket);
        try {
            inviter.offer(code, ticket);
            events.accept(new Event.Invited(code.text(), ticket.text(), ticket.terms().expires()));
            var isSettled =
                    network.awaitRoster(
                            () -> inviter.guest(bearer).isPresent() || inviter.isBurnt(bearer),
                            command.validFor());
            if (!isSettled) {
                throw new NodeException(
                        Problem.Code.UNREACHABLE,
                        "Nobody joined before the code expired.",
                        "Invite again, and use the code on the other device in time.");
            }
            if (inviter.isBurnt(bearer)) {
                throw new NodeException(
                        Problem.Code.REFUSED,
                        "Ten wrong codes were tried, so this one is worth nothing any more.",
                        "Invite again. If nobody of yours mistyped it, somebody on your network"
                                + " guesses.");
            }
            var guest = home.live().name(inviter.guest(bearer).orElseThrow());
            return new Outcome.Admitted(guest, inviter.check(bearer));
        } finally {
            inviter.close(bearer);
        }
    }

    static dev.holdfast.engine.api.Role role(Role role) {
        return dev.holdfast.engine.api.Role.valueOf(role.name());
    }
}
