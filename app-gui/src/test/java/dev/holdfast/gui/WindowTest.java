package dev.holdfast.gui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.gui.memory.MemoryDevice;
import dev.holdfast.gui.memory.MemoryNode;
import dev.holdfast.gui.shell.Phase;
import dev.holdfast.gui.theme.Look;
import dev.holdfast.gui.theme.WindowMemory;

import javafx.scene.control.Labeled;
import javafx.stage.Stage;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The real window over a device in memory, drawn without a screen.
class WindowTest {

    private static final long MILLIS = 20_000;

    @TempDir static Path home;

    private final MemoryDevice device = new MemoryDevice().running();
    private GuiMain.Window window;
    private Stage stage;
    private final FxRobot robot = new FxRobot();

    @BeforeEach
    void open() throws TimeoutException {
        device.node.pool(
                MemoryNode.device("ann", true, 12 * MemoryNode.GIB),
                MemoryNode.device("bob", true, 12 * MemoryNode.GIB),
                MemoryNode.device("cat", true, 9 * MemoryNode.GIB),
                MemoryNode.device("dan", false, 3 * MemoryNode.GIB));
        device.node.copies(0, 0, 3);
        stage = FxToolkit.registerPrimaryStage();
        window =
                WaitForAsyncUtils.waitForAsyncFx(
                        MILLIS, () -> new GuiMain.Window(device, new WindowMemory(home)));
        robot.interact(() -> window.show(stage, () -> {}));
    }

    @AfterEach
    void close() {
        robot.interact(stage::hide);
    }

    private void shoot(String name) {
        for (var look : new Look[] {Look.LIGHT, Look.DARK}) {
            robot.interact(() -> window.look().set(look));
            var shot =
                    WaitForAsyncUtils.waitForAsyncFx(MILLIS, () -> stage.getScene().snapshot(null));
            Shots.save(shot, name + "-" + look.word());
        }
    }

    private void awaitText(String id, String text) throws TimeoutException {
        WaitForAsyncUtils.waitFor(
                20,
                TimeUnit.SECONDS,
                () ->
                        robot.lookup(id)
                                .tryQuery()
                                .filter(node -> ((Labeled) node).getText().contains(text))
                                .isPresent());
    }

    @Test
    void the_home_screen_says_how_things_stand() throws TimeoutException {
        awaitText("#health", "Everything is safe");
        assertThat(window.shell().phaseProperty().get()).isInstanceOf(Phase.Open.class);
        shoot("home");
    }
}
