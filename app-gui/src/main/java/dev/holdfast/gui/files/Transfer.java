package dev.holdfast.gui.files;

import static dev.holdfast.gui.words.Words.say;

import dev.holdfast.engine.api.Event;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.gui.words.Plain;
import dev.holdfast.gui.words.Sizes;
import dev.holdfast.gui.words.Times;
import dev.holdfast.gui.work.Work;

import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/// One store or get, from its start until it is put away.
public final class Transfer {

    /// How it stands.
    public enum State {
        RUNNING,
        CANCELLING,
        DONE,
        /// Done, and a file of several, or a copy, is missing.
        PART,
        CANCELLED,
        FAILED
    }

    private static final double UNKNOWN = -1;

    /// Files left out that are named.
    private static final int NAMED_MAX = 5;

    private final String title;
    private final Work work;
    private final LongSupplier nanos;
    private final ReadOnlyObjectWrapper<State> state = new ReadOnlyObjectWrapper<>(State.RUNNING);
    private final ReadOnlyDoubleWrapper fraction = new ReadOnlyDoubleWrapper(UNKNOWN);
    private final ReadOnlyStringWrapper line = new ReadOnlyStringWrapper(say("transfer.begins"));
    private final ReadOnlyObjectWrapper<Optional<Problem>> problem =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<String>> file =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final AtomicReference<Event.@Nullable Progress> latest = new AtomicReference<>();
    private Event.@Nullable Activity activity;
    private Speed speed = Speed.starting(0, 0);
    private final List<String> named = new ArrayList<>();
    private int missed;
    private Work.@Nullable Running running;

    /// @param title what is stored or got
    Transfer(String title, Work work, LongSupplier nanos) {
        this.title = title;
        this.work = work;
        this.nanos = nanos;
    }

    void runs(Work.Running call) {
        running = call;
    }

    /// Takes an event, on any thread. Of progress that comes faster than the window shows it, the
    /// latest counts.
    void hear(Event event) {
        switch (event) {
            case Event.Progress progress -> {
                if (latest.getAndSet(progress) == null) {
                    work.show(this::showLatest);
                }
            }
            case Event.Missed missed -> work.show(() -> show(missed));
            case Event.Invited _, Event.Happened _ ->
                    throw new IllegalArgumentException("no event of a transfer");
        }
    }

    private void showLatest() {
        var progress = latest.getAndSet(null);
        if (progress != null && state.get() == State.RUNNING) {
            show(progress);
        }
    }

    private void show(Event.Progress progress) {
        long now = nanos.getAsLong();
        speed =
                progress.activity() == activity
                        ? speed.next(progress.done(), now)
                        : Speed.starting(progress.done(), now);
        activity = progress.activity();
        fraction.set(
                progress.total() <= 0
                        ? UNKNOWN
                        : Math.clamp((double) progress.done() / progress.total(), 0.0, 1.0));
        line.set(text(progress));
    }

    private String text(Event.Progress progress) {
        if (progress.activity() == Event.Activity.COPYING) {
            return say("transfer.copying", progress.done(), progress.total());
        }
        var words = new StringBuilder();
        words.append(
                say(
                        progress.activity() == Event.Activity.STORING
                                ? "transfer.storing"
                                : "transfer.fetching"));
        words.append("  ·  ").append(amount(progress));
        speed.perSecond()
                .ifPresent(rate -> words.append("  ·  ").append(Sizes.text(rate)).append("/s"));
        speed.left(progress.total())
                .ifPresent(
                        left ->
                                words.append("  ·  ")
                                        .append(say("transfer.left", Times.text(left))));
        return words.toString();
    }

    private static String amount(Event.Progress progress) {
        return progress.total() <= 0
                ? Sizes.text(progress.done())
                : say("device.use", Sizes.text(progress.done()), Sizes.text(progress.total()));
    }

    private void show(Event.Missed event) {
        missed++;
        if (missed <= NAMED_MAX) {
            named.add(Plain.name(event.path()) + ": " + event.problem().what());
        }
        var what = String.join("\n", named);
        problem.set(
                Optional.of(
                        new Problem(
                                event.problem().code(),
                                missed > NAMED_MAX
                                        ? what + "\n" + say("transfer.more", missed - NAMED_MAX)
                                        : what,
                                event.problem().remedy())));
    }

    /// It is done; `summary` says what came of it.
    ///
    /// @param files that are where they shall be
    /// @param whole whether nothing is missing
    void done(String summary, long files, boolean whole) {
        if (files == 0 && missed > 0) {
            line.set(say("transfer.failed") + "  ·  " + say("transfer.missed", missed));
            state.set(State.FAILED);
            return;
        }
        fraction.set(1);
        boolean part = !whole || missed > 0;
        line.set(missed > 0 ? summary + "  ·  " + say("transfer.missed", missed) : summary);
        state.set(part ? State.PART : State.DONE);
    }

    /// What it got may be dragged from here, an absolute path.
    void lends(String got) {
        file.set(Optional.of(got));
    }

    void failed(Problem why) {
        if (why.code() == Problem.Code.CANCELLED || state.get() == State.CANCELLING) {
            line.set(say("transfer.cancelled"));
            state.set(State.CANCELLED);
        } else {
            problem.set(Optional.of(why));
            line.set(say("transfer.failed"));
            state.set(State.FAILED);
        }
    }

    /// Takes it back. It is cancelled when the engine has said so.
    public void cancel() {
        if (state.get() == State.RUNNING && running != null) {
            state.set(State.CANCELLING);
            line.set(say("transfer.cancelling"));
            running.cancel();
        }
    }

    /// Whether it goes on.
    public boolean isUnderWay() {
        return state.get() == State.RUNNING || state.get() == State.CANCELLING;
    }

    public String title() {
        return title;
    }

    public ReadOnlyObjectProperty<State> stateProperty() {
        return state.getReadOnlyProperty();
    }

    /// 0 to 1; less than 0 while it is not known.
    public ReadOnlyDoubleProperty fractionProperty() {
        return fraction.getReadOnlyProperty();
    }

    public ReadOnlyStringProperty lineProperty() {
        return line.getReadOnlyProperty();
    }

    /// The file that can be dragged out from here.
    public ReadOnlyObjectProperty<Optional<String>> fileProperty() {
        return file.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<Optional<Problem>> problemProperty() {
        return problem.getReadOnlyProperty();
    }
}
