package dev.holdfast.gui.activity;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.Event;
import dev.holdfast.engine.api.Node;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.gui.work.Live;
import dev.holdfast.gui.work.Picture;
import dev.holdfast.gui.work.Standing;
import dev.holdfast.gui.work.Work;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import java.util.List;

/// What the Activity screen shows. Knows no control.
public final class ActivityViewModel {

    /// So many happenings are shown, the latest; the daemon keeps no more either.
    static final int HAPPENINGS_MAX = 1_000;

    private final Node node;
    private final Work work;
    private final Live live;
    private final ObservableList<Event.Happened> happenings = FXCollections.observableArrayList();
    private final ObservableList<Event.Happened> shown =
            FXCollections.unmodifiableObservableList(happenings);
    private final ReadOnlyObjectWrapper<List<Problem>> waits =
            new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyObjectWrapper<Rates> rates = new ReadOnlyObjectWrapper<>(Rates.NONE);
    private boolean following;
    private long follows;

    public ActivityViewModel(Node node, Work work, Live live) {
        this.node = node;
        this.work = work;
        this.live = live;
        live.pictureProperty().subscribe(picture -> picture.ifPresent(this::show));
    }

    private void show(Picture picture) {
        waits.set(picture.status().problems());
        long sum = picture.arriving().values().stream().mapToLong(Long::longValue).sum();
        rates.set(rates.get().next(picture.atNanos(), sum));
    }

    /// Follows what happens, as long as the device answers. To be called about every second.
    public void tick() {
        if (!following && live.standingProperty().get() instanceof Standing.Answering) {
            following = true;
            long mine = ++follows;
            work.start(
                    () ->
                            node.run(
                                    new Command.ListEvents(true),
                                    event -> work.show(() -> hear(event, mine))),
                    told -> following = false,
                    problem -> following = false);
        }
    }

    /// A daemon that was started anew tells from its beginning: what an earlier one told goes.
    private void hear(Event event, long mine) {
        if (mine != follows || !(event instanceof Event.Happened happened)) {
            return;
        }
        if (!happenings.isEmpty() && happened.number() <= happenings.getFirst().number()) {
            happenings.clear();
        }
        happenings.addFirst(happened);
        if (happenings.size() > HAPPENINGS_MAX) {
            happenings.removeLast();
        }
    }

    /// What happened, the latest first.
    public ObservableList<Event.Happened> happenings() {
        return shown;
    }

    /// What waits, and what to do about it.
    public ReadOnlyObjectProperty<List<Problem>> waitsProperty() {
        return waits.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<Rates> ratesProperty() {
        return rates.getReadOnlyProperty();
    }
}
