package dev.holdfast.gui.activity;

import static dev.holdfast.gui.words.Words.say;

import dev.holdfast.engine.api.Event;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.gui.theme.Parts;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import java.util.List;

/// Draws the Activity screen.
public final class ActivityView extends VBox {

    public ActivityView(ActivityViewModel model) {
        getStyleClass().addAll("screen", "activity");
        var head = new HBox(Parts.text(say("screen.activity"), "screen-title"));
        head.setAlignment(Pos.CENTER_LEFT);
        head.getStyleClass().addAll("head", "activity-head");
        var top = new HBox(rate(model), waits(model));
        top.getStyleClass().add("activity-top");
        getChildren().addAll(head, top, happened(model));
    }

    private static VBox rate(ActivityViewModel model) {
        var now =
                Parts.text(
                        model.ratesProperty().map(rates -> say("activity.rate.now", rates.now())),
                        "figure-value");
        now.setId("rate");
        var chart = new RateView(model.ratesProperty());
        VBox.setVgrow(chart, Priority.ALWAYS);
        return card(Parts.text(say("activity.rate"), "figure-name"), now, chart);
    }

    private static VBox waits(ActivityViewModel model) {
        var list = new VBox();
        list.getStyleClass().add("waits");
        list.setId("waits");
        model.waitsProperty().subscribe(waits -> show(list, waits));
        return card(Parts.text(say("activity.waits"), "figure-name"), list);
    }

    private static void show(VBox list, List<Problem> waits) {
        list.getChildren().clear();
        if (waits.isEmpty()) {
            list.getChildren().add(Parts.text(say("activity.waits.none")));
        }
        for (var wait : waits) {
            var what = line(wait.what());
            what.getStyleClass().add("card-title");
            var remedy = line(wait.remedy());
            remedy.getStyleClass().add("muted");
            list.getChildren().add(new VBox(what, remedy));
        }
    }

    private static Label line(String text) {
        var label = Parts.text(text);
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        return label;
    }

    private static VBox happened(ActivityViewModel model) {
        var list = new ListView<Event.Happened>(model.happenings());
        list.setId("happenings");
        list.getStyleClass().add(Parts.FIRST_FOCUS);
        list.setCellFactory(made -> new HappeningCell());
        list.setPlaceholder(Parts.text(say("activity.happened.none"), "muted"));
        list.setAccessibleText(say("activity.happened"));
        VBox.setVgrow(list, Priority.ALWAYS);
        var box = new VBox(Parts.text(say("activity.happened"), "card-title"), list);
        box.getStyleClass().addAll("card", "happened");
        VBox.setVgrow(box, Priority.ALWAYS);
        return box;
    }

    private static VBox card(Node... parts) {
        var card = new VBox(parts);
        card.getStyleClass().addAll("card", "activity-card");
        card.setPrefWidth(100);
        card.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(card, Priority.ALWAYS);
        return card;
    }
}
