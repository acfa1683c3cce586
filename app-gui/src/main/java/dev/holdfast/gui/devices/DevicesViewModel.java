package dev.holdfast.gui.devices;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.Event;
import dev.holdfast.engine.api.Node;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.api.Role;
import dev.holdfast.gui.work.Live;
import dev.holdfast.gui.work.Work;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/// What the Devices screen shows, and what its buttons mean. Knows no control.
public final class DevicesViewModel {

    /// How long a code is good.
    public static final Duration VALID_FOR = Duration.ofMinutes(10);

    private final Node node;
    private final Work work;
    private final Live live;
    private final ObservableList<Outcome.Device> devices = FXCollections.observableArrayList();
    private final ObservableList<Outcome.Device> shown =
            FXCollections.unmodifiableObservableList(devices);
    private final ReadOnlyObjectWrapper<Invitation> invitation =
            new ReadOnlyObjectWrapper<>(new Invitation.None());
    private long invited;
    private Work.@Nullable Running running;

    public DevicesViewModel(Node node, Work work, Live live) {
        this.node = node;
        this.work = work;
        this.live = live;
        live.pictureProperty()
                .subscribe(
                        picture ->
                                picture.filter(seen -> !seen.devices().equals(devices))
                                        .ifPresent(seen -> devices.setAll(seen.devices())));
    }

    /// Makes a code, shows it, and waits for the guest.
    public void invite(Role role) {
        withdraw();
        long mine = ++invited;
        invitation.set(new Invitation.Asking());
        running =
                work.start(
                        () ->
                                node.run(
                                        new Command.Invite(role, VALID_FOR),
                                        event -> work.show(() -> hear(event, mine))),
                        admitted -> end(mine, new Invitation.Admitted(admitted.device())),
                        problem -> end(mine, ending(problem)));
    }

    private static Invitation ending(Problem problem) {
        return problem.code() == Problem.Code.CANCELLED
                ? new Invitation.None()
                : new Invitation.Failed(problem);
    }

    private void hear(Event event, long mine) {
        if (mine == invited && event instanceof Event.Invited(var code, var expires)) {
            invitation.set(new Invitation.Waiting(code, expires));
        }
    }

    private void end(long mine, Invitation ended) {
        if (mine == invited) {
            running = null;
            invitation.set(ended);
            live.hurry();
        }
    }

    /// Takes the invitation back: its code is worth nothing from now on.
    public void withdraw() {
        invited++;
        if (running != null) {
            running.cancel();
            running = null;
        }
        invitation.set(new Invitation.None());
    }

    /// The pool's devices, this one first.
    public ObservableList<Outcome.Device> devices() {
        return shown;
    }

    public ReadOnlyObjectProperty<Invitation> invitationProperty() {
        return invitation.getReadOnlyProperty();
    }
}
