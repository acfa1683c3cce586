package dev.holdfast.gui.devices;

import static dev.holdfast.gui.words.Words.say;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.Event;
import dev.holdfast.engine.api.Node;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.api.Role;
import dev.holdfast.gui.work.Live;
import dev.holdfast.gui.work.Picture;
import dev.holdfast.gui.work.Work;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// What the Devices screen shows, and what its buttons mean. Knows no control.
public final class DevicesViewModel {

    /// How long a code is good.
    public static final Duration VALID_FOR = Duration.ofMinutes(10);

    private final Node node;
    private final Work work;
    private final Live live;
    private final ObservableList<DeviceCard> devices = FXCollections.observableArrayList();
    private final ObservableList<DeviceCard> shown =
            FXCollections.unmodifiableObservableList(devices);
    private final ReadOnlyObjectWrapper<Invitation> invitation =
            new ReadOnlyObjectWrapper<>(new Invitation.None());
    private final ReadOnlyObjectWrapper<Removal> removal =
            new ReadOnlyObjectWrapper<>(new Removal.None());
    private long invited;
    private Work.@Nullable Running running;

    public DevicesViewModel(Node node, Work work, Live live) {
        this.node = node;
        this.work = work;
        this.live = live;
        live.pictureProperty().subscribe(picture -> picture.ifPresent(this::show));
    }

    private void show(Picture picture) {
        var cards = DeviceCard.of(picture);
        if (!cards.equals(devices)) {
            devices.setAll(cards);
        }
    }

    /// Makes a code, shows it, and waits for the guest. A code that was there before is worth
    /// nothing from now on.
    public void invite(Role role) {
        withdraw();
        long mine = ++invited;
        invitation.set(new Invitation.Asking());
        running =
                work.start(
                        () ->
                                node.run(
                                        new Command.Invite(role, VALID_FOR),
                                        event -> work.show(() -> hear(event, role, mine))),
                        admitted ->
                                end(
                                        mine,
                                        new Invitation.Admitted(
                                                admitted.device(), admitted.check())),
                        problem -> end(mine, ending(problem)));
    }

    private static Invitation ending(Problem problem) {
        return problem.code() == Problem.Code.CANCELLED
                ? new Invitation.None()
                : new Invitation.Failed(problem);
    }

    private void hear(Event event, Role role, long mine) {
        if (mine == invited && event instanceof Event.Invited told) {
            invitation.set(
                    new Invitation.Waiting(role, told.code(), told.ticket(), told.expires()));
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

    /// Asks the person whether a device is to leave the pool, and says what that means.
    ///
    /// @param id of the device
    public void askToRemove(String id) {
        var picture = live.picture();
        if (picture.isEmpty() || removal.get() instanceof Removal.Going) {
            return;
        }
        devices.stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .ifPresent(
                        device ->
                                removal.set(
                                        new Removal.Asked(
                                                device.name(),
                                                consequences(device, picture.get()))));
    }

    private static List<String> consequences(DeviceCard device, Picture picture) {
        var copies = picture.status().copies();
        int left = picture.devices().size() - 1;
        var sentences = new ArrayList<String>();
        if (copies.owed() > 0) {
            sentences.add(say("remove.owed", copies.owed(), device.name()));
        }
        sentences.add(
                copies.minLive() > left
                        ? say("remove.fewer", left)
                        : say("remove.copies", device.name()));
        sentences.add(say(device.online() ? "remove.keeps" : "remove.away", device.name()));
        return sentences;
    }

    /// The person means it: the device leaves the pool for good.
    public void remove() {
        if (removal.get() instanceof Removal.Asked asked) {
            var name = asked.device();
            removal.set(new Removal.Going(name));
            work.ask(
                    () -> node.run(new Command.RemoveDevice(name, false), event -> {}),
                    done -> removed(new Removal.Gone(name)),
                    problem -> removed(new Removal.Failed(problem)));
        }
    }

    private void removed(Removal ended) {
        removal.set(ended);
        live.hurry();
    }

    /// Everything stays as it is; what was said of a removal is put away.
    public void keep() {
        if (!(removal.get() instanceof Removal.Going)) {
            removal.set(new Removal.None());
        }
    }

    public ReadOnlyObjectProperty<Removal> removalProperty() {
        return removal.getReadOnlyProperty();
    }

    /// The pool's devices, this one first.
    public ObservableList<DeviceCard> devices() {
        return shown;
    }

    public ReadOnlyObjectProperty<Invitation> invitationProperty() {
        return invitation.getReadOnlyProperty();
    }
}
