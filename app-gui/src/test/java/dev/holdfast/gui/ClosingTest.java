package dev.holdfast.gui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.gui.memory.MemoryDevice;
import dev.holdfast.gui.memory.MemoryNode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;

/// A window that is closed ends what it has under way.
class ClosingTest {

    @TempDir Path home;
    private final MemoryDevice device = new MemoryDevice();
    private final CountDownLatch goOn = new CountDownLatch(1);

    @Test
    void a_window_with_a_transfer_under_way_stays_until_that_is_done() throws TimeoutException {
        device.node.pool(MemoryNode.device("ann", true, MemoryNode.GIB));
        device.node.answers(
                (command, events) -> {
                    if (command instanceof Command.Put) {
                        goOn.await();
                        var copies = new Outcome.Copies(1, 1, 1, List.of("ann"));
                        return new Outcome.Stored(1, 1, 1, 1, 1, 0, copies, Duration.ZERO);
                    }
                    return new Outcome.Listing(List.of(), Optional.empty());
                });
        try (var shown = new Shown(device.running(), home)) {
            shown.choosers.files = List.of("/home/ann/talk.mp4");
            shown.awaits("Files").clicks("#go-files").clicks("#store").awaits("talk.mp4");
            shown.asksToClose().awaits("A transfer is under way and would be cancelled.");
            assertThat(shown.stage().isShowing()).isTrue();
            goOn.countDown();
            shown.awaits("stored, on this device only");
            shown.asksToClose().until(() -> !shown.stage().isShowing());
        }
        try (var shown = new Shown(device.running(), home)) {
            shown.awaits("Files").asksToClose().until(() -> !shown.stage().isShowing());
        }
    }

    @Test
    void who_closes_it_twice_means_it() throws TimeoutException {
        device.node.pool(MemoryNode.device("ann", true, MemoryNode.GIB));
        device.node.answers(
                (command, events) -> {
                    if (command instanceof Command.Put) {
                        goOn.await();
                    }
                    return new Outcome.Listing(List.of(), Optional.empty());
                });
        try (var shown = new Shown(device.running(), home)) {
            shown.choosers.files = List.of("/home/ann/talk.mp4");
            shown.awaits("Files").clicks("#go-files").clicks("#store").awaits("talk.mp4");
            shown.asksToClose().awaits("would be cancelled");
            shown.asksToClose().until(() -> !shown.stage().isShowing());
        }
    }
}
