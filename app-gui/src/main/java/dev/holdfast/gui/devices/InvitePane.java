package dev.holdfast.gui.devices;

import static dev.holdfast.gui.words.Words.say;

import dev.holdfast.engine.api.Role;
import dev.holdfast.gui.theme.Parts;
import dev.holdfast.gui.words.Times;

import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.Toggle;
import javafx.scene.control.ToggleGroup;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;

import java.util.List;
import java.util.Locale;

/// The invitation under way: its code, and what became of it.
final class InvitePane extends VBox {

    private static final int COLUMNS = 40;

    /// The usual one first.
    private static final List<Role> ROLES =
            List.of(Role.MEMBER, Role.KEEPER, Role.READER, Role.OWNER);

    private final DevicesViewModel model;
    private boolean isChoosing;

    InvitePane(DevicesViewModel model) {
        this.model = model;
        getStyleClass().addAll("card", "invite");
        model.invitationProperty().subscribe(now -> getChildren().setAll(content(now)));
        Parts.when(model.invitationProperty().map(now -> !(now instanceof Invitation.None)), this);
    }

    private List<Node> content(Invitation now) {
        return switch (now) {
            case Invitation.None _ -> List.of();
            case Invitation.Asking _ -> List.of(Parts.waiting(say("invite.asking"), "invite-foot"));
            case Invitation.Waiting waiting -> code(waiting);
            case Invitation.Admitted(var device, var check) ->
                    List.of(
                            Parts.ended(
                                    Parts.icon(MaterialDesignC.CHECK_CIRCLE, "good-icon"),
                                    say("invite.admitted", device),
                                    check.map(words -> say("invite.admitted.check", device, words))
                                            .orElseGet(() -> say("invite.admitted.do")),
                                    model::withdraw));
            case Invitation.Failed(var problem) ->
                    List.of(
                            Parts.ended(
                                    Parts.icon(
                                            MaterialDesignA.ALERT_CIRCLE_OUTLINE, "problem-icon"),
                                    problem.what(),
                                    problem.remedy(),
                                    model::withdraw));
        };
    }

    private List<Node> code(Invitation.Waiting waiting) {
        var how = wrapped(say("invite.how"));
        var copy =
                Parts.button(
                        say("invite.copy"),
                        MaterialDesignC.CONTENT_COPY,
                        () -> copy(waiting.code()));
        var stop =
                Parts.button(
                        say("invite.withdraw"), MaterialDesignC.CLOSE, model::withdraw, "flat");
        stop.setId("withdraw");
        var buttons = new HBox(copy, stop);
        buttons.getStyleClass().add("invite-foot");
        var words =
                new VBox(
                        Parts.text(say("invite.title"), "card-title"),
                        how,
                        roles(waiting.role()),
                        wrapped(means(waiting.role())),
                        text(waiting.code()),
                        Parts.gap(),
                        Parts.waiting(
                                say("invite.waiting", Times.clock(waiting.expires())),
                                "invite-foot"),
                        buttons);
        words.getStyleClass().add("invite-words");
        HBox.setHgrow(words, Priority.ALWAYS);
        var both = new HBox(new QrView(waiting.ticket()), words);
        both.getStyleClass().add("invite-both");
        return List.of(both);
    }

    private static Label wrapped(String words) {
        var text = Parts.text(words, "muted");
        text.setWrapText(true);
        text.setMinHeight(Region.USE_PREF_SIZE);
        return text;
    }

    /// What the guest may do. Another choice makes another code, and keeps the keyboard here.
    private HBox roles(Role chosen) {
        var choice = new ToggleGroup();
        var pills = new HBox();
        for (var role : ROLES) {
            var style =
                    role == ROLES.getFirst()
                            ? "left-pill"
                            : role == ROLES.getLast() ? "right-pill" : "center-pill";
            var pill = Parts.pill(say("role." + word(role)), role, style, choice);
            pill.setId("role-" + word(role));
            pills.getChildren().add(pill);
            if (role == chosen) {
                choice.selectToggle(pill);
                if (isChoosing) {
                    isChoosing = false;
                    Platform.runLater(pill::requestFocus);
                }
            }
        }
        choice.selectedToggleProperty().subscribe((before, now) -> choose(now));
        return pills;
    }

    private void choose(@Nullable Toggle pill) {
        if (pill != null && pill.getUserData() instanceof Role role) {
            isChoosing = true;
            model.invite(role);
        }
    }

    private static String means(Role role) {
        return switch (role) {
            case MEMBER -> say("invite.role.member");
            case KEEPER -> say("invite.role.keeper");
            case READER -> say("invite.role.reader");
            case OWNER -> say("invite.role.owner");
        };
    }

    private static String word(Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }

    /// A field, so that the words can be marked and copied.
    private static TextArea text(String code) {
        var text = new TextArea(code);
        text.setId("code");
        text.setEditable(false);
        text.setPrefColumnCount(COLUMNS);
        text.setPrefRowCount(1);
        text.setMinHeight(Region.USE_PREF_SIZE);
        text.getStyleClass().add("invite-code");
        text.setAccessibleText(say("setup.code"));
        return text;
    }

    private static void copy(String code) {
        var content = new ClipboardContent();
        content.putString(code);
        Clipboard.getSystemClipboard().setContent(content);
    }
}
