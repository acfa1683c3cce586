package dev.holdfast.gui;

import dev.holdfast.gui.memory.MemoryChoosers;
import dev.holdfast.gui.theme.Look;
import dev.holdfast.gui.work.Device;

import javafx.scene.Node;
import javafx.scene.control.Labeled;
import javafx.scene.control.TextInputControl;
import javafx.scene.image.Image;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.stage.Stage;
import javafx.stage.WindowEvent;

import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The real window over a device in memory, drawn without a screen, and a person who uses it.
final class Shown implements AutoCloseable {

    private static final long MILLIS = 60_000;

    final MemoryChoosers choosers = new MemoryChoosers();
    private final FxRobot robot = new FxRobot();
    private final Stage stage;
    private final GuiMain.Window window;

    Shown(Device device, Path home) throws TimeoutException {
        FxToolkit.registerPrimaryStage();
        stage = WaitForAsyncUtils.waitForAsyncFx(MILLIS, () -> new Stage());
        window =
                WaitForAsyncUtils.waitForAsyncFx(
                        MILLIS, () -> new GuiMain.Window(device, home, choosers));
        robot.interact(() -> window.show(stage, () -> {}));
    }

    /// Waits until a label or button that is on the screen holds `text`.
    Shown awaits(String text) throws TimeoutException {
        return until(() -> sees(text));
    }

    Shown until(Callable<Boolean> holds) throws TimeoutException {
        try {
            WaitForAsyncUtils.waitFor(MILLIS, TimeUnit.MILLISECONDS, holds);
        } catch (TimeoutException e) {
            shoots("timeout");
            throw e;
        }
        WaitForAsyncUtils.waitForFxEvents();
        return this;
    }

    boolean sees(String text) {
        return WaitForAsyncUtils.waitForAsyncFx(
                MILLIS,
                () ->
                        robot.lookup(each -> each instanceof Labeled).queryAll().stream()
                                .filter(Shown::isSeen)
                                .anyMatch(each -> says((Labeled) each, text)));
    }

    private static boolean says(Labeled label, String text) {
        return label.getText() != null && label.getText().contains(text);
    }

    private static boolean isSeen(Node node) {
        for (var each = node; each != null; each = each.getParent()) {
            if (!each.isVisible()) {
                return false;
            }
        }
        return node.getScene() != null;
    }

    /// The window is gone from the screen and goes on behind it, so that another can be used.
    Shown hides() {
        robot.interact(stage::hide);
        return this;
    }

    /// As the button of the window's frame does.
    Shown asksToClose() {
        robot.interact(
                () -> stage.fireEvent(new WindowEvent(stage, WindowEvent.WINDOW_CLOSE_REQUEST)));
        return this;
    }

    Shown shows() {
        robot.interact(stage::show);
        return this;
    }

    /// What the label of that id says.
    String says(String query) {
        return WaitForAsyncUtils.waitForAsyncFx(
                MILLIS, () -> robot.lookup(query).queryAs(Labeled.class).getText());
    }

    /// Puts a text into a field, in place of what is there.
    Shown pastes(String query, String text) {
        robot.interact(() -> robot.lookup(query).queryAs(TextInputControl.class).setText(text));
        return this;
    }

    Shown clicks(String query) {
        robot.clickOn(query);
        return this;
    }

    /// Waits until `query` is there within `parent`, and clicks it: the same words may stand
    /// elsewhere too.
    Shown clicks(String parent, String query) throws TimeoutException {
        until(() -> robot.lookup(parent).lookup(query).tryQuery().isPresent());
        robot.clickOn(robot.lookup(parent).lookup(query).<Node>query());
        return this;
    }

    /// As the toolkit tells of two clicks, however long a busy machine takes between them.
    Shown doubleClicks(String query) {
        var on = robot.lookup(query).<Node>query();
        var two =
                new MouseEvent(
                        MouseEvent.MOUSE_CLICKED,
                        0,
                        0,
                        0,
                        0,
                        MouseButton.PRIMARY,
                        2,
                        false,
                        false,
                        false,
                        false,
                        true,
                        false,
                        false,
                        true,
                        false,
                        true,
                        null);
        robot.interact(() -> on.fireEvent(two));
        return this;
    }

    Shown types(String text) {
        robot.write(text);
        return this;
    }

    Shown presses(KeyCode... keys) {
        robot.push(keys);
        return this;
    }

    Shown looks(Look look) {
        robot.interact(() -> window.look().set(look));
        return this;
    }

    GuiMain.Window window() {
        return window;
    }

    Stage stage() {
        return stage;
    }

    FxRobot robot() {
        return robot;
    }

    /// Takes a picture in light and in dark.
    Shown shoots(String name) {
        for (var look : new Look[] {Look.LIGHT, Look.DARK}) {
            looks(look);
            Shots.save(picture(), name + "-" + look.word());
        }
        return this;
    }

    /// The window as it is seen.
    Image picture() {
        return WaitForAsyncUtils.waitForAsyncFx(MILLIS, () -> stage.getScene().snapshot(null));
    }

    @Override
    public void close() {
        robot.interact(stage::hide);
    }
}
