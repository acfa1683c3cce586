package dev.holdfast.gui.shell;

import static dev.holdfast.gui.words.Words.say;

import dev.holdfast.engine.api.Problem;
import dev.holdfast.gui.theme.Look;
import dev.holdfast.gui.theme.Parts;
import dev.holdfast.gui.theme.Tone;

import javafx.beans.property.ObjectProperty;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.input.KeyCombination;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignI;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;
import org.kordamp.ikonli.materialdesign2.MaterialDesignR;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Draws the window: the sidebar, the screen of the moment, and what stands around it.
public final class ShellView extends StackPane {

    private final ShellViewModel model;
    private final ObjectProperty<Look> look;
    private final Supplier<Parent> firstRun;
    private final Map<Screen, Parent> screens;

    /// @param firstRun makes what is shown while there is no device
    /// @param screens what to show for each screen
    public ShellView(
            ShellViewModel model,
            ObjectProperty<Look> look,
            Supplier<Parent> firstRun,
            Map<Screen, Parent> screens) {
        this.model = model;
        this.look = look;
        this.firstRun = firstRun;
        this.screens = screens;
        getStyleClass().add("shell");
        var open = openWindow();
        model.phaseProperty().subscribe(phase -> getChildren().setAll(content(phase, open)));
        sceneProperty().subscribe(this::addKeys);
    }

    private Node content(Phase phase, Node open) {
        return switch (phase) {
            case Phase.Looking _ -> waiting(say("shell.looking"));
            case Phase.Starting _ -> waiting(say("shell.starting"));
            case Phase.FirstRun _ -> firstRun.get();
            case Phase.Open _ -> open;
            case Phase.Failed(var problem) -> failed(problem);
        };
    }

    private static Node waiting(String what) {
        var box = new VBox(new ProgressIndicator(), Parts.text(what, "waiting-text"));
        box.getStyleClass().add("waiting");
        box.setAlignment(Pos.CENTER);
        return box;
    }

    private Node failed(Problem problem) {
        var again =
                Parts.button(say("shell.again"), MaterialDesignR.REFRESH, model::open, "accent");
        var what = Parts.text(problem.what(), "failed-what");
        var remedy = Parts.text(problem.remedy(), "failed-remedy");
        what.setWrapText(true);
        remedy.setWrapText(true);
        var box = new VBox(what, remedy, again);
        box.getStyleClass().add("waiting");
        box.setAlignment(Pos.CENTER);
        return box;
    }

    private Node openWindow() {
        var screen = new StackPane();
        VBox.setVgrow(screen, Priority.ALWAYS);
        model.screenProperty()
                .subscribe(
                        which -> {
                            var shown = screens.get(which);
                            if (shown != null) {
                                screen.getChildren().setAll(shown);
                            }
                        });
        var window = new BorderPane(new VBox(banner(), screen));
        window.setLeft(new Sidebar(model, look));
        window.setBottom(foot());
        return window;
    }

    private HBox banner() {
        var what = Parts.text(model.bannerProperty().map(b -> b.map(Banner::what).orElse("")));
        what.getStyleClass().add("banner-what");
        var remedy =
                Parts.text(
                        model.bannerProperty().map(b -> b.map(Banner::remedy).orElse("")),
                        "banner-remedy");
        var words = new VBox(what, remedy);
        HBox.setHgrow(words, Priority.ALWAYS);
        Button start =
                Parts.when(
                        model.bannerProperty().map(b -> b.filter(Banner::startable).isPresent()),
                        Parts.button(say("shell.start"), MaterialDesignP.PLAY, model::restart));
        var close = Parts.iconButton(say("shell.dismiss"), MaterialDesignC.CLOSE, model::dismiss);
        var icon = Parts.icon(MaterialDesignI.INFORMATION_OUTLINE, "banner-icon");
        var box = new HBox(icon, words, start, close);
        box.setAlignment(Pos.CENTER_LEFT);
        box.getStyleClass().add("banner");
        model.bannerProperty().subscribe(banner -> tone(box, banner));
        return Parts.when(model.bannerProperty().map(Optional::isPresent), box);
    }

    private static void tone(HBox box, Optional<Banner> banner) {
        box.getStyleClass().removeAll(Arrays.stream(Tone.values()).map(Tone::style).toList());
        banner.ifPresent(shown -> box.getStyleClass().add(shown.tone().style()));
    }

    private HBox foot() {
        var state = Parts.text(model.footProperty().map(ShellViewModel.Foot::state), "foot-text");
        state.setId("foot-state");
        var name = Parts.text(model.footProperty().map(ShellViewModel.Foot::device), "foot-text");
        var foot = new HBox(state, Parts.gap(), name);
        foot.getStyleClass().add("foot");
        foot.setAlignment(Pos.CENTER_LEFT);
        return foot;
    }

    /// Goes to a screen by a key: from there on the keyboard is where the screen's work is.
    private void go(Screen which) {
        model.screenProperty().set(which);
        var shown = screens.get(which);
        var first = shown == null ? null : shown.lookup("." + Parts.FIRST_FOCUS);
        if (first != null) {
            first.requestFocus();
        }
    }

    private void addKeys(@Nullable Scene scene) {
        if (scene == null) {
            return;
        }
        for (var which : Screen.values()) {
            scene.getAccelerators()
                    .put(KeyCombination.valueOf("Shortcut+" + which.digit()), () -> go(which));
        }
    }
}
