package dev.holdfast.gui.devices;

import static dev.holdfast.gui.words.Words.say;

import dev.holdfast.gui.theme.Parts;
import dev.holdfast.gui.words.Plain;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignL;
import org.kordamp.ikonli.materialdesign2.MaterialDesignM;
import org.kordamp.ikonli.materialdesign2.MaterialDesignS;

/// One device's card. It stays while what it says changes, and keeps the focus meanwhile.
final class DeviceRow extends HBox {

    private final FontIcon icon = Parts.icon(MaterialDesignS.SERVER, "device-icon");
    private final FontIcon dot = Parts.icon(MaterialDesignC.CIRCLE, "dot-online");
    private final Label name = Parts.text("", "device-name");
    private final Label role = Parts.text("", "role");
    private final Label state = Parts.text("", "muted");
    private final Label use = Parts.text("", "muted");
    private final ProgressBar bar = new ProgressBar();
    private final Button remove;

    /// @param out called when the person wants the device out of the pool
    DeviceRow(String device, Runnable out) {
        remove =
                Parts.iconButton(
                        say("devices.remove", device), MaterialDesignM.MINUS_CIRCLE_OUTLINE, out);
        remove.setId("remove-" + device);
        setId("device-" + device);
        setAlignment(Pos.CENTER_LEFT);
        setFocusTraversable(true);
        getStyleClass().addAll("card", "device");
        bar.getStyleClass().add("small");
        bar.setMaxWidth(Double.MAX_VALUE);
        var side = new VBox(use, bar);
        side.getStyleClass().add("device-use");
        var words = new VBox(line(name, role), line(dot, state));
        words.getStyleClass().add("device-words");
        HBox.setHgrow(words, Priority.ALWAYS);
        getChildren().addAll(icon, words, side, remove);
    }

    private static HBox line(Node... parts) {
        var line = new HBox(parts);
        line.setAlignment(Pos.CENTER_LEFT);
        line.getStyleClass().add("device-line");
        return line;
    }

    /// Says what is so now.
    ///
    /// @param aligned whether other cards have a button that this one keeps in line with
    void show(DeviceCard card, boolean aligned) {
        icon.setIconCode(card.self() ? MaterialDesignL.LAPTOP : MaterialDesignS.SERVER);
        dot.setIconCode(card.online() ? MaterialDesignC.CIRCLE : MaterialDesignC.CIRCLE_OUTLINE);
        dot.getStyleClass().setAll("ikonli-font-icon", card.online() ? "dot-online" : "dot-away");
        name.setText(Plain.name(card.name()));
        role.setText(card.role());
        state.setText(card.state());
        use.setText(card.use());
        bar.setProgress(card.fill());
        bar.setAccessibleText(card.use());
        setAccessibleText(card.spoken());
        remove.setVisible(card.removable());
        remove.setManaged(aligned);
    }
}
