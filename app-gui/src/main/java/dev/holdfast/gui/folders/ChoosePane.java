package dev.holdfast.gui.folders;

import static dev.holdfast.gui.words.Words.say;

import dev.holdfast.engine.api.Outcome;
import dev.holdfast.gui.theme.Parts;
import dev.holdfast.gui.words.Plain;
import dev.holdfast.gui.words.Sizes;
import dev.holdfast.gui.words.Times;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;

import java.util.ArrayList;
import java.util.List;

/// The versions of each file side by side, with buttons that choose.
final class ChoosePane extends VBox {

    private final FoldersViewModel model;

    ChoosePane(FoldersViewModel model) {
        this.model = model;
        getStyleClass().addAll("card", "invite");
        model.choosingProperty().subscribe(now -> getChildren().setAll(content(now)));
        Parts.when(model.choosingProperty().map(now -> !(now instanceof Choosing.None)), this);
    }

    private List<Node> content(Choosing now) {
        return switch (now) {
            case Choosing.None _ -> List.of();
            case Choosing.Reading _ -> List.of(Parts.waiting(say("choose.reading"), "invite-foot"));
            case Choosing.Open(var conflicts) -> open(conflicts);
        };
    }

    private List<Node> open(List<Outcome.Conflict> conflicts) {
        var nodes = new ArrayList<Node>();
        var close = Parts.iconButton(say("choose.later"), MaterialDesignC.CLOSE, model::chosen);
        var head = new HBox(Parts.text(say("choose.title"), "card-title"), Parts.gap(), close);
        head.setAlignment(Pos.CENTER_LEFT);
        nodes.add(head);
        nodes.add(Parts.text(say("choose.lead"), "muted"));
        conflicts.forEach(conflict -> nodes.add(conflict(conflict)));
        return nodes;
    }

    private VBox conflict(Outcome.Conflict conflict) {
        var both =
                Parts.button(
                        say("choose.both"),
                        MaterialDesignC.CONTENT_COPY,
                        () -> model.keepBoth(conflict));
        both.getStyleClass().add("keep-both");
        var place = Parts.text(Plain.name(conflict.place().toString()), "device-name");
        var head = new HBox(place, Parts.gap(), both);
        head.setAlignment(Pos.CENTER_LEFT);
        var sides = new HBox();
        sides.getStyleClass().add("choose-sides");
        for (var rival : conflict.versions()) {
            var side = side(conflict, rival);
            HBox.setHgrow(side, Priority.ALWAYS);
            sides.getChildren().add(side);
        }
        var box = new VBox(head, sides);
        box.getStyleClass().add("choose");
        return box;
    }

    private VBox side(Outcome.Conflict conflict, Outcome.Rival rival) {
        var who = rival.mine() ? say("choose.mine", rival.by()) : rival.by();
        var keep =
                Parts.button(
                        say("choose.keep"),
                        MaterialDesignC.CHECK,
                        () -> model.keep(conflict, rival));
        keep.getStyleClass().add("keep-one");
        keep.setAccessibleText(say("choose.keep.by", who));
        var size =
                rival.row().kind() == Outcome.Kind.FILE
                        ? Sizes.text(rival.row().size())
                        : say("choose.other");
        var head =
                new HBox(Parts.icon(MaterialDesignF.FILE_OUTLINE), Parts.text(who, "card-title"));
        head.setAlignment(Pos.CENTER_LEFT);
        head.getStyleClass().add("device-line");
        var side =
                new VBox(
                        head,
                        Parts.text(rival.at().map(Times::text).orElse(""), "muted"),
                        Parts.text(size, "muted"),
                        Parts.text(Plain.name(name(rival.row().path())), "muted", "choose-name"),
                        keep);
        side.getStyleClass().addAll("card", "choose-side");
        return side;
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
