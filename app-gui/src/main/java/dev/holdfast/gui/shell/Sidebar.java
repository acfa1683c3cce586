package dev.holdfast.gui.shell;

import static dev.holdfast.gui.words.Words.say;

import dev.holdfast.gui.theme.Look;
import dev.holdfast.gui.theme.Parts;

import javafx.beans.property.ObjectProperty;
import javafx.geometry.Pos;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;
import org.kordamp.ikonli.materialdesign2.MaterialDesignH;
import org.kordamp.ikonli.materialdesign2.MaterialDesignL;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;
import org.kordamp.ikonli.materialdesign2.MaterialDesignT;
import org.kordamp.ikonli.materialdesign2.MaterialDesignW;

/// The way between the screens, how full this device is, and light or dark.
final class Sidebar extends VBox {

    private final ShellViewModel model;

    Sidebar(ShellViewModel model, ObjectProperty<Look> look) {
        this.model = model;
        getStyleClass().add("sidebar");
        getChildren().add(brand());
        var group = new ToggleGroup();
        for (var screen : Screen.values()) {
            getChildren().add(entry(screen, group));
        }
        getChildren().addAll(Parts.gap(), use(), looks(look));
    }

    private static HBox brand() {
        var box =
                new HBox(
                        Parts.icon(MaterialDesignH.HEXAGON_MULTIPLE, "brand-icon"),
                        Parts.text(say("app.name"), "brand-name"));
        box.setAlignment(Pos.CENTER_LEFT);
        box.getStyleClass().add("brand");
        return box;
    }

    private ToggleButton entry(Screen screen, ToggleGroup group) {
        var entry = new ToggleButton(screen.title(), Parts.icon(icon(screen)));
        entry.setId("go-" + screen.word());
        entry.getStyleClass().add("entry");
        entry.setMaxWidth(Double.MAX_VALUE);
        entry.setAlignment(Pos.CENTER_LEFT);
        entry.setToggleGroup(group);
        entry.setTooltip(new Tooltip(say("screen.key", screen.digit())));
        entry.setOnAction(
                event -> {
                    model.screenProperty().set(screen);
                    entry.setSelected(true);
                });
        model.screenProperty().subscribe(now -> entry.setSelected(now == screen));
        return entry;
    }

    private static Ikon icon(Screen screen) {
        return switch (screen) {
            case HOME -> MaterialDesignH.HOME_OUTLINE;
            case FILES -> MaterialDesignF.FOLDER_OUTLINE;
            case FOLDERS -> MaterialDesignF.FOLDER_SYNC_OUTLINE;
            case DEVICES -> MaterialDesignL.LAPTOP;
            case ACTIVITY -> MaterialDesignP.PULSE;
            case RECOVER -> MaterialDesignH.HISTORY;
        };
    }

    private VBox use() {
        var text = Parts.text(model.footProperty().map(ShellViewModel.Foot::use), "use-text");
        text.setId("use");
        var bar = new ProgressBar(0);
        bar.getStyleClass().add("small");
        bar.setMaxWidth(Double.MAX_VALUE);
        bar.setAccessibleText(say("shell.use"));
        bar.progressProperty().bind(model.footProperty().map(ShellViewModel.Foot::full));
        var box = new VBox(Parts.text(say("shell.use"), "use-name"), bar, text);
        box.getStyleClass().add("use");
        return box;
    }

    private static HBox looks(ObjectProperty<Look> look) {
        var group = new ToggleGroup();
        var box = new HBox();
        box.getStyleClass().add("looks");
        for (var each : Look.values()) {
            var words = say("look." + each.word());
            var button = new ToggleButton(null, Parts.icon(icon(each)));
            button.setId("look-" + each.word());
            button.setAccessibleText(words);
            button.setTooltip(new Tooltip(words));
            button.getStyleClass().add(style(each));
            button.setToggleGroup(group);
            button.setOnAction(
                    event -> {
                        look.set(each);
                        button.setSelected(true);
                    });
            look.subscribe(now -> button.setSelected(now == each));
            box.getChildren().add(button);
        }
        return box;
    }

    private static String style(Look look) {
        return switch (look) {
            case SYSTEM -> "left-pill";
            case LIGHT -> "center-pill";
            case DARK -> "right-pill";
        };
    }

    private static Ikon icon(Look look) {
        return switch (look) {
            case SYSTEM -> MaterialDesignT.THEME_LIGHT_DARK;
            case LIGHT -> MaterialDesignW.WHITE_BALANCE_SUNNY;
            case DARK -> MaterialDesignW.WEATHER_NIGHT;
        };
    }
}
