package dev.holdfast.gui.folders;

import static dev.holdfast.gui.words.Words.say;

import dev.holdfast.engine.api.Problem;
import dev.holdfast.gui.theme.Parts;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;
import org.kordamp.ikonli.materialdesign2.MaterialDesignL;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;
import org.kordamp.ikonli.materialdesign2.MaterialDesignS;
import org.kordamp.ikonli.materialdesign2.MaterialDesignU;

import java.util.ArrayList;
import java.util.List;

/// One folder's card.
final class FolderRow extends VBox {

    private final FoldersViewModel model;
    private final FolderCard card;

    FolderRow(FoldersViewModel model, FolderCard card) {
        this.model = model;
        this.card = card;
        setFocusTraversable(true);
        setAccessibleText(card.spoken());
        getStyleClass().addAll("card", "device", "folder", card.tone().style());
        getChildren().add(head());
        card.problem().ifPresent(problem -> getChildren().add(problem(problem)));
        card.lines().forEach(line -> getChildren().add(wrapped(line)));
        if (card.conflicts() > 0) {
            getChildren().add(conflicts());
        }
    }

    private HBox head() {
        var name = Parts.text(card.directory(), "device-name");
        var state = Parts.text(card.words(), "folder-state");
        var line = new HBox(Parts.icon(icon(), "folder-state-icon"), state);
        line.setAlignment(Pos.CENTER_LEFT);
        line.getStyleClass().add("device-line");
        var words = new VBox(name, Parts.text(card.way(), "muted"), line);
        words.getStyleClass().add("device-words");
        HBox.setHgrow(words, Priority.ALWAYS);
        var unlink =
                Parts.iconButton(
                        say("folder.unlink"),
                        MaterialDesignL.LINK_OFF,
                        () -> model.askToUnlink(card));
        var alone =
                Parts.iconButton(
                        say("folder.alone"),
                        MaterialDesignF.FILTER_OUTLINE,
                        () -> model.showLeftAlone(card));
        alone.setId("show-left-alone");
        var head =
                new HBox(
                        Parts.icon(MaterialDesignF.FOLDER_SYNC, "device-icon"),
                        words,
                        alone,
                        turn(),
                        unlink);
        head.setAlignment(Pos.CENTER_LEFT);
        head.getStyleClass().add("folder-head");
        return head;
    }

    private Button turn() {
        return card.isPaused()
                ? Parts.iconButton(
                        say("folder.resume"), MaterialDesignP.PLAY, () -> model.resume(card))
                : Parts.iconButton(
                        say("folder.pause"), MaterialDesignP.PAUSE, () -> model.pause(card));
    }

    private Ikon icon() {
        return switch (card.tone()) {
            case GOOD -> MaterialDesignC.CHECK_CIRCLE_OUTLINE;
            case BUSY -> MaterialDesignS.SYNC;
            case CALM -> MaterialDesignP.PAUSE_CIRCLE_OUTLINE;
            case WARN -> MaterialDesignA.ALERT_OUTLINE;
            case BAD -> MaterialDesignA.ALERT_CIRCLE_OUTLINE;
        };
    }

    private VBox problem(Problem problem) {
        var what = wrapped(problem.what());
        what.getStyleClass().setAll("label", "problem-what");
        List<Node> parts = new ArrayList<>(List.of(what));
        if (card.isAsking()) {
            parts.add(wrapped(say("folder.question")));
            parts.add(answers());
        } else {
            parts.add(wrapped(problem.remedy()));
        }
        var box = new VBox(parts.toArray(Node[]::new));
        box.getStyleClass().addAll("problem", "folder-problem");
        return box;
    }

    /// Both answers to what the folder asks; what can be taken back more easily comes first.
    private HBox answers() {
        var undo =
                Parts.button(
                        say("folder.undo"),
                        MaterialDesignU.UNDO_VARIANT,
                        () -> model.undo(card),
                        "accent");
        undo.setId("undo");
        var agree =
                Parts.button(
                        say("folder.agree"),
                        MaterialDesignC.CHECK,
                        () -> model.agree(card),
                        "danger");
        agree.setId("agree");
        var box = new HBox(undo, agree);
        box.getStyleClass().add("invite-foot");
        return box;
    }

    private HBox conflicts() {
        var choose =
                Parts.button(
                        say("folder.choose"),
                        MaterialDesignF.FILE_COMPARE,
                        () -> model.choose(card));
        choose.setId("choose");
        var text = Parts.text(say("folder.conflicts", card.conflicts()));
        var box = new HBox(text, Parts.gap(), choose);
        box.setAlignment(Pos.CENTER_LEFT);
        box.getStyleClass().add("invite-foot");
        return box;
    }

    private static Label wrapped(String text) {
        var label = Parts.text(text, "muted");
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        return label;
    }
}
