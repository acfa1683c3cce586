package dev.holdfast.gui.shell;

import static dev.holdfast.gui.words.Words.say;

import dev.holdfast.engine.api.Node;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.gui.theme.Tone;
import dev.holdfast.gui.words.Sizes;
import dev.holdfast.gui.work.Device;
import dev.holdfast.gui.work.Line;
import dev.holdfast.gui.work.Live;
import dev.holdfast.gui.work.Picture;
import dev.holdfast.gui.work.Standing;
import dev.holdfast.gui.work.Work;

import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;

import java.util.Optional;

/// What the window is for, which screen it shows, and what stands around the screens.
public final class ShellViewModel {

    private final Device device;
    private final Work work;
    private final Line line;
    private final Live live;
    private final ReadOnlyObjectWrapper<Phase> phase =
            new ReadOnlyObjectWrapper<>(new Phase.Looking());
    private final ObjectProperty<Screen> screen = new SimpleObjectProperty<>(Screen.HOME);
    private final ReadOnlyObjectWrapper<Optional<Banner>> banner =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Foot> foot =
            new ReadOnlyObjectWrapper<>(new Foot("", say("foot.connecting"), "", 0));
    private boolean seeking;

    /// What the edge of the window says.
    ///
    /// @param device this device's name
    /// @param state one short line of state
    /// @param use how much of this device's share is used
    /// @param full the same as a number from 0 to 1
    public record Foot(String device, String state, String use, double full) {}

    public ShellViewModel(Device device, Work work, Line line, Live live) {
        this.device = device;
        this.work = work;
        this.line = line;
        this.live = live;
        live.pictureProperty().subscribe(picture -> picture.ifPresent(this::show));
        live.standingProperty().subscribe(this::show);
    }

    /// Looks for the device, starts its daemon when none runs, and opens the screens; without a
    /// device the first run begins.
    public void open() {
        phase.set(new Phase.Looking());
        work.start(device::attached, this::found, this::notFound);
    }

    /// A device was made: from now on the window is for it. Its daemon is started.
    public void begin() {
        start("banner.running");
    }

    private void start(String notice) {
        phase.set(new Phase.Starting());
        work.start(device::start, node -> started(node, notice), this::failed);
    }

    /// To be called about every second.
    public void tick() {
        if (!(phase.get() instanceof Phase.Open)) {
            return;
        }
        live.tick();
        if (live.standingProperty().get() instanceof Standing.Lost && !seeking) {
            seek(() -> device.attached());
        }
    }

    /// Starts the daemon again after it ended.
    public void restart() {
        seek(() -> Optional.of(device.start()));
    }

    private void seek(Work.Call<Optional<Node>> call) {
        seeking = true;
        work.start(
                call,
                found -> {
                    seeking = false;
                    found.ifPresent(this::connect);
                },
                problem -> {
                    seeking = false;
                    banner.set(
                            Optional.of(
                                    new Banner(Tone.BAD, problem.what(), problem.remedy(), true)));
                });
    }

    private void found(Optional<Node> node) {
        node.ifPresentOrElse(this::enter, () -> start("banner.started"));
    }

    private void notFound(Problem problem) {
        if (problem.code() == Problem.Code.NO_SUCH) {
            phase.set(new Phase.FirstRun());
        } else {
            failed(problem);
        }
    }

    private void started(Node node, String notice) {
        enter(node);
        banner.set(
                Optional.of(new Banner(Tone.CALM, say(notice), say("banner.running.do"), false)));
    }

    private void failed(Problem problem) {
        phase.set(new Phase.Failed(problem));
    }

    private void enter(Node node) {
        connect(node);
        phase.set(new Phase.Open());
        live.tick();
    }

    private void connect(Node node) {
        line.connect(node);
        live.hurry();
    }

    private void show(Picture picture) {
        var status = picture.status();
        var self = picture.devices().getFirst();
        var pool = status.pool();
        long owed = status.copies().owed();
        var state =
                say("foot.devices", pool.online(), pool.devices())
                        + "  ·  "
                        + (owed == 0 ? say("foot.whole") : say("foot.owed", owed));
        long capacity = Math.max(1, self.capacityBytes());
        foot.set(
                new Foot(
                        status.device().name(),
                        state,
                        say(
                                "device.use",
                                Sizes.text(self.usedBytes()),
                                Sizes.text(self.capacityBytes())),
                        Math.clamp((double) self.usedBytes() / capacity, 0.0, 1.0)));
    }

    private void show(Standing standing) {
        var next = Banner.of(standing);
        boolean noticeStays =
                next.isEmpty() && banner.get().filter(b -> b.tone() == Tone.CALM).isPresent();
        if (!noticeStays) {
            banner.set(next);
        }
    }

    /// Tells something that the person should know before going on.
    public void warn(String what, String remedy) {
        banner.set(Optional.of(new Banner(Tone.WARN, what, remedy, false)));
    }

    /// Takes the banner away until there is another reason for one.
    public void dismiss() {
        banner.set(Optional.empty());
    }

    public ReadOnlyObjectProperty<Phase> phaseProperty() {
        return phase.getReadOnlyProperty();
    }

    public ObjectProperty<Screen> screenProperty() {
        return screen;
    }

    public ReadOnlyObjectProperty<Optional<Banner>> bannerProperty() {
        return banner.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<Foot> footProperty() {
        return foot.getReadOnlyProperty();
    }
}
