package dev.holdfast.gui.devices;

import static dev.holdfast.gui.words.Words.say;

import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.Role;
import dev.holdfast.gui.theme.Parts;
import dev.holdfast.gui.words.Sizes;
import dev.holdfast.gui.words.Times;

import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignL;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;
import org.kordamp.ikonli.materialdesign2.MaterialDesignS;

import java.util.Locale;

/// Draws the Devices screen.
public final class DevicesView extends VBox {

    private final DevicesViewModel model;
    private final VBox list = new VBox();

    public DevicesView(DevicesViewModel model) {
        this.model = model;
        getStyleClass().addAll("screen", "devices");
        list.getStyleClass().add("device-list");
        var scroll = new ScrollPane(list);
        scroll.setFitToWidth(true);
        scroll.getStyleClass().add("device-scroll");
        VBox.setVgrow(scroll, Priority.ALWAYS);
        getChildren().addAll(head(), new InvitePane(model), scroll);
        model.devices().addListener((ListChangeListener<Outcome.Device>) change -> show());
        show();
    }

    private HBox head() {
        var invite =
                Parts.button(
                        say("devices.invite"),
                        MaterialDesignP.PLUS,
                        () -> model.invite(Role.MEMBER),
                        "accent");
        invite.setId("invite");
        invite.disableProperty()
                .bind(
                        model.invitationProperty()
                                .map(
                                        now ->
                                                now instanceof Invitation.Asking
                                                        || now instanceof Invitation.Waiting));
        var head = new HBox(Parts.text(say("screen.devices"), "screen-title"), Parts.gap(), invite);
        head.setAlignment(Pos.CENTER_LEFT);
        head.getStyleClass().add("head");
        return head;
    }

    private void show() {
        list.getChildren().clear();
        for (int i = 0; i < model.devices().size(); i++) {
            list.getChildren().add(row(model.devices().get(i), i == 0));
        }
    }

    private static HBox row(Outcome.Device device, boolean self) {
        var icon =
                Parts.icon(self ? MaterialDesignL.LAPTOP : MaterialDesignS.SERVER, "device-icon");
        var state = state(device, self);
        var dot =
                Parts.icon(
                        device.online() ? MaterialDesignC.CIRCLE : MaterialDesignC.CIRCLE_OUTLINE,
                        device.online() ? "dot-online" : "dot-away");
        var line = new HBox(dot, Parts.text(state, "muted"));
        line.setAlignment(Pos.CENTER_LEFT);
        line.getStyleClass().add("device-line");
        var name =
                new HBox(
                        Parts.text(device.name(), "device-name"),
                        Parts.text(say("role." + word(device)), "role"));
        name.setAlignment(Pos.CENTER_LEFT);
        name.getStyleClass().add("device-line");
        var words = new VBox(name, line);
        words.getStyleClass().add("device-words");
        HBox.setHgrow(words, Priority.ALWAYS);
        var row = new HBox(icon, words, use(device));
        row.setAlignment(Pos.CENTER_LEFT);
        row.getStyleClass().addAll("card", "device");
        row.setAccessibleText(device.name() + ", " + state);
        row.setFocusTraversable(true);
        return row;
    }

    private static String word(Outcome.Device device) {
        return device.role().name().toLowerCase(Locale.ROOT);
    }

    private static String state(Outcome.Device device, boolean self) {
        if (self) {
            return say("device.this") + device.address().map(at -> "  ·  " + at).orElse("");
        }
        if (device.online()) {
            return say("device.online") + device.address().map(at -> "  ·  " + at).orElse("");
        }
        return device.lastSeen()
                .map(seen -> say("device.seen", Times.text(seen)))
                .orElse(say("device.away"));
    }

    private static VBox use(Outcome.Device device) {
        long capacity = device.capacityBytes();
        var text =
                Parts.text(
                        say(
                                "device.use",
                                Sizes.text(device.usedBytes()),
                                Sizes.text(Math.max(0, capacity))),
                        "muted");
        var bar =
                new ProgressBar(
                        capacity <= 0
                                ? 0
                                : Math.clamp((double) device.usedBytes() / capacity, 0.0, 1.0));
        bar.getStyleClass().add("small");
        bar.setMaxWidth(Double.MAX_VALUE);
        bar.setAccessibleText(text.getText());
        var box = new VBox(text, bar);
        box.getStyleClass().add("device-use");
        return box;
    }
}
