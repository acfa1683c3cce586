package dev.holdfast.gui.setup;

import static dev.holdfast.gui.words.Words.say;

import dev.holdfast.gui.theme.Parts;

import javafx.application.Platform;
import javafx.beans.property.StringProperty;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.TraversalDirection;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.TilePane;
import javafx.scene.layout.VBox;

import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignH;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;

import java.util.ArrayList;
import java.util.Optional;
import java.util.function.Supplier;

/// Draws the first run.
public final class SetupView extends StackPane {

    private static final int CODE_ROWS = 4;

    private final SetupViewModel model;
    private final Supplier<Optional<String>> chooser;

    /// @param chooser lets the person choose a file to make
    public SetupView(SetupViewModel model, Supplier<Optional<String>> chooser) {
        this.model = model;
        this.chooser = chooser;
        getStyleClass().add("setup");
        model.stepProperty().subscribe(this::show);
    }

    private void show(Step step) {
        var page =
                switch (step) {
                    case CHOOSE -> choose();
                    case START -> start();
                    case JOIN -> join();
                    case WORDS -> words();
                    case CHECK -> check();
                    case MAKING -> making();
                    case JOINED -> joined();
                };
        page.getStyleClass().add("page");
        page.setMaxSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
        getChildren().setAll(page);
        firstField(page);
    }

    private static void firstField(Node page) {
        Platform.runLater(
                () -> {
                    var field = page.lookup(".text-input");
                    var first = field == null ? page.lookup(".button") : field;
                    if (first != null) {
                        first.requestFocus();
                    }
                });
    }

    private VBox choose() {
        var head =
                new HBox(
                        Parts.icon(MaterialDesignH.HEXAGON_MULTIPLE, "brand-icon"),
                        Parts.text(say("app.name"), "page-title"));
        head.setAlignment(Pos.CENTER_LEFT);
        head.getStyleClass().add("brand-line");
        var ways =
                new HBox(
                        way("start", MaterialDesignH.HEXAGON_OUTLINE, model::chooseStart),
                        way("join", MaterialDesignP.PLUS_NETWORK_OUTLINE, model::chooseJoin));
        ways.getStyleClass().add("ways");
        return new VBox(head, lead(say("setup.lead")), ways);
    }

    private static Button way(String which, Ikon icon, Runnable go) {
        var title = Parts.text(say("setup." + which), "way-title");
        var text = Parts.text(say("setup." + which + ".text"), "way-text");
        text.setWrapText(true);
        var content = new VBox(Parts.icon(icon, "way-icon"), title, text);
        content.getStyleClass().add("way-content");
        var button = new Button(null, content);
        button.setId("way-" + which);
        button.getStyleClass().add("way");
        button.setAccessibleText(title.getText() + ". " + text.getText());
        button.setOnAction(event -> go.run());
        return button;
    }

    private VBox start() {
        return new VBox(
                title(say("setup.start.title")),
                lead(say("setup.start.lead")),
                field(say("setup.name"), model.nameProperty(), "", "name"),
                field(
                        say("setup.capacity"),
                        model.gibibytesProperty(),
                        say("setup.capacity.hint"),
                        "capacity"),
                Parts.problem(model.problemProperty()),
                buttons(say("setup.next"), model::start));
    }

    private VBox join() {
        return new VBox(
                title(say("setup.join.title")),
                lead(say("setup.join.lead")),
                code(),
                field(say("setup.name"), model.nameProperty(), "", "name"),
                field(
                        say("setup.capacity"),
                        model.gibibytesProperty(),
                        say("setup.capacity.hint"),
                        "capacity"),
                field(
                        say("setup.address"),
                        model.addressProperty(),
                        say("setup.address.hint"),
                        "address"),
                Parts.problem(model.problemProperty()),
                buttons(say("setup.join.do"), model::join));
    }

    private VBox words() {
        var grid = new TilePane();
        grid.setPrefColumns(4);
        grid.getStyleClass().add("phrase");
        var shown = model.wordsProperty().get();
        for (int i = 0; i < shown.size(); i++) {
            var number = Parts.text(Integer.toString(i + 1), "phrase-number");
            var cell = new HBox(number, Parts.text(shown.get(i), "phrase-word"));
            cell.setAlignment(Pos.BASELINE_LEFT);
            cell.getStyleClass().add("phrase-cell");
            grid.getChildren().add(cell);
        }
        var box =
                new VBox(
                        title(say("setup.words.title")),
                        lead(say("setup.words.lead")),
                        grid,
                        page(),
                        Parts.problem(model.problemProperty()),
                        buttons(say("setup.words.done"), model::wroteDown));
        box.getStyleClass().add("wide");
        return box;
    }

