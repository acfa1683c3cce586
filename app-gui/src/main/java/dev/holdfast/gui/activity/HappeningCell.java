package dev.holdfast.gui.activity;

import dev.holdfast.engine.api.Event;
import dev.holdfast.gui.theme.Parts;
import dev.holdfast.gui.words.Plain;
import dev.holdfast.gui.words.Times;

import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;

import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignD;
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;
import org.kordamp.ikonli.materialdesign2.MaterialDesignL;
import org.kordamp.ikonli.materialdesign2.MaterialDesignM;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;
import org.kordamp.ikonli.materialdesign2.MaterialDesignS;

/// One line of what happened.
final class HappeningCell extends ListCell<Event.Happened> {

    private final FontIcon icon = Parts.icon(MaterialDesignF.FILE_OUTLINE, "happening-icon");
    private final Label what = new Label();
    private final Label at = Parts.text("", "muted");
    private final HBox line = new HBox(icon, what, at);

    HappeningCell() {
        line.setAlignment(Pos.CENTER_LEFT);
        line.getStyleClass().add("happening");
        what.setMaxWidth(Double.MAX_VALUE);
        what.setMinWidth(0);
        HBox.setHgrow(what, Priority.ALWAYS);
        at.setMinWidth(USE_PREF_SIZE);
        setPrefWidth(0);
    }

    @Override
    protected void updateItem(Event.@Nullable Happened happened, boolean empty) {
        super.updateItem(happened, empty);
        if (happened == null || empty) {
            setGraphic(null);
            setAccessibleText(null);
            return;
        }
        icon.setIconCode(icon(happened.kind()));
        // Names in it come from other devices; a line stays one line.
        what.setText(Plain.name(happened.what()));
        at.setText(Times.text(happened.at()));
        setAccessibleText(what.getText() + " " + at.getText());
        setGraphic(line);
    }

    private static Ikon icon(Event.Kind kind) {
        return switch (kind) {
            case DEVICE_CAME -> MaterialDesignL.LAN_CONNECT;
            case DEVICE_WENT -> MaterialDesignL.LAN_DISCONNECT;
            case DEVICE_JOINED -> MaterialDesignP.PLUS_CIRCLE_OUTLINE;
            case DEVICE_REMOVED -> MaterialDesignM.MINUS_CIRCLE_OUTLINE;
            case DEVICE_CHANGED -> MaterialDesignC.COG_OUTLINE;
            case NAMES_CHANGED -> MaterialDesignF.FILE_OUTLINE;
            case COPIES_OWED -> MaterialDesignS.SYNC;
            case COPIES_MADE -> MaterialDesignS.SHIELD_CHECK_OUTLINE;
            case SCRUB_BEGAN, SCRUB_ENDED -> MaterialDesignM.MAGNIFY;
            case DAMAGED -> MaterialDesignS.SHIELD_ALERT_OUTLINE;
            case MENDED -> MaterialDesignS.SHIELD_CHECK_OUTLINE;
            case BALANCE_BEGAN, BALANCE_ENDED -> MaterialDesignS.SWAP_HORIZONTAL;
            case WAITS -> MaterialDesignC.CLOCK_OUTLINE;
            case DEVICE_FULL -> MaterialDesignD.DATABASE_ALERT_OUTLINE;
            case TROUBLE -> MaterialDesignA.ALERT_OUTLINE;
        };
    }
}
