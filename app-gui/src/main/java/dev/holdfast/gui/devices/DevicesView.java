package dev.holdfast.gui.devices;

import static dev.holdfast.gui.words.Words.say;

import dev.holdfast.engine.api.Role;
import dev.holdfast.gui.theme.Parts;

import javafx.beans.binding.Bindings;
import javafx.collections.ListChangeListener;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import org.kordamp.ikonli.materialdesign2.MaterialDesignP;

import java.util.LinkedHashMap;
import java.util.Map;

/// Draws the Devices screen.
public final class DevicesView extends VBox {

    /// The scroll bar stands in the screen's margin, beside the cards.
    private static final Insets BESIDE = new Insets(0, -16, 0, 0);

    private final DevicesViewModel model;
    private final VBox list = new VBox();
    private final Map<String, DeviceRow> rows = new LinkedHashMap<>();

    public DevicesView(DevicesViewModel model) {
        this.model = model;
        getStyleClass().addAll("screen", "devices");
        list.getStyleClass().add("device-list");
        var content = new VBox(new InvitePane(model), new RemovePane(model), list, alone());
        content.getStyleClass().addAll("device-list", "device-content");
        var scroll = new ScrollPane(content);
        scroll.setFitToWidth(true);
        scroll.getStyleClass().add("device-scroll");
        VBox.setVgrow(scroll, Priority.ALWAYS);
        VBox.setMargin(scroll, BESIDE);
        getChildren().addAll(head(), scroll);
        model.devices().addListener((ListChangeListener<DeviceCard>) change -> show());
        show();
    }

    private HBox head() {
        var invite =
                Parts.button(
                        say("devices.invite"),
                        MaterialDesignP.PLUS,
                        () -> model.invite(Role.MEMBER),
                        "accent",
                        Parts.FIRST_FOCUS);
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

    /// What a pool of one device is told.
    private VBox alone() {
        var what = Parts.text(say("devices.alone"), "muted");
        what.setWrapText(true);
        var box = new VBox(what);
        box.getStyleClass().add("device-alone");
        return Parts.when(Bindings.size(model.devices()).isEqualTo(1).map(each -> each), box);
    }

    private void show() {
        var before = Map.copyOf(rows);
        rows.clear();
        boolean aligned = model.devices().stream().anyMatch(DeviceCard::removable);
        for (var card : model.devices()) {
            var row = before.get(card.id());
            if (row == null) {
                row = new DeviceRow(card.name(), () -> model.askToRemove(card.id()));
            }
            row.show(card, aligned);
            rows.put(card.id(), row);
        }
        if (!before.keySet().equals(rows.keySet())) {
            list.getChildren().setAll(rows.values());
        }
    }
}
