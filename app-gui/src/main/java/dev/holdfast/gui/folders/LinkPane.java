package dev.holdfast.gui.folders;

import static dev.holdfast.gui.words.Words.say;

import dev.holdfast.engine.api.Outcome.Mode;
import dev.holdfast.gui.theme.Parts;

import javafx.application.Platform;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignL;

import java.util.List;
import java.util.Optional;

/// Asks where a directory leads that is to be linked, and whether one is to be linked no more.
final class LinkPane extends VBox {

    private final FoldersViewModel model;

    LinkPane(FoldersViewModel model) {
        this.model = model;
        getStyleClass().addAll("card", "invite");
        model.proposedProperty().subscribe(this::show);
        model.partingProperty().subscribe(this::show);
        visibleProperty()
                .bind(
                        model.proposedProperty()
                                .map(Optional::isPresent)
                                .flatMap(
                                        is ->
                                                model.partingProperty()
                                                        .map(
                                                                parting ->
                                                                        is
                                                                                || parting
                                                                                        .isPresent())));
        managedProperty().bind(visibleProperty());
    }

    private void show() {
        var proposed = model.proposedProperty().get();
        var parting = model.partingProperty().get();
        getChildren()
                .setAll(
                        parting.map(this::parting)
                                .or(() -> proposed.map(this::proposal))
                                .orElse(List.of()));
    }

    private List<Node> proposal(String directory) {
        var place = new TextField("files:/" + name(directory));
        place.setId("place");
        place.setAccessibleText(say("link.place"));
        var ways = new ToggleGroup();
        var modes =
                new HBox(
                        Parts.pill(say("link.both"), Mode.BOTH, "left-pill", ways),
                        Parts.pill(say("link.send"), Mode.SEND, "center-pill", ways),
                        Parts.pill(say("link.receive"), Mode.RECEIVE, "right-pill", ways));
        ways.selectToggle(ways.getToggles().getFirst());
        Runnable go =
                () -> model.link(place.getText(), (Mode) ways.getSelectedToggle().getUserData());
        place.setOnAction(event -> go.run());
        var link = Parts.button(say("link.do"), MaterialDesignL.LINK_VARIANT, go, "accent");
        link.setId("link");
        var stop = Parts.button(say("link.cancel"), MaterialDesignC.CLOSE, model::withdraw, "flat");
        Platform.runLater(place::requestFocus);
        return List.of(
                Parts.text(say("link.title", directory), "card-title"),
                Parts.text(say("link.lead"), "muted"),
                place,
                modes,
                foot(stop, link));
    }

    private List<Node> parting(String directory) {
        var keep = Parts.button(say("unlink.keep"), MaterialDesignC.CHECK, model::keep);
        var unlink =
                Parts.button(say("unlink.do"), MaterialDesignL.LINK_OFF, model::unlink, "danger");
        unlink.setId("unlink");
        Platform.runLater(keep::requestFocus);
        return List.of(
                Parts.text(say("unlink.title", directory), "card-title"),
                Parts.text(say("unlink.lead"), "muted"),
                foot(keep, unlink));
    }

    private static HBox foot(Node first, Node second) {
        var foot = new HBox(Parts.gap(), first, second);
        foot.setAlignment(Pos.CENTER_RIGHT);
        foot.getStyleClass().add("invite-foot");
        return foot;
    }

    private static String name(String directory) {
        var plain = directory.replaceAll("[/\\\\]+$", "");
        return plain.substring(Math.max(plain.lastIndexOf('/'), plain.lastIndexOf('\\')) + 1);
    }
}
