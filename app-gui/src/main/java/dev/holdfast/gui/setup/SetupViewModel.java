package dev.holdfast.gui.setup;

import static dev.holdfast.gui.words.Words.say;

import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.api.recovery.WordCheck;
import dev.holdfast.gui.work.Device;
import dev.holdfast.gui.work.Printer;
import dev.holdfast.gui.work.Work;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;

/// What the first run shows and does. A pool is made only after its recovery words were checked:
/// until then the engine waits with nothing made.
public final class SetupViewModel {

    private static final long GIB = 1L << 30;

    private final Device device;
    private final Printer printer;
    private final Work work;
    private final Runnable made;
    private final ReadOnlyObjectWrapper<Step> step = new ReadOnlyObjectWrapper<>(Step.CHOOSE);
    private final ReadOnlyObjectWrapper<Optional<Problem>> problem =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<List<String>> words =
            new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyObjectWrapper<List<Integer>> asked =
            new ReadOnlyObjectWrapper<>(List.of());
    private final StringProperty name = new SimpleStringProperty("");
    private final StringProperty gibibytes = new SimpleStringProperty("");
    private final StringProperty code = new SimpleStringProperty("");
    private final StringProperty address = new SimpleStringProperty("");
    private final ReadOnlyStringWrapper shared = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper page = new ReadOnlyStringWrapper("");
    private @Nullable WordCheck check;
    private CountDownLatch written = new CountDownLatch(1);
    private Work.@Nullable Running running;

    /// @param made called when the device is there
    public SetupViewModel(Device device, Printer printer, Work work, Runnable made) {
        this.device = device;
        this.printer = printer;
        this.work = work;
        this.made = made;
        work.start(device::suggestedName, this::suggest, ignored -> {});
    }

    private void suggest(String suggested) {
        if (name.get().isEmpty()) {
            name.set(suggested);
        }
    }

    /// To the first of the screens that start a pool.
    public void chooseStart() {
        go(Step.START);
    }

    /// To the screen that joins one.
    public void chooseJoin() {
        go(Step.JOIN);
    }

    /// One screen back; what was begun is taken back.
    public void back() {
        switch (step.get()) {
            case CHECK -> go(Step.WORDS);
            case CHOOSE, START, JOIN -> go(Step.CHOOSE);
            case WORDS, MAKING -> cancel();
            case JOINED -> compared();
        }
    }

    /// Draws the recovery words and shows them.
    public void start() {
        beginning()
                .ifPresent(
                        beginning -> {
                            go(Step.MAKING);
                            var now = new CountDownLatch(1);
                            written = now;
                            running =
                                    work.start(
                                            () -> {
                                                device.init(beginning, drawn -> show(drawn, now));
                                                return true;
                                            },
                                            done -> finished(),
                                            why -> failed(why, Step.START));
                        });
    }

    /// On the thread that makes the pool: shows the words, and waits until they were checked.
    private void show(List<String> drawn, CountDownLatch written) {
        work.show(
                () -> {
                    check = WordCheck.of(drawn);
                    words.set(List.copyOf(drawn));
                    asked.set(check.places());
                    go(Step.WORDS);
                });
        try {
            written.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (CancellationException)
                    new CancellationException("the words were not written down").initCause(e);
        }
    }

    /// Makes a page of the words that are shown, to be printed.
    ///
    /// @param file where; one that is there already is left as it is
    public void print(String file) {
        var shown = words.get();
        problem.set(Optional.empty());
        page.set("");
        work.start(
                () -> {
                    printer.print(file, name.get().strip(), shown);
                    return file;
                },
                to -> {
                    if (words.get().equals(shown)) {
                        page.set(to);
                    }
                },
                why -> problem.set(Optional.of(why)));
    }

    /// The person says the words are on paper.
    public void wroteDown() {
        go(Step.CHECK);
    }

