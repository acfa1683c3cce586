package dev.holdfast.gui.folders;

import static dev.holdfast.gui.words.Words.say;

import dev.holdfast.gui.theme.Parts;

import javafx.beans.binding.Bindings;
import javafx.collections.ListChangeListener;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Draws the Folders screen.
public final class FoldersView extends VBox {

    /// The scroll bar stands in the screen's margin, beside the cards.
    private static final Insets BESIDE = new Insets(0, -16, 0, 0);

    private final FoldersViewModel model;
    private final VBox list = new VBox();
    private final Map<FolderCard, FolderRow> rows = new LinkedHashMap<>();

    /// @param chooser lets the person choose a directory of this machine
    public FoldersView(FoldersViewModel model, Supplier<Optional<String>> chooser) {
        this.model = model;
        getStyleClass().addAll("screen", "folders");
        list.getStyleClass().add("device-list");
        var close = Parts.iconButton(say("shell.dismiss"), MaterialDesignC.CLOSE, model::dismiss);
        var content =
                new VBox(
                        Parts.problem(model.problemProperty(), close),
                        new LinkPane(model),
                        new ChoosePane(model),
                        new LeftAlonePane(model),
                        list,
                        none());
        content.getStyleClass().addAll("device-list", "device-content");
        var scroll = new ScrollPane(content);
        scroll.setFitToWidth(true);
        scroll.getStyleClass().add("device-scroll");
        VBox.setVgrow(scroll, Priority.ALWAYS);
        VBox.setMargin(scroll, BESIDE);
        getChildren().addAll(head(chooser), scroll);
        model.folders().addListener((ListChangeListener<FolderCard>) change -> show());
        show();
    }

    private HBox head(Supplier<Optional<String>> chooser) {
        var link =
                Parts.button(
                        say("folders.link"),
                        MaterialDesignP.PLUS,
                        () -> chooser.get().ifPresent(model::propose),
                        "accent",
                        Parts.FIRST_FOCUS);
        link.setId("link-folder");
        var head = new HBox(Parts.text(say("screen.folders"), "screen-title"), Parts.gap(), link);
        head.setAlignment(Pos.CENTER_LEFT);
        head.getStyleClass().add("head");
        return head;
    }

    /// What a device without linked folders is told.
    private VBox none() {
        var what = Parts.text(say("folders.none"), "muted");
        what.setWrapText(true);
        var box = new VBox(what);
        box.getStyleClass().add("device-alone");
        return Parts.when(Bindings.isEmpty(model.folders()).map(each -> each), box);
    }

    private void show() {
        var before = Map.copyOf(rows);
        rows.clear();
        for (var card : model.folders()) {
            var row = before.get(card);
            rows.put(card, row == null ? new FolderRow(model, card) : row);
        }
        list.getChildren().setAll(rows.values());
    }
}
