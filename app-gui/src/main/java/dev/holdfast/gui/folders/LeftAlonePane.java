package dev.holdfast.gui.folders;

import static dev.holdfast.gui.words.Words.say;

import dev.holdfast.gui.theme.Parts;

import javafx.application.Platform;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import org.kordamp.ikonli.materialdesign2.MaterialDesignC;

import java.util.List;
import java.util.Optional;

/// Shows what a folder is to leave alone, to be edited.
final class LeftAlonePane extends VBox {

    private static final int LINES = 8;

    private final FoldersViewModel model;

    LeftAlonePane(FoldersViewModel model) {
        this.model = model;
        getStyleClass().addAll("card", "invite");
        model.leftAloneProperty()
                .subscribe(now -> getChildren().setAll(now.map(this::content).orElse(List.of())));
        Parts.when(model.leftAloneProperty().map(Optional::isPresent), this);
    }

    private List<Node> content(LeftAlone now) {
        var text = new TextArea(now.text());
        text.setId("left-alone");
        text.setPrefRowCount(LINES);
        text.setMinHeight(Region.USE_PREF_SIZE);
        text.setAccessibleText(say("alone.title", now.file()));
        var stop =
                Parts.button(
                        say("alone.cancel"), MaterialDesignC.CLOSE, model::closeLeftAlone, "flat");
        stop.setId("cancel-left-alone");
        var keep =
                Parts.button(
                        say("alone.keep"),
                        MaterialDesignC.CHECK,
                        () -> model.leaveAlone(text.getText()),
                        "accent");
        keep.setId("keep-left-alone");
        var foot = new HBox(Parts.gap(), stop, keep);
        foot.setAlignment(Pos.CENTER_RIGHT);
        foot.getStyleClass().add("invite-foot");
        Platform.runLater(text::requestFocus);
        return List.of(
                Parts.text(say("alone.title", now.file()), "card-title"), lead(), text, foot);
    }

    private static Label lead() {
        var lead = Parts.text(say("alone.lead"), "muted");
        lead.setWrapText(true);
        lead.setMinHeight(Region.USE_PREF_SIZE);
        return lead;
    }
}
