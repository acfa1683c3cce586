package dev.holdfast.gui.home;

import static dev.holdfast.gui.words.Words.say;

import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.api.Status;
import dev.holdfast.gui.words.Sizes;
import dev.holdfast.gui.work.Live;
import dev.holdfast.gui.work.Picture;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

import java.util.List;

/// What the Home screen shows. Every figure is one of `status`.
public final class HomeViewModel {

    /// The four figures under the sentence, as they are read.
    ///
    /// @param protectedShare how much of what is stored here has all its copies, 0 to 1
    public record Figures(
            String usable, String stored, String safe, double protectedShare, String devices) {}

    private final ReadOnlyObjectWrapper<Health> health =
            new ReadOnlyObjectWrapper<>(Health.unknown());
    private final ReadOnlyObjectWrapper<Figures> figures =
            new ReadOnlyObjectWrapper<>(new Figures("–", "–", "–", 0, "–"));
    private final ReadOnlyStringWrapper closing = new ReadOnlyStringWrapper("");
    private final ReadOnlyObjectWrapper<List<Spot>> spots = new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyObjectWrapper<List<Problem>> problems =
            new ReadOnlyObjectWrapper<>(List.of());

    public HomeViewModel(Live live) {
        live.pictureProperty().subscribe(picture -> picture.ifPresent(this::show));
    }

    private void show(Picture picture) {
        var storage = picture.status().storage();
        var pool = picture.status().pool();
        health.set(Health.of(picture));
        closing.set(closing(picture.status().closing()));
        figures.set(
                new Figures(
                        Sizes.text(storage.usableBytes()),
                        Sizes.text(storage.usedBytes()),
                        Sizes.text(storage.protectedBytes()),
                        storage.usedBytes() == 0
                                ? 1
                                : (double) storage.protectedBytes() / storage.usedBytes(),
                        say("home.devices.of", pool.online(), pool.devices())));
        spots.set(Spot.of(picture));
        problems.set(picture.status().problems());
    }

    private static String closing(Status.Closing closing) {
        if (closing.safe()) {
            return say("home.closing.safe");
        }
        return closing.chunks() > 0
                ? say("home.closing.pieces", closing.chunks())
                : say("home.closing.looking");
    }

    /// What would be out of reach if this device closed now.
    public ReadOnlyStringProperty closingProperty() {
        return closing.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<Health> healthProperty() {
        return health.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<Figures> figuresProperty() {
        return figures.getReadOnlyProperty();
    }

    /// The devices on their ring, this one first.
    public ReadOnlyObjectProperty<List<Spot>> spotsProperty() {
        return spots.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<List<Problem>> problemsProperty() {
        return problems.getReadOnlyProperty();
    }
}
