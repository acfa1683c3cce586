package dev.holdfast.gui.devices;

import static dev.holdfast.gui.words.Words.say;

import dev.holdfast.gui.theme.Parts;

import javafx.application.Platform;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignM;

import java.util.ArrayList;
import java.util.List;

/// The question whether a device is to leave the pool, what that means, and what became of it.
final class RemovePane extends VBox {

    private static final PseudoClass ASKING = PseudoClass.getPseudoClass("asking");

    private final DevicesViewModel model;

    RemovePane(DevicesViewModel model) {
        this.model = model;
        getStyleClass().addAll("card", "invite");
        model.removalProperty().subscribe(this::show);
        Parts.when(model.removalProperty().map(now -> !(now instanceof Removal.None)), this);
        addEventHandler(
                KeyEvent.KEY_PRESSED,
                event -> {
                    if (event.getCode() == KeyCode.ESCAPE) {
                        model.keep();
                        event.consume();
                    }
                });
    }

    private void show(Removal now) {
        pseudoClassStateChanged(ASKING, now instanceof Removal.Asked);
        getChildren().setAll(content(now));
    }

    private List<Node> content(Removal now) {
        return switch (now) {
            case Removal.None _ -> List.of();
            case Removal.Asked asked -> question(asked);
            case Removal.Going(var device) ->
                    List.of(Parts.waiting(say("remove.going", device), "invite-foot"));
            case Removal.Gone(var device) ->
                    List.of(
                            Parts.ended(
                                    Parts.icon(MaterialDesignC.CHECK_CIRCLE, "good-icon"),
                                    say("remove.gone", device),
                                    say("remove.gone.do"),
                                    model::keep));
            case Removal.Failed(var problem) ->
                    List.of(
                            Parts.ended(
                                    Parts.icon(
                                            MaterialDesignA.ALERT_CIRCLE_OUTLINE, "problem-icon"),
                                    problem.what(),
                                    problem.remedy(),
                                    model::keep));
        };
    }

    private List<Node> question(Removal.Asked asked) {
        var nodes = new ArrayList<Node>();
        nodes.add(Parts.text(say("remove.title", asked.device()), "card-title"));
        for (var sentence : asked.consequences()) {
            var text = Parts.text(sentence, "muted");
            text.setWrapText(true);
            text.setMinHeight(Region.USE_PREF_SIZE);
            nodes.add(text);
        }
        var keep =
                Parts.button(
                        say("remove.keep", asked.device()), MaterialDesignC.CHECK, model::keep);
        keep.setId("keep");
        var remove =
                Parts.button(
                        say("remove.do", asked.device()),
                        MaterialDesignM.MINUS_CIRCLE_OUTLINE,
                        model::remove,
                        "danger");
        remove.setId("remove");
        var foot = new HBox(Parts.gap(), keep, remove);
        foot.setAlignment(Pos.CENTER_RIGHT);
        foot.getStyleClass().add("invite-foot");
        nodes.add(foot);
        Platform.runLater(keep::requestFocus);
        return nodes;
    }
}