    /// Compares `answers` with the words that were asked for, and makes the pool when they are
    /// right.
    public void confirm(List<String> answers) {
        if (check != null && check.accepts(answers)) {
            go(Step.MAKING);
            written.countDown();
        } else {
            problem.set(
                    Optional.of(
                            new Problem(
                                    Problem.Code.USAGE,
                                    say("setup.check.wrong"),
                                    say("setup.check.wrong.do"))));
        }
    }

    /// Joins the pool of the code.
    public void join() {
        var typed = String.join("-", code.get().strip().split("[\\s-]+"));
        if (typed.isEmpty()) {
            complain("setup.code.missing", "setup.code.missing.do");
            return;
        }
        var at = Optional.of(address.get().strip()).filter(text -> !text.isEmpty());
        beginning()
                .ifPresent(
                        beginning -> {
                            go(Step.MAKING);
                            running =
                                    work.start(
                                            () -> device.join(typed, at, beginning),
                                            this::joined,
                                            why -> failed(why, Step.JOIN));
                        });
    }

    /// The person compares the words on both screens before it goes on.
    private void joined(Optional<String> both) {
        if (both.isEmpty()) {
            finished();
            return;
        }
        forget();
        shared.set(both.get());
        go(Step.JOINED);
    }

    /// The person has seen the words on both screens.
    public void compared() {
        finished();
    }

    /// Takes back what is under way; the screen before comes again when it has ended.
    public void cancel() {
        if (running != null) {
            running.cancel();
        }
    }

    private Optional<Device.Beginning> beginning() {
        if (name.get().isBlank()) {
            complain("setup.name.missing", "setup.name.missing.do");
            return Optional.empty();
        }
        var text = gibibytes.get().strip();
        if (!text.isEmpty() && !text.matches("[1-9][0-9]{0,6}")) {
            complain("setup.capacity.wrong", "setup.capacity.wrong.do");
            return Optional.empty();
        }
        var capacity =
                text.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text) * GIB);
        return Optional.of(new Device.Beginning(name.get().strip(), capacity));
    }

    private void complain(String what, String remedy) {
        problem.set(Optional.of(new Problem(Problem.Code.USAGE, say(what), say(remedy))));
    }

    private void finished() {
        forget();
        made.run();
    }

    private void failed(Problem why, Step before) {
        boolean takenBack = step.get() == Step.WORDS || why.code() == Problem.Code.CANCELLED;
        forget();
        go(before);
        if (!takenBack) {
            problem.set(Optional.of(why));
        }
    }

    /// The words stay nowhere.
    private void forget() {
        running = null;
        check = null;
        words.set(List.of());
        asked.set(List.of());
        page.set("");
    }

    private void go(Step next) {
        problem.set(Optional.empty());
        step.set(next);
    }

    public ReadOnlyObjectProperty<Step> stepProperty() {
        return step.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<Optional<Problem>> problemProperty() {
        return problem.getReadOnlyProperty();
    }

    /// The recovery words while they are shown.
    public ReadOnlyObjectProperty<List<String>> wordsProperty() {
        return words.getReadOnlyProperty();
    }

    /// The file of the page to print, once it is made.
    public ReadOnlyStringProperty pageProperty() {
        return page.getReadOnlyProperty();
    }

    /// Which words are asked for, counted from 0.
    public ReadOnlyObjectProperty<List<Integer>> askedProperty() {
        return asked.getReadOnlyProperty();
    }

    /// The words that the screen of the inviting device shows too.
    public ReadOnlyStringProperty sharedProperty() {
        return shared.getReadOnlyProperty();
    }

    public StringProperty nameProperty() {
        return name;
    }

    /// What this device gives to the pool, GiB; half of what is free when empty.
    public StringProperty gibibytesProperty() {
        return gibibytes;
    }

    public StringProperty codeProperty() {
        return code;
    }

    /// `HOST:PORT` of the inviter, when the code does not lead there.
    public StringProperty addressProperty() {
        return address;
    }
}
