package dev.holdfast.gui.files;

import static dev.holdfast.gui.words.Words.say;

import dev.holdfast.gui.theme.Parts;
import dev.holdfast.gui.words.Plain;
import dev.holdfast.gui.words.Sizes;
import dev.holdfast.gui.words.Times;

import javafx.geometry.Pos;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

import org.kordamp.ikonli.materialdesign2.MaterialDesignL;

import java.util.Optional;

/// Where the copies of the selected file are.
final class DetailsPane extends VBox {

    DetailsPane(FilesViewModel model) {
        getStyleClass().addAll("card", "details");
        setId("details");
        model.whereaboutsProperty().subscribe(found -> found.ifPresent(this::show));
        Parts.when(model.whereaboutsProperty().map(Optional::isPresent), this);
    }

    private void show(Whereabouts found) {
        var name = Parts.text(Plain.name(FilesViewModel.name(found.row())), "details-title");
        name.setWrapText(true);
        var copies = Parts.text(say("details.copies", found.copies()), "details-copies");
        copies.setId("copies");
        getChildren()
                .setAll(
                        name,
                        fact(say("files.size"), Sizes.text(found.row().size())),
                        fact(say("files.changed"), Times.text(found.row().mtime())),
                        fact(say("details.version"), found.row().version()),
                        fact(say("details.chunks"), Integer.toString(found.chunks())),
                        copies);
        found.shares().forEach(share -> getChildren().add(share(share, found.chunks())));
    }

    private static HBox fact(String name, String value) {
        var fact = new HBox(Parts.text(name, "muted"), Parts.gap(), Parts.text(value));
        fact.getStyleClass().add("fact");
        return fact;
    }

    private static VBox share(Whereabouts.Share share, int chunks) {
        boolean all = share.held() == chunks;
        var how = all ? say("details.all") : say("details.some", share.held(), chunks);
        var head =
                new HBox(
                        Parts.icon(MaterialDesignL.LAPTOP, "share-icon"),
                        Parts.text(share.device(), "share-name"),
                        Parts.gap(),
                        Parts.text(how, "muted"));
        head.setAlignment(Pos.CENTER_LEFT);
        head.getStyleClass().add("share-head");
        var bar = new ProgressBar((double) share.held() / Math.max(1, chunks));
        bar.setMaxWidth(Double.MAX_VALUE);
        bar.getStyleClass().add("small");
        bar.setAccessibleText(share.device() + ": " + how);
        var box = new VBox(head, bar);
        box.getStyleClass().add("share");
        return box;
    }
}
