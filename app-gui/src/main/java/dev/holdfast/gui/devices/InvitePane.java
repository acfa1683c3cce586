package dev.holdfast.gui.devices;

import static dev.holdfast.gui.words.Words.say;

import dev.holdfast.gui.theme.Parts;
import dev.holdfast.gui.words.Times;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.TextArea;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;

import java.util.List;

/// The invitation under way: its code, and what became of it.
final class InvitePane extends VBox {

    private static final int CODE_ROWS = 3;

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
            case Invitation.Asking _ -> List.of(waiting(say("invite.asking")));
            case Invitation.Waiting waiting -> code(waiting);
            case Invitation.Admitted(var device) ->
                    List.of(
                            ended(
                                    Parts.icon(MaterialDesignC.CHECK_CIRCLE, "good-icon"),
                                    say("invite.admitted", device),
                                    say("invite.admitted.do")));
            case Invitation.Failed(var problem) ->
                    List.of(
                            ended(
                                    Parts.icon(
                                            MaterialDesignA.ALERT_CIRCLE_OUTLINE, "problem-icon"),
                                    problem.what(),
                                    problem.remedy()));
        };
    }

    private List<Node> code(Invitation.Waiting waiting) {
        var code = new TextArea(waiting.code());
        code.setId("code");
        code.setEditable(false);
        code.setWrapText(true);
        code.setPrefRowCount(CODE_ROWS);
        code.getStyleClass().add("invite-code");
        code.setAccessibleText(say("setup.code"));
        var copy =
                Parts.button(
                        say("invite.copy"),
                        MaterialDesignC.CONTENT_COPY,
                        () -> copy(waiting.code()));
        var stop =
                Parts.button(
                        say("invite.withdraw"), MaterialDesignC.CLOSE, model::withdraw, "flat");
        var foot =
                new HBox(
                        waiting(say("invite.waiting", Times.text(waiting.expires()))),
                        Parts.gap(),
                        copy,
                        stop);
        foot.setAlignment(Pos.CENTER_LEFT);
        foot.getStyleClass().add("invite-foot");
        var how = Parts.text(say("invite.how"), "muted");
        how.setWrapText(true);
        return List.of(Parts.text(say("invite.title"), "card-title"), how, code, foot);
    }

    private static void copy(String code) {
        var content = new ClipboardContent();
        content.putString(code);
        Clipboard.getSystemClipboard().setContent(content);
    }

    private static HBox waiting(String what) {
        var turning = new ProgressIndicator();
        turning.getStyleClass().add("turning");
        var box = new HBox(turning, Parts.text(what, "muted"));
        box.setAlignment(Pos.CENTER_LEFT);
        box.getStyleClass().add("invite-foot");
        return box;
    }

    private HBox ended(Node icon, String what, String more) {
        var close = Parts.iconButton(say("shell.dismiss"), MaterialDesignC.CLOSE, model::withdraw);
        var words = new VBox(Parts.text(what, "card-title"), Parts.text(more, "muted"));
        HBox.setHgrow(words, Priority.ALWAYS);
        var box = new HBox(icon, words, close);
        box.setAlignment(Pos.CENTER_LEFT);
        box.getStyleClass().add("invite-foot");
        return box;
    }
}
