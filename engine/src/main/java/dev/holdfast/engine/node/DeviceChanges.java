package dev.holdfast.engine.node;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.Event;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.core.membership.Device;
import dev.holdfast.engine.core.membership.Role;
import dev.holdfast.engine.core.membership.Statement.Change;
import dev.holdfast.engine.core.membership.Statement.Claimed;
import dev.holdfast.engine.core.membership.Statement.Granted;
import dev.holdfast.engine.core.membership.Statement.LastBatch;
import dev.holdfast.engine.core.membership.Statement.Parked;
import dev.holdfast.engine.core.membership.Statement.Placed;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// The commands that change what the pool's list says of a device.
record DeviceChanges(OpenHome home, Network network, Draining draining) {

    Outcome.Changed rename(Command.RenameDevice command)
            throws NodeException, InterruptedException {
        if (home.isKeeper()) {
            throw new NodeException(Library.KEEPER, null);
        }
        var device = home.live().only(command.name());
        HomeMaking.check(command.to());
        if (!isOwn(device)) {
            requireOwner("gives another device a name");
        }
        draining.settle(network.governor().rename(device.id(), command.to()));
        return new Outcome.Changed(1);
    }

    Outcome.Changed resize(Command.ResizeDevice command)
            throws NodeException, InterruptedException {
        var device = home.live().only(command.name());
        if (command.bytes() < 0) {
            throw new NodeException(
                    Problem.Code.USAGE,
                    "A device cannot contribute less than nothing.",
                    "Give a size such as 50G; 0 when it is to keep nothing.");
        }
        var changes = new ArrayList<Change>();
        if (isOwner()) {
            changes.add(new Granted(command.bytes()));
        } else if (!isOwn(device)) {
            requireOwner("says what another device contributes");
        } else if (command.bytes() > device.card().grant()) {
            throw new NodeException(
                    Problem.Code.REFUSED,
                    "An owner has granted this device %,d MB, and no more of it counts."
                            .formatted(device.card().grant() / 1_000_000),
                    "Ask for more on a device that is an owner, with the same command.");
        }
        changes.add(new Claimed(command.bytes()));
        draining.state(device.id(), changes);
        return new Outcome.Changed(1);
    }

    Outcome.Changed place(Command.PlaceDevice command) throws NodeException, InterruptedException {
        var device = home.live().only(command.name());
        var role = Role.valueOf(command.role().name());
        if (device.role() == role) {
            return new Outcome.Changed(0);
        }
        requireOwner("says what a device may do");
        if (isOwn(device)) {
            throw refused(
                    "A device does not change its own role.",
                    "Change it on an owner that was in the pool before it.");
        }
        if (device.role() == Role.KEEPER) {
            throw refused(
                    "A keeper was never given the pool's secrets, and a change of role gives none.",
                    "Remove it, then invite it anew with the role that it is to have.");
        }
        if (role == Role.KEEPER) {
            throw refused(
                    "A device that has read the pool cannot be made to forget what it knows.",
                    "Remove it, which changes the secret; then invite it anew as a keeper.");
        }
        requireSenior(device);
        draining.state(device.id(), List.of(new Placed(role)));
        return new Outcome.Changed(1);
    }

    Outcome.Changed park(Command.ParkDevice command) throws NodeException, InterruptedException {
        var device = home.live().only(command.name());
        requireOwner("parks a device");
        if (!command.cancel()) {
            if (isOwn(device) || draining.isHere(device.id())) {
                throw refused(
                        command.name() + " is here; only a device that is away can be parked.",
                        "Drain it with `holdfast device drain`, if it is to give its copies away.");
            }
            draining.requireOthers(device);
        }
        boolean isSame = device.duty().isParked() != command.cancel();
        draining.state(device.id(), List.of(new Parked(!command.cancel())));
        return new Outcome.Changed(isSame ? 0 : 1);
    }

    Outcome.Drained drain(Command.DrainDevice command, Consumer<Event> events)
            throws NodeException, InterruptedException {
        var device = home.live().only(command.name());
        if (!isOwn(device)) {
            requireOwner("drains another device");
        }
        return command.cancel() ? draining.cancel(device) : draining.drain(device, events);
    }

    Outcome.Changed adopt(Command.AdoptDevice command) throws NodeException, InterruptedException {
        var device = home.live().known(command.name());
        if (device.isAdmitted()) {
            return new Outcome.Changed(0);
        }
        requireOwner("takes a device in");
        draining.settle(network.governor().adopt(device.id()));
        return new Outcome.Changed(1);
    }

    Outcome.Changed remove(Command.RemoveDevice command, Consumer<Event> events)
            throws NodeException, InterruptedException {
        var device = home.live().known(command.name());
        if (isOwn(device)) {
            throw new NodeException(
                    Problem.Code.USAGE,
                    "A device cannot remove itself.",
                    "Remove it on another device that is an owner.");
        }
        network.governor().checkRemoval(device.id());
        if (!command.now() && draining.isHere(device.id())) {
            draining.leave(device, events);
        }
        var last =
                device.isQuarantined()
                        ? List.<LastBatch>of()
                        : network.exchange().lastOf(device.id());
        draining.settle(network.governor().remove(device.id(), last));
        return new Outcome.Changed(1);
    }

    private boolean isOwn(Device device) {
        return device.id().equals(home.live().self());
    }

    private boolean isOwner() {
        return home.live()
                .roster()
                .device(home.live().self())
                .filter(self -> self.role().mayGovern())
                .isPresent();
    }

    void requireOwner(String what) throws NodeException {
        if (!isOwner()) {
            throw refused(
                    "Only an owner " + what + ".",
                    "Do it on an owner; `holdfast devices` shows who is one.");
        }
    }

    private void requireSenior(Device device) throws NodeException {
        var bySeniority = home.live().roster().admitted().stream().map(Device::id).toList();
        if (bySeniority.indexOf(device.id()) < bySeniority.indexOf(home.live().self())) {
            throw refused(
                    "That device was in the pool before this one.",
                    "Change its role on an older owner; the first device stays an owner.");
        }
    }

    private static NodeException refused(String what, String remedy) {
        return new NodeException(Problem.Code.REFUSED, what, remedy);
    }
}
