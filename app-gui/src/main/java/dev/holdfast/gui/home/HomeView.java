package dev.holdfast.gui.home;

import static dev.holdfast.gui.words.Words.say;

import dev.holdfast.gui.theme.Parts;
import dev.holdfast.gui.theme.Tone;

import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import org.kordamp.ikonli.materialdesign2.MaterialDesignD;
import org.kordamp.ikonli.materialdesign2.MaterialDesignI;
import org.kordamp.ikonli.materialdesign2.MaterialDesignL;
import org.kordamp.ikonli.materialdesign2.MaterialDesignS;

import java.util.Arrays;

/// Draws the Home screen.
public final class HomeView extends VBox {

    public HomeView(HomeViewModel model) {
        getStyleClass().addAll("screen", "home");
        var ring = new RingView(model.spotsProperty(), middle(model));
        var panel = new StackPane(ring);
        panel.getStyleClass().add("card");
        VBox.setVgrow(panel, Priority.ALWAYS);
        getChildren().addAll(sentence(model), figures(model), panel);
    }

    private static HBox sentence(HomeViewModel model) {
        var icon = Parts.icon(MaterialDesignS.SHIELD_OUTLINE, "health-icon");
        var sentence = Parts.text(model.healthProperty().map(Health::sentence), "health-sentence");
        sentence.setId("health");
        var detail = Parts.text(model.healthProperty().map(Health::detail), "health-detail");
        var closing = Parts.text(model.closingProperty(), "health-detail");
        closing.setId("closing");
        var words = new VBox(sentence, detail, closing);
        HBox.setHgrow(words, Priority.ALWAYS);
        var box = new HBox(icon, words);
        box.setAlignment(Pos.CENTER_LEFT);
        box.getStyleClass().addAll("card", "health");
        model.healthProperty().subscribe(health -> tone(box, icon, health.tone()));
        return box;
    }

    private static void tone(HBox box, FontIcon icon, Tone tone) {
        box.getStyleClass().removeAll(Arrays.stream(Tone.values()).map(Tone::style).toList());
        box.getStyleClass().add(tone.style());
        icon.setIconCode(
                switch (tone) {
                    case GOOD -> MaterialDesignS.SHIELD_CHECK;
                    case CALM -> MaterialDesignI.INFORMATION_OUTLINE;
                    case BUSY -> MaterialDesignS.SYNC;
                    case WARN -> MaterialDesignA.ALERT_OUTLINE;
                    case BAD -> MaterialDesignA.ALERT_OCTAGON;
                });
    }

    private static HBox figures(HomeViewModel model) {
        var figures = model.figuresProperty();
        var row =
                new HBox(
                        figure(
                                "usable",
                                MaterialDesignD.DATABASE_OUTLINE,
                                say("home.usable"),
                                figures.map(HomeViewModel.Figures::usable)),
                        figure(
                                "protected",
                                MaterialDesignS.SHIELD_OUTLINE,
                                say("home.protected"),
                                figures.map(HomeViewModel.Figures::safe)),
                        figure(
                                "stored",
                                MaterialDesignI.INBOX_ARROW_DOWN_OUTLINE,
                                say("home.stored"),
                                figures.map(HomeViewModel.Figures::stored)),
                        figure(
                                "devices",
                                MaterialDesignL.LAPTOP,
                                say("home.devices"),
                                figures.map(HomeViewModel.Figures::devices)));
        row.getStyleClass().add("figures");
        return row;
    }

    private static HBox figure(String id, Ikon icon, String name, ObservableValue<String> value) {
        var number = new Label();
        number.setId("figure-" + id);
        number.getStyleClass().add("figure-value");
        number.textProperty().bind(value);
        number.accessibleTextProperty().bind(value.map(text -> name + ": " + text));
        var words = new VBox(Parts.text(name, "figure-name"), number);
        var box = new HBox(Parts.icon(icon, "figure-icon"), words);
        box.setAlignment(Pos.CENTER_LEFT);
        box.getStyleClass().addAll("card", "figure");
        box.setMaxWidth(Double.MAX_VALUE);
        box.setPrefWidth(120);
        HBox.setHgrow(box, Priority.ALWAYS);
        return box;
    }

    private static VBox middle(HomeViewModel model) {
        var share =
                model.figuresProperty()
                        .map(each -> "%.0f %%".formatted(Math.floor(each.protectedShare() * 100)));
        var number = Parts.text(share, "ring-share");
        var bar = new ProgressBar();
        bar.progressProperty()
                .bind(model.figuresProperty().map(HomeViewModel.Figures::protectedShare));
        bar.getStyleClass().add("small");
        bar.setAccessibleText(say("home.share"));
        var box = new VBox(number, Parts.text(say("home.share"), "ring-share-name"), bar);
        box.setAlignment(Pos.CENTER);
        box.getStyleClass().add("ring-middle");
        return box;
    }
}
