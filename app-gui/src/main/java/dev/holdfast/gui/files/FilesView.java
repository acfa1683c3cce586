package dev.holdfast.gui.files;

import static dev.holdfast.gui.words.Words.say;

import dev.holdfast.engine.api.Outcome;
import dev.holdfast.gui.theme.Parts;
import dev.holdfast.gui.words.Plain;

import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Tooltip;
import javafx.scene.input.DragEvent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

import org.kordamp.ikonli.materialdesign2.MaterialDesignD;
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;
import org.kordamp.ikonli.materialdesign2.MaterialDesignR;
import org.kordamp.ikonli.materialdesign2.MaterialDesignT;

import java.io.File;
import java.util.List;
import java.util.Optional;

/// Draws the Files screen.
public final class FilesView extends StackPane {

    private final FilesViewModel model;
    private final Choosers choosers;
    private final EntryTable table;

    public FilesView(FilesViewModel model, Choosers choosers) {
        this.model = model;
        this.choosers = choosers;
        this.table = new EntryTable(model, this::enter);
        var middle = new HBox(table, new DetailsPane(model));
        table.setMinWidth(0);
        HBox.setHgrow(table, Priority.ALWAYS);
        VBox.setVgrow(middle, Priority.ALWAYS);
        middle.getStyleClass().add("files-middle");
        var screen =
                new VBox(
                        head(),
                        Parts.problem(model.problemProperty(), again()),
                        middle,
                        cut(),
                        new TransfersPane(model.transfers()));
        screen.getStyleClass().addAll("screen", "files");
        getChildren().addAll(screen, dropHint());
        addEventHandler(KeyEvent.KEY_PRESSED, this::onKey);
        setOnDragOver(this::onDragOver);
        setOnDragExited(event -> getStyleClass().remove("dropping"));
        setOnDragDropped(this::onDropped);
    }

    private Button again() {
        var again = Parts.button(say("shell.again"), MaterialDesignR.REFRESH, model::refresh);
        again.setId("again");
        return again;
    }

    private HBox head() {
        var get = Parts.button(say("files.get"), MaterialDesignD.DOWNLOAD_OUTLINE, this::get);
        get.setId("get");
        get.disableProperty().bind(Bindings.isNull(table.selected()));
        var folder =
                Parts.button(
                        say("files.store.folder"),
                        MaterialDesignF.FOLDER_PLUS_OUTLINE,
                        () -> choosers.folder().ifPresent(each -> model.store(List.of(each))));
        folder.setId("store-folder");
        var files =
                Parts.button(
                        say("files.store"),
                        MaterialDesignP.PLUS,
                        () -> model.store(choosers.files()),
                        "accent");
        files.setId("store");
        var again = Parts.iconButton(say("files.refresh"), MaterialDesignR.REFRESH, model::refresh);
        var head = new HBox(crumbs(), Parts.gap(), again, get, folder, files);
        head.setAlignment(Pos.CENTER_LEFT);
        head.getStyleClass().add("head");
        return head;
    }

    /// The way from the volume to the directory that is shown, each part of it a link.
    private HBox crumbs() {
        var box = new HBox();
        box.setAlignment(Pos.CENTER_LEFT);
        box.getStyleClass().add("crumbs");
        model.directoryProperty().subscribe(path -> showCrumbs(box));
        model.volumeProperty().subscribe(name -> showCrumbs(box));
        model.volumesProperty().subscribe(names -> showCrumbs(box));
        return box;
    }

    private void showCrumbs(HBox box) {
        var path = model.directoryProperty().get();
        if (model.volumesProperty().get().size() > 1) {
            box.getChildren().setAll(volumes(), crumb(model.volumeProperty().get(), "/"));
        } else {
            box.getChildren().setAll(crumb(say("screen.files"), "/"));
        }
        int from = 1;
        while (from < path.length()) {
            int slash = path.indexOf('/', from);
            int end = slash < 0 ? path.length() : slash;
            box.getChildren()
                    .addAll(
                            Parts.text("/", "crumb-slash"),
                            crumb(path.substring(from, end), path.substring(0, end)));
            from = end + 1;
        }
        box.getChildren().getLast().getStyleClass().add("last");
    }

    private MenuButton volumes() {
        var menu = new MenuButton(null, Parts.icon(MaterialDesignD.DATABASE_OUTLINE));
        menu.setId("volumes");
        menu.getStyleClass().addAll("flat", "volumes");
        menu.setAccessibleText(say("files.volumes"));
        menu.setTooltip(new Tooltip(say("files.volumes")));
        for (var name : model.volumesProperty().get()) {
            var item = new MenuItem(Plain.name(name));
            item.setMnemonicParsing(false);
            item.setOnAction(event -> model.choose(name));
            menu.getItems().add(item);
        }
        return menu;
    }

    private Hyperlink crumb(String name, String path) {
        var link = new Hyperlink(Plain.name(name));
        link.getStyleClass().add("crumb");
        link.setOnAction(
                event -> {
                    link.setVisited(false);
                    model.open(path);
                });
        return link;
    }

    private Label cut() {
        return Parts.when(
                model.cutProperty(),
                Parts.text(say("files.cut", FilesViewModel.ROWS_MAX), "muted"));
    }

    private static VBox dropHint() {
        var hint =
                new VBox(
                        Parts.icon(MaterialDesignT.TRAY_ARROW_DOWN, "drop-icon"),
                        Parts.text(say("files.drop"), "drop-text"));
        hint.setAlignment(Pos.CENTER);
        hint.getStyleClass().add("drop-hint");
        hint.setMouseTransparent(true);
        return hint;
    }

    private void enter(Outcome.Row row) {
        if (row.kind() == Outcome.Kind.DIRECTORY) {
            model.open(row.path());
        } else {
            get();
        }
    }

    private void get() {
        Optional.ofNullable(table.selected().get())
                .ifPresent(row -> choosers.folder().ifPresent(to -> model.get(row, to)));
    }

    private void onKey(KeyEvent event) {
        if (event.getCode() == KeyCode.F5) {
            model.refresh();
        } else if (event.getCode() == KeyCode.BACK_SPACE
                || (event.isAltDown() && event.getCode() == KeyCode.UP)) {
            model.up();
        } else {
            return;
        }
        event.consume();
    }

    private void onDragOver(DragEvent event) {
        boolean ours = event.getGestureSource() != null;
        if (event.getDragboard().hasFiles() && !ours) {
            event.acceptTransferModes(TransferMode.COPY);
            if (!getStyleClass().contains("dropping")) {
                getStyleClass().add("dropping");
            }
        }
        event.consume();
    }

    private void onDropped(DragEvent event) {
        getStyleClass().remove("dropping");
        var files = event.getDragboard().getFiles();
        model.store(files.stream().map(File::getAbsolutePath).toList());
        event.setDropCompleted(!files.isEmpty());
        event.consume();
    }
}
