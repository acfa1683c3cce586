package dev.holdfast.gui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.node.Daemon;
import dev.holdfast.engine.node.Home;
import dev.holdfast.gui.words.Sizes;

import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.TimeoutException;

/// The window from the first run on, with a real daemon behind it and a second device beside it.
class RealDeviceTest {

    private static final long GIB = 1L << 30;

    @TempDir Path folder;

    /// The daemon that the window started goes on when the window is closed; it ends here. This
    /// process has no other children.
    @AfterEach
    void the_daemon_ends() {
        ProcessHandle.current()
                .children()
                .forEach(
                        child -> {
                            child.destroy();
                            child.onExit().join();
                        });
    }

    @Test
    void a_pool_is_founded_joined_used_and_watched()
            throws TimeoutException, IOException, NodeException, InterruptedException {
        var home = folder.resolve("ann");
        try (var shown = new Shown(new GuiMain.HomeDevice(home), home)) {
            found(shown);
            shown.awaits("nothing is stored yet").awaits("runs on this device now");
            try (var bob = invited(shown)) {
                assertThat(bob.address()).isNotEmpty();
                shown.clicks("#go-home").awaits("2 of 2");
                store(shown);
                shown.clicks("#go-home").awaits("Everything is safe");
                figuresAreThoseOfStatus(shown, home);
            }
            shown.awaits("bob is away");
        }
    }

    private static void found(Shown shown) throws TimeoutException {
        shown.awaits("Start a pool").clicks("#way-start").awaits("Name of this device");
        shown.clicks("#name").presses(KeyCode.CONTROL, KeyCode.A).types("ann");
        shown.clicks("#capacity").types("1").clicks("#next").awaits("Your 24 words");
        var words =
                shown.robot().lookup(".phrase-word").queryAllAs(Label.class).stream()
                        .map(Label::getText)
                        .toList();
        assertThat(words).hasSize(24);
        shown.clicks("#next").awaits("Three of your words");
        for (int i = 0; i < words.size(); i++) {
            var field = "#word-" + (i + 1);
            if (shown.robot().lookup(field).tryQueryAs(TextField.class).isPresent()) {
                shown.clicks(field).types(words.get(i));
            }
        }
        shown.clicks("#next");
    }

    private Daemon invited(Shown shown)
            throws TimeoutException, IOException, NodeException, InterruptedException {
        shown.clicks("#go-devices").awaits("Invite a device").clicks("#invite");
        shown.awaits("Waiting for the other device");
        var code = shown.robot().lookup("#code").queryAs(TextArea.class).getText();
        var bob = Home.at(folder.resolve("bob"));
        var listen = "127.0.0.1:" + freePort();
        bob.join(
                code,
                Optional.empty(),
                new Home.Beginning("bob", OptionalLong.of(GIB), Optional.of(listen)));
        var daemon = bob.daemon();
        shown.awaits("bob came in");
        return daemon;
    }

    private void store(Shown shown) throws TimeoutException, IOException {
        var picture = new byte[300_000];
        new SplittableRandom(4).nextBytes(picture);
        var lake = Files.write(folder.resolve("lake.jpg"), picture);
        shown.choosers.files = List.of(lake.toString());
        shown.clicks("#go-files").awaits("Nothing here yet").clicks("#store");
        shown.awaits("293 KiB stored").clicks("lake.jpg").awaits("2 copies of every piece");
        shown.shoots("real-files");
    }

    private static void figuresAreThoseOfStatus(Shown shown, Path home)
            throws TimeoutException, NodeException {
        try (var node = Home.at(home).attached().orElseThrow()) {
            var status = node.status();
            assertThat(status.copies().owed()).isZero();
            shown.awaits(Sizes.text(status.storage().usableBytes()));
            shown.awaits(Sizes.text(status.storage().protectedBytes()));
            shown.awaits(Sizes.text(status.storage().usedBytes())).shoots("real-home");
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
