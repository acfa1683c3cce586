package dev.holdfast.gui.files;

import static dev.holdfast.gui.words.Words.say;

import dev.holdfast.gui.theme.Parts;
import dev.holdfast.gui.words.Plain;

import javafx.beans.binding.Bindings;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.Cursor;
import javafx.scene.control.Button;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import org.kordamp.ikonli.materialdesign2.MaterialDesignB;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;

import java.util.Locale;

/// The stores and gets of this window, with their progress.
final class TransfersPane extends VBox {

    private final VBox list = new VBox();

    TransfersPane(Transfers transfers) {
        getStyleClass().addAll("card", "transfers");
        var clear =
                Parts.iconButton(say("transfers.clear"), MaterialDesignB.BROOM, transfers::clear);
        var head = new HBox(Parts.text(say("transfers.title"), "card-title"), Parts.gap(), clear);
        head.setAlignment(Pos.CENTER_LEFT);
        var scroll = new ScrollPane(list);
        scroll.setFitToWidth(true);
        scroll.getStyleClass().add("transfer-scroll");
        list.getStyleClass().add("transfer-list");
        getChildren().addAll(head, scroll);
        transfers.all().addListener((ListChangeListener<Transfer>) this::follow);
        Parts.when(Bindings.isNotEmpty(transfers.all()), this);
    }

    private void follow(ListChangeListener.Change<? extends Transfer> change) {
        while (change.next()) {
            for (var gone : change.getRemoved()) {
                list.getChildren().removeIf(each -> each.getUserData() == gone);
            }
            int at = change.getFrom();
            for (var added : change.getAddedSubList()) {
                list.getChildren().add(at++, row(added));
            }
        }
    }

    private static VBox row(Transfer transfer) {
        var icon = Parts.icon(MaterialDesignP.PROGRESS_CLOCK, "transfer-icon");
        var bar = new ProgressBar();
        bar.setMaxWidth(Double.MAX_VALUE);
        bar.getStyleClass().add("small");
        bar.progressProperty().bind(transfer.fractionProperty());
        bar.accessibleTextProperty().bind(transfer.lineProperty());
        var cancel = cancel(transfer);
        var line = Parts.text(transfer.lineProperty(), "transfer-line");
        var words = new VBox(Parts.text(Plain.name(transfer.title()), "transfer-title"), line, bar);
        words.getStyleClass().add("transfer-words");
        HBox.setHgrow(words, Priority.ALWAYS);
        var head = new HBox(icon, words, cancel);
        head.setAlignment(Pos.CENTER_LEFT);
        head.getStyleClass().add("transfer-head");
        var row = new VBox(head, Parts.problem(transfer.problemProperty()));
        row.getStyleClass().add("transfer");
        row.setUserData(transfer);
        Drags.from(row, () -> transfer.fileProperty().get());
        transfer.stateProperty()
                .subscribe(
                        state -> {
                            icon.setIconCode(icon(state));
                            row.getStyleClass()
                                    .setAll(
                                            "transfer",
                                            "is-" + state.name().toLowerCase(Locale.ROOT));
                        });
        transfer.fileProperty()
                .subscribe(
                        file ->
                                row.setCursor(
                                        file.isPresent() ? Cursor.OPEN_HAND : Cursor.DEFAULT));
        Parts.when(transfer.stateProperty().map(state -> transfer.isUnderWay()), bar);
        return row;
    }

    private static Button cancel(Transfer transfer) {
        var cancel =
                Parts.iconButton(
                        say("transfer.cancel", transfer.title()),
                        MaterialDesignC.CLOSE,
                        transfer::cancel);
        cancel.getStyleClass().add("cancel");
        cancel.disableProperty()
                .bind(transfer.stateProperty().isNotEqualTo(Transfer.State.RUNNING));
        return Parts.when(transfer.stateProperty().map(state -> transfer.isUnderWay()), cancel);
    }

    private static Ikon icon(Transfer.State state) {
        return switch (state) {
            case RUNNING, CANCELLING -> MaterialDesignP.PROGRESS_CLOCK;
            case DONE -> MaterialDesignC.CHECK_CIRCLE_OUTLINE;
            case PART -> MaterialDesignA.ALERT_OUTLINE;
            case CANCELLED -> MaterialDesignC.CANCEL;
            case FAILED -> MaterialDesignA.ALERT_CIRCLE_OUTLINE;
        };
    }
}
