package dev.holdfast.gui.files;

import static dev.holdfast.gui.words.Words.say;

import dev.holdfast.engine.api.Outcome;
import dev.holdfast.gui.theme.Parts;
import dev.holdfast.gui.words.Plain;
import dev.holdfast.gui.words.Sizes;
import dev.holdfast.gui.words.Times;

import javafx.beans.binding.Bindings;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;
import org.kordamp.ikonli.materialdesign2.MaterialDesignL;

import java.time.Instant;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/// The entries of a directory.
final class EntryTable extends TableView<Outcome.Row> {

    private final Consumer<Outcome.Row> enter;

    /// @param enter called for the entry that the person opens
    EntryTable(FilesViewModel model, Consumer<Outcome.Row> enter) {
        this.enter = enter;
        setId("entries");
        getStyleClass().add(Parts.FIRST_FOCUS);
        setItems(model.rows());
        setColumnResizePolicy(CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        setAccessibleText(say("files.table"));
        setPlaceholder(placeholder(model));
        setRowFactory(table -> row(model, enter));
        var name = column(say("files.name"), 320, Pos.CENTER_LEFT, EntryTable::nameCell);
        getColumns().add(name);
        var size = column(say("files.size"), 130, Pos.CENTER_RIGHT, EntryTable::sizeCell);
        size.getStyleClass().add("right");
        getColumns().add(size);
        getColumns().add(column(say("files.changed"), 170, Pos.CENTER_LEFT, EntryTable::timeCell));
        selected().subscribe(row -> model.select(Optional.ofNullable(row)));
        addEventFilter(KeyEvent.KEY_PRESSED, this::onKey);
    }

    ReadOnlyObjectProperty<Outcome.@Nullable Row> selected() {
        return getSelectionModel().selectedItemProperty();
    }

    private void onKey(KeyEvent event) {
        var row = selected().get();
        if (event.getCode() == KeyCode.ENTER && row != null) {
            enter.accept(row);
            event.consume();
        } else if (event.getCode() == KeyCode.DOWN && row == null) {
            // By itself the table would begin with the second entry.
            getSelectionModel().selectFirst();
            event.consume();
        }
    }

    private static TableRow<Outcome.Row> row(FilesViewModel model, Consumer<Outcome.Row> enter) {
        var row = new TableRow<Outcome.Row>();
        Drags.from(row, () -> Optional.ofNullable(row.getItem()).flatMap(model::drag));
        row.setOnMouseClicked(
                event -> {
                    if (event.getClickCount() == 2 && row.getItem() != null) {
                        enter.accept(row.getItem());
                    }
                });
        return row;
    }

    private static VBox placeholder(FilesViewModel model) {
        var icon = Parts.icon(MaterialDesignF.FOLDER_OPEN_OUTLINE, "empty-icon");
        var text = new Label();
        text.getStyleClass().add("muted");
        text.textProperty()
                .bind(
                        Bindings.when(model.loadingProperty())
                                .then(say("files.loading"))
                                .otherwise(say("files.empty")));
        var box = new VBox(icon, text);
        box.setAlignment(Pos.CENTER);
        box.getStyleClass().add("empty");
        return box;
    }

    private static TableColumn<Outcome.Row, Outcome.Row> column(
            String title,
            double width,
            Pos alignment,
            BiFunction<Label, Outcome.Row, String> text) {
        var column = new TableColumn<Outcome.Row, Outcome.Row>(title);
        column.setPrefWidth(width);
        column.setSortable(false);
        column.setReorderable(false);
        column.setCellValueFactory(each -> new ReadOnlyObjectWrapper<>(each.getValue()));
        column.setCellFactory(
                made ->
                        new TableCell<>() {
                            private final Label label = new Label();

                            {
                                setAlignment(alignment);
                                if (alignment == Pos.CENTER_RIGHT) {
                                    getStyleClass().add("right");
                                }
                                setGraphic(label);
                            }

                            @Override
                            protected void updateItem(Outcome.@Nullable Row row, boolean empty) {
                                super.updateItem(row, empty);
                                label.setGraphic(null);
                                label.setText(row == null || empty ? "" : text.apply(label, row));
                            }
                        });
        return column;
    }

    private static String nameCell(Label label, Outcome.Row row) {
        label.setGraphic(Parts.icon(icon(row.kind()), "entry-icon"));
        return Plain.name(FilesViewModel.name(row));
    }

    private static Ikon icon(Outcome.Kind kind) {
        return switch (kind) {
            case DIRECTORY -> MaterialDesignF.FOLDER;
            case FILE -> MaterialDesignF.FILE_OUTLINE;
            case SYMLINK -> MaterialDesignL.LINK_VARIANT;
        };
    }

    private static String sizeCell(Label label, Outcome.Row row) {
        return row.kind() == Outcome.Kind.FILE ? Sizes.text(row.size()) : "";
    }

    private static String timeCell(Label label, Outcome.Row row) {
        return row.mtime().equals(Instant.EPOCH) ? "" : Times.text(row.mtime());
    }
}