    /// For whoever would rather print than write.
    private HBox page() {
        var save =
                Parts.button(
                        say("setup.page"),
                        MaterialDesignP.PRINTER,
                        () -> chooser.get().ifPresent(model::print));
        save.setId("print");
        save.setMinWidth(Region.USE_PREF_SIZE);
        var made =
                model.pageProperty()
                        .map(file -> file.isEmpty() ? "" : say("setup.page.made", file))
                        .orElse("");
        var box = new HBox(save, Parts.text(made, "muted"));
        box.setAlignment(Pos.CENTER_LEFT);
        box.getStyleClass().add("head");
        return box;
    }

    private VBox check() {
        var box = new VBox(title(say("setup.check.title")), lead(say("setup.check.lead")));
        var answers = new ArrayList<TextField>();
        Runnable confirm = () -> model.confirm(answers.stream().map(TextField::getText).toList());
        for (var place : model.askedProperty().get()) {
            var field = new TextField();
            field.setId("word-" + (place + 1));
            field.setOnAction(event -> confirm.run());
            answers.add(field);
            box.getChildren().add(labelled(say("setup.check.word", place + 1), field));
        }
        box.getChildren()
                .addAll(
                        Parts.problem(model.problemProperty()),
                        buttons(say("setup.check.do"), confirm));
        return box;
    }

    private VBox making() {
        var cancel =
                Parts.button(say("setup.cancel"), MaterialDesignC.CLOSE, model::cancel, "flat");
        var box = new VBox(new ProgressIndicator(), lead(say("setup.making")), cancel);
        box.setAlignment(Pos.CENTER);
        return box;
    }

    private VBox joined() {
        var go =
                Parts.button(
                        say("setup.joined.do"),
                        MaterialDesignA.ARROW_RIGHT,
                        model::compared,
                        "accent");
        go.setId("next");
        go.setDefaultButton(true);
        var words = Parts.text(model.sharedProperty().get(), "phrase-word");
        return new VBox(
                title(say("setup.joined.title")), lead(say("setup.joined.lead")), words, go);
    }

    private static Label title(String text) {
        return Parts.text(text, "page-title");
    }

    private static Label lead(String text) {
        var label = Parts.text(text, "page-lead");
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        return label;
    }

    private static VBox field(String name, StringProperty value, String hint, String id) {
        var field = new TextField();
        field.setId(id);
        field.setPromptText(hint);
        field.textProperty().bindBidirectional(value);
        return labelled(name, field);
    }

    /// A code is long; all of it can be seen here, and Tab and Enter do what they do in a field.
    private VBox code() {
        var area = new TextArea();
        area.setId("code");
        area.setPromptText(say("setup.code.hint"));
        area.setWrapText(true);
        area.setPrefRowCount(CODE_ROWS);
        area.getStyleClass().add("code");
        area.textProperty().bindBidirectional(model.codeProperty());
        area.addEventFilter(
                KeyEvent.KEY_PRESSED,
                event -> {
                    if (event.getCode() == KeyCode.TAB) {
                        area.requestFocusTraversal(
                                event.isShiftDown()
                                        ? TraversalDirection.PREVIOUS
                                        : TraversalDirection.NEXT);
                        event.consume();
                    } else if (event.getCode() == KeyCode.ENTER) {
                        model.join();
                        event.consume();
                    }
                });
        return labelled(say("setup.code"), area);
    }

    private static VBox labelled(String name, TextInputControl field) {
        var label = Parts.text(name, "field-name");
        label.setLabelFor(field);
        field.setAccessibleText(name);
        var box = new VBox(label, field);
        box.getStyleClass().add("field");
        return box;
    }

    private HBox buttons(String words, Runnable next) {
        var back = Parts.button(say("setup.back"), MaterialDesignA.ARROW_LEFT, model::back, "flat");
        back.setId("back");
        var forward = Parts.button(words, MaterialDesignA.ARROW_RIGHT, next, "accent");
        forward.setId("next");
        forward.setDefaultButton(true);
        var space = Parts.gap();
        HBox.setHgrow(space, Priority.ALWAYS);
        var box = new HBox(back, space, forward);
        box.getStyleClass().add("buttons");
        return box;
    }
}
