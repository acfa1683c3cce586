package dev.holdfast.gui.devices;

import static dev.holdfast.gui.words.Words.say;

import dev.holdfast.gui.theme.Parts;
import dev.holdfast.gui.words.Times;

import javafx.scene.Node;
import javafx.scene.control.TextArea;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;

import java.util.List;

/// The invitation under way: its code, and what became of it.
final class InvitePane extends VBox {

    private static final int COLUMNS = 40;

    private final DevicesViewModel model;

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
        var how = Parts.text(say("invite.how"), "muted");
        how.setWrapText(true);
        how.setMinHeight(Region.USE_PREF_SIZE);
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
