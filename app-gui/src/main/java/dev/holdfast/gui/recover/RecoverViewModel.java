package dev.holdfast.gui.recover;

import static dev.holdfast.gui.words.Words.say;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.Node;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.api.VolumePath;
import dev.holdfast.gui.work.Work;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;

/// What the Recover screen shows, and what its slider and buttons mean. Knows no control.
public final class RecoverViewModel {

    /// Changes that the slider goes back over.
    private static final int TIMES_MAX = Command.ReadHistory.MAX;

    /// In the name of what is brought back beside; a colon is in no name.
    private static final DateTimeFormatter NAMED =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH.mm.ss", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private final Node node;
    private final Work work;
    private final ReadOnlyObjectWrapper<List<Instant>> times =
            new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyObjectWrapper<Optional<Instant>> at =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ObservableList<Outcome.Row> rows = FXCollections.observableArrayList();
    private final ReadOnlyIntegerWrapper restoring = new ReadOnlyIntegerWrapper();
    private final ReadOnlyBooleanWrapper cut = new ReadOnlyBooleanWrapper();
    private final ReadOnlyObjectWrapper<Optional<Outcome.Restored>> restored =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<Problem>> problem =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private Optional<VolumePath> place = Optional.empty();
    private long asked;

    public RecoverViewModel(Node node, Work work) {
        this.node = node;
        this.work = work;
    }

    /// Finds the times at which a place was changed.
    ///
    /// @param typed the place as the person typed it
    public void open(String typed) {
        place = VolumePath.parse(typed.strip());
        times.set(List.of());
        at.set(Optional.empty());
        rows.clear();
        cut.set(false);
        restored.set(Optional.empty());
        if (place.isEmpty()) {
            problem.set(
                    Optional.of(
                            new Problem(
                                    Problem.Code.USAGE,
                                    say("link.place.wrong"),
                                    say("link.place.wrong.do"))));
            return;
        }
        ask(new Command.ReadHistory(place.get(), TIMES_MAX), this::show);
    }

    private void show(Outcome.History history) {
        var found = new TreeSet<Instant>();
        history.versions().forEach(version -> found.add(version.at()));
        if (history.isMore() && !found.isEmpty()) {
            // One change may be of more files than are told; how it stood before must be in reach.
            found.add(found.getFirst().minusMillis(1));
        }
        times.set(List.copyOf(found));
        if (!found.isEmpty()) {
            look(found.size() - 1);
        }
    }

    /// Shows the place as it stood after one of the changes.
    ///
    /// @param which of the times, the earliest is 0
    public void look(int which) {
        var all = times.get();
        if (place.isEmpty() || which < 0 || which >= all.size()) {
            return;
        }
        var then = Optional.of(all.get(which));
        at.set(then);
        restored.set(Optional.empty());
        long mine = ++asked;
        ask(
                new Command.ListEntries(place.get(), true, Optional.empty(), then),
                listing -> {
                    if (mine == asked) {
                        rows.setAll(listing.rows());
                        cut.set(listing.next().isPresent());
                    }
                });
    }

    /// Brings it back where it stood.
    public void bringBack() {
        restore(Optional.empty());
    }

    /// Brings it back under a name that says when it stood so, beside what stands now.
    public void bringBeside() {
        place.ifPresent(
                from -> at.get().ifPresent(then -> restore(Optional.of(beside(from, then)))));
    }

    static VolumePath beside(VolumePath from, Instant then) {
        var plain = from.path().replaceAll("/+$", "");
        var name = (plain.isEmpty() ? "/" : plain + " ") + "(" + NAMED.format(then) + ")";
        return new VolumePath(from.volume(), name);
    }

    /// It takes as long as it takes: it is a deed, and no question.
    private void restore(Optional<VolumePath> to) {
        if (place.isEmpty() || at.get().isEmpty()) {
            return;
        }
        var command = new Command.Restore(place.get(), at.get().get(), to, false);
        problem.set(Optional.empty());
        restored.set(Optional.empty());
        restoring.set(restoring.get() + 1);
        work.start(
                () -> node.run(command, event -> {}),
                done -> {
                    restoring.set(restoring.get() - 1);
                    restored.set(Optional.of(done));
                },
                failed -> {
                    restoring.set(restoring.get() - 1);
                    problem.set(Optional.of(failed));
                });
    }

    private <R extends Outcome> void ask(Command<R> command, Consumer<R> done) {
        problem.set(Optional.empty());
        work.ask(
                () -> node.run(command, event -> {}),
                done,
                failed -> problem.set(Optional.of(failed)));
    }

    /// When the place was changed, the earliest first.
    public ReadOnlyObjectProperty<List<Instant>> timesProperty() {
        return times.getReadOnlyProperty();
    }

    /// The time that is shown.
    public ReadOnlyObjectProperty<Optional<Instant>> atProperty() {
        return at.getReadOnlyProperty();
    }

    /// Whether more stood there than is shown.
    public ReadOnlyBooleanProperty cutProperty() {
        return cut.getReadOnlyProperty();
    }

    /// What stood there then.
    public ObservableList<Outcome.Row> rows() {
        return rows;
    }

    /// How much is being brought back just now.
    public ReadOnlyIntegerProperty restoringProperty() {
        return restoring.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<Optional<Outcome.Restored>> restoredProperty() {
        return restored.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<Optional<Problem>> problemProperty() {
        return problem.getReadOnlyProperty();
    }
}
