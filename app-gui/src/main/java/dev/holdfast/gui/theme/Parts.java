package dev.holdfast.gui.theme;

import dev.holdfast.engine.api.Problem;
import dev.holdfast.gui.words.Plain;
import dev.holdfast.gui.words.Words;

import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;

import java.util.Optional;

/// The small parts that screens are put together from.
public final class Parts {

    /// The style of the node of a screen that gets the keyboard first.
    public static final String FIRST_FOCUS = "first-focus";

    private Parts() {}

    public static FontIcon icon(Ikon which, String... styles) {
        var icon = new FontIcon(which);
        icon.getStyleClass().addAll(styles);
        return icon;
    }

    public static Label text(String text, String... styles) {
        var label = new Label(Plain.lines(text));
        label.getStyleClass().addAll(styles);
        return label;
    }

    /// A text that follows `value`, breaks into lines, and gives its room back when it is empty.
    public static Label text(ObservableValue<String> value, String... styles) {
        var label = text("", styles);
        label.textProperty().bind(value.map(Plain::lines).orElse(""));
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        label.visibleProperty().bind(Bindings.isNotEmpty(label.textProperty()));
        label.managedProperty().bind(label.visibleProperty());
        return label;
    }

    public static Button button(String words, Ikon icon, Runnable action, String... styles) {
        var button = new Button(words, icon(icon));
        button.getStyleClass().addAll(styles);
        button.setMnemonicParsing(true);
        button.setOnAction(event -> action.run());
        return button;
    }

    /// One of a few, of which one is chosen.
    ///
    /// @param meaning what it stands for, kept as its user data
    public static ToggleButton pill(
            String words, Object meaning, String style, ToggleGroup choice) {
        var button = new ToggleButton(words);
        button.setUserData(meaning);
        button.setToggleGroup(choice);
        button.getStyleClass().add(style);
        button.setOnAction(event -> button.setSelected(true));
        return button;
    }

    /// A button that shows its icon alone; the words are its tip and its accessible text.
    public static Button iconButton(String words, Ikon icon, Runnable action) {
        var button = button(words, icon, action, "flat", "button-icon");
        button.setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
        button.setAccessibleText(words);
        button.setTooltip(new Tooltip(words));
        return button;
    }

    /// Takes what room is left over.
    public static Region gap() {
        var gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        VBox.setVgrow(gap, Priority.ALWAYS);
        return gap;
    }

    /// Shows or takes away `node`, room included, as `value` says.
    public static <T extends Node> T when(ObservableValue<Boolean> value, T node) {
        node.visibleProperty().bind(value);
        node.managedProperty().bind(node.visibleProperty());
        return node;
    }

    /// A wheel that turns beside what is waited for.
    public static HBox waiting(String what, String style) {
        var turning = new ProgressIndicator();
        turning.getStyleClass().add("turning");
        turning.setAccessibleText(what);
        var words = text(what, "muted");
        words.setWrapText(true);
        var box = new HBox(turning, words);
        box.setAlignment(Pos.CENTER_LEFT);
        box.getStyleClass().add(style);
        return box;
    }

    /// What became of something, with a button that puts it away.
    public static HBox ended(Node icon, String what, String more, Runnable close) {
        var button = iconButton(Words.say("shell.dismiss"), MaterialDesignC.CLOSE, close);
        var detail = text(more, "muted");
        detail.setWrapText(true);
        detail.setMinHeight(Region.USE_PREF_SIZE);
        var words = new VBox(text(what, "card-title"), detail);
        HBox.setHgrow(words, Priority.ALWAYS);
        var box = new HBox(icon, words, button);
        box.setAlignment(Pos.CENTER_LEFT);
        box.getStyleClass().add("invite-foot");
        return box;
    }

    /// What happened and what to do, for as long as there is a problem.
    ///
    /// @param remedies buttons that do it
    public static HBox problem(ObservableValue<Optional<Problem>> problem, Node... remedies) {
        var what = text(problem.map(each -> each.map(Problem::what).orElse("")), "problem-what");
        var remedy =
                text(problem.map(each -> each.map(Problem::remedy).orElse("")), "problem-remedy");
        var words = new VBox(what, remedy);
        words.getStyleClass().add("problem-words");
        HBox.setHgrow(words, Priority.ALWAYS);
        var box = new HBox(icon(MaterialDesignA.ALERT_CIRCLE_OUTLINE, "problem-icon"), words);
        box.getChildren().addAll(remedies);
        box.getStyleClass().add("problem");
        box.setAccessibleRole(AccessibleRole.TEXT);
        box.accessibleTextProperty()
                .bind(Bindings.concat(what.textProperty(), " ", remedy.textProperty()));
        return when(problem.map(Optional::isPresent), box);
    }
}
