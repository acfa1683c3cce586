package dev.holdfast.gui.recover;

import static dev.holdfast.gui.words.Words.say;

import dev.holdfast.engine.api.Command.ListEntries;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.gui.theme.Parts;
import dev.holdfast.gui.words.Plain;
import dev.holdfast.gui.words.Sizes;
import dev.holdfast.gui.words.Times;

import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.Slider;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignH;
import org.kordamp.ikonli.materialdesign2.MaterialDesignR;

import java.util.List;

/// Draws the Recover screen.
public final class RecoverView extends VBox {

    private final RecoverViewModel model;

    public RecoverView(RecoverViewModel model) {
        this.model = model;
        getStyleClass().addAll("screen", "recover");
        var rows = new ListView<>(model.rows());
        rows.setCellFactory(list -> new RowCell());
        rows.setAccessibleText(say("recover.rows"));
        VBox.setVgrow(rows, Priority.ALWAYS);
        var past = new VBox(time(), slider(), rows, cut(), foot());
        past.getStyleClass().addAll("card", "invite");
        VBox.setVgrow(past, Priority.ALWAYS);
        Parts.when(model.timesProperty().map(times -> !times.isEmpty()), past);
        var title = Parts.text(say("screen.recover"), "screen-title");
        var lead = Parts.text(say("recover.lead"), "muted");
        lead.setWrapText(true);
        getChildren().addAll(title, lead, place(), Parts.problem(model.problemProperty()), past);
    }

    private HBox place() {
        var place = new TextField("files:/");
        place.setId("recover-place");
        place.setAccessibleText(say("link.place"));
        place.getStyleClass().add(Parts.FIRST_FOCUS);
        place.setOnAction(event -> model.open(place.getText()));
        HBox.setHgrow(place, Priority.ALWAYS);
        var look =
                Parts.button(
                        say("recover.look"),
                        MaterialDesignH.HISTORY,
                        () -> model.open(place.getText()),
                        "accent");
        look.setId("recover-look");
        var box = new HBox(place, look);
        box.getStyleClass().add("head");
        return box;
    }

    private HBox time() {
        var when = Parts.text(model.atProperty().map(at -> at.map(Times::text).orElse("")));
        when.getStyleClass().add("card-title");
        var count = Parts.text(model.timesProperty().map(times -> changes(times)), "muted");
        var box = new HBox(when, Parts.gap(), count);
        box.setAlignment(Pos.CENTER_LEFT);
        return box;
    }

    private static String changes(List<?> times) {
        return say("recover.changes", times.size());
    }

    private Slider slider() {
        var slider = new Slider(0, 0, 0);
        slider.setId("recover-time");
        slider.setBlockIncrement(1);
        slider.setMajorTickUnit(1);
        slider.setMinorTickCount(0);
        slider.setSnapToTicks(true);
        slider.setAccessibleText(say("recover.time"));
        model.timesProperty()
                .subscribe(
                        times -> {
                            slider.setMax(Math.max(0, times.size() - 1));
                            slider.setValue(slider.getMax());
                        });
        slider.valueProperty()
                .map(value -> (int) Math.round(value.doubleValue()))
                .subscribe(model::look);
        return slider;
    }

    private Label cut() {
        return Parts.when(
                model.cutProperty(), Parts.text(say("recover.cut", ListEntries.PAGE), "muted"));
    }

    private HBox foot() {
        var said =
                Parts.text(
                        model.restoredProperty()
                                .map(done -> done.map(RecoverView::said).orElse("")));
        said.setId("recover-said");
        var beside =
                Parts.button(
                        say("recover.beside"), MaterialDesignC.CONTENT_COPY, model::bringBeside);
        beside.setId("recover-beside");
        var back =
                Parts.button(
                        say("recover.back"), MaterialDesignR.RESTORE, model::bringBack, "accent");
        back.setId("recover-back");
        for (var button : List.of(beside, back)) {
            button.disableProperty()
                    .bind(
                            Bindings.isEmpty(model.rows())
                                    .or(model.restoringProperty().greaterThan(0)));
        }
        var busy = Parts.waiting(say("recover.busy"), "device-line");
        Parts.when(model.restoringProperty().map(count -> count.intValue() > 0), busy);
        var foot = new HBox(said, busy, Parts.gap(), beside, back);
        foot.setAlignment(Pos.CENTER_LEFT);
        foot.getStyleClass().add("invite-foot");
        return foot;
    }

    private static String said(Outcome.Restored done) {
        return done.gone().isEmpty()
                ? say("recover.done", done.entries(), done.same())
                : say("recover.part", done.entries(), done.gone().size());
    }

    /// A file or directory as it stood.
    private static final class RowCell extends ListCell<Outcome.Row> {

        @Override
        protected void updateItem(Outcome.@Nullable Row row, boolean empty) {
            super.updateItem(row, empty);
            setText(row == null || empty ? null : text(row));
        }

        private static String text(Outcome.Row row) {
            return row.kind() == Outcome.Kind.FILE
                    ? Plain.name(row.path()) + "   " + Sizes.text(row.size())
                    : Plain.name(row.path()) + "/";
        }
    }
}
