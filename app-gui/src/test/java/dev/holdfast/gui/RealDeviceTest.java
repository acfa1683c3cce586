package dev.holdfast.gui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.Node;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.VolumePath;
import dev.holdfast.gui.theme.Look;
import dev.holdfast.gui.words.Sizes;

import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/// Two windows from their first run on, with real daemons behind them: a pool is founded, joined,
/// used, loses a device to a power cut, and is whole again. What a window shows is what `status`
/// says.
class RealDeviceTest {

    private static final String LAKE = "/lake.jpg";

    @TempDir Path folder;

    @Test
    void a_pool_is_founded_joined_used_and_whole_again_after_a_loss()
            throws TimeoutException,
                    IOException,
                    NodeException,
                    InterruptedException,
                    ExecutionException {
        try (var pool = new RealPool(folder);
                var ann = new Shown(pool.device("ann"), pool.home("ann"))) {
            found(ann);
            ann.awaits("nothing is stored yet").awaits("runs on this device now");
            letBobIn(pool, ann);
            letCatIn(pool, ann);
            pool.admits("ann", "dan");
            ann.clicks("#go-home").awaits("4 of 4");
            store(ann);
            ann.clicks("#go-home").awaits("Every piece has 3 copies on different devices.");
            assertThat(ann.says("#health")).isEqualTo("Everything is safe.");
            assertThat(ann.says("#closing"))
                    .isEqualTo("If this device closed now, nothing would be out of reach.");
            showsWhatStatusSays(ann, pool);
            lose(ann, pool);
        }
    }

    private static void found(Shown ann) throws TimeoutException {
        ann.awaits("Start a pool").clicks("#way-start").awaits("Name of this device");
        ann.pastes("#name", "ann").pastes("#capacity", "1");
        ann.clicks("#next").awaits("Your 24 words");
        var words =
                ann.robot().lookup(".phrase-word").queryAllAs(Label.class).stream()
                        .map(Label::getText)
                        .toList();
        assertThat(words).hasSize(24);
        ann.clicks("#next").awaits("Three of your words");
        for (int i = 0; i < words.size(); i++) {
            var field = "#word-" + (i + 1);
            if (ann.robot().lookup(field).tryQueryAs(TextField.class).isPresent()) {
                ann.pastes(field, words.get(i));
            }
        }
        ann.clicks("#next");
    }

    /// Another window on another device joins: not with a mistyped code, not with one that was
    /// withdrawn, and then with the right one.
    private static void letBobIn(RealPool pool, Shown ann) throws TimeoutException, NodeException {
        ann.clicks("#go-devices").awaits("Invite a device");
        var withdrawn = invite(ann);
        ann.clicks("#withdraw");
        var code = invite(ann);
        ann.hides();
        try (var bob = new Shown(pool.device("bob"), pool.home("bob"))) {
            bob.awaits("Join with a code").clicks("#way-join").awaits("Code");
            bob.pastes("#name", "bob").pastes("#capacity", "1");
            bob.pastes("#address", pool.address("ann"));
            bob.pastes("#code", "7" + code).clicks("#next").awaits("word 1 is none");
            bob.awaits("Compare it with the code on the device that invites");
            bob.pastes("#code", withdrawn).clicks("#next").awaits("Compare the four words");
            bob.pastes("#code", code).clicks("#next");
            bob.awaits("shows the same three words").clicks("#next").awaits("2 of 2");
        }
        ann.shows().awaits("bob came in").awaits("bob shows the same words");
    }

    /// Cat reads the square of an invitation off ann's window. It says where ann is, too.
    private static void letCatIn(RealPool pool, Shown ann)
            throws TimeoutException, NodeException, InterruptedException {
        invite(ann);
        var scanned = Camera.reads(ann.looks(Look.DARK).picture());
        assertThat(Camera.reads(ann.looks(Look.LIGHT).picture())).isEqualTo(scanned);
        pool.joins("cat", scanned);
        ann.awaits("cat came in");
    }

    private static String invite(Shown ann) throws TimeoutException {
        ann.clicks("#invite").awaits("Waiting for the other device");
        return ann.robot().lookup("#code").queryAs(TextArea.class).getText();
    }

    private void store(Shown ann) throws TimeoutException, IOException {
        var picture = new byte[6_000_000];
        new SplittableRandom(4).nextBytes(picture);
        var lake = Files.write(folder.resolve("lake.jpg"), picture);
        ann.choosers.files = List.of(lake.toString());
        ann.clicks("#go-files").awaits("Nothing here yet").clicks("#store");
        ann.awaits("5.72 MiB stored").clicks("#entries", "lake.jpg");
        ann.awaits("3 copies of every piece");
    }

    private static void lose(Shown ann, RealPool pool)
            throws TimeoutException, NodeException, InterruptedException {
        String lost;
        try (var node = pool.node("ann")) {
            lost = anotherHolder(node);
        }
        pool.kills(lost);
        ann.until(() -> ann.says("#health").contains(lost + " is away"));
        ann.awaits("3 of 4").shoots("real-lost");
        ann.until(
                () ->
                        ann.says("#health")
                                .equals("Everything is safe, though " + lost + " is away."));
        ann.awaits("Every piece has 3 copies within reach.");
        showsWhatStatusSays(ann, pool);
    }

    /// The name of a device besides this one that holds some of the file.
    private static String anotherHolder(Node node) throws NodeException, InterruptedException {
        var lake = new Command.Describe(new VolumePath("files", LAKE));
        return node.run(lake, event -> {}).chunks().stream()
                .flatMap(chunk -> chunk.holders().stream())
                .filter(name -> !name.equals("ann"))
                .findFirst()
                .orElseThrow();
    }

    /// Every number of Home and around it, against what the daemon says at that moment.
    private static void showsWhatStatusSays(Shown ann, RealPool pool)
            throws NodeException, InterruptedException {
        try (var node = pool.node("ann")) {
            ann.until(() -> shown(ann).equals(said(node)));
        } catch (TimeoutException e) {
            try (var node = pool.node("ann")) {
                assertThat(shown(ann)).isEqualTo(said(node));
            }
        }
        ann.shoots("real-home");
    }

    private static List<String> shown(Shown ann) {
        var all = new ArrayList<String>();
        for (var figure : List.of("usable", "protected", "stored", "devices")) {
            all.add(ann.says("#figure-" + figure));
        }
        all.add(ann.says(".ring-share"));
        all.add(ann.says("#foot-state"));
        all.add(ann.says("#use"));
        ann.robot().lookup(".ring-use").queryAllAs(Label.class).forEach(e -> all.add(e.getText()));
        return all;
    }

    private static List<String> said(Node node) throws NodeException, InterruptedException {
        var status = node.status();
        var storage = status.storage();
        var pool = status.pool();
        var devices = node.run(new Command.ListDevices(), event -> {}).devices();
        var all = new ArrayList<String>();
        all.add(Sizes.text(storage.usableBytes()));
        all.add(Sizes.text(storage.protectedBytes()));
        all.add(Sizes.text(storage.usedBytes()));
        all.add(pool.online() + " of " + pool.devices());
        all.add(100 * storage.protectedBytes() / storage.usedBytes() + " %");
        var owed = status.copies().owed();
        all.add(
                pool.online()
                        + " of "
                        + pool.devices()
                        + " devices online  ·  "
                        + (owed == 0 ? "all copies made" : owed + " copies still to be made"));
        all.add(use(devices.getFirst()));
        devices.forEach(device -> all.add(device.online() ? use(device) : "away"));
        return all;
    }

    private static String use(Outcome.Device device) {
        return Sizes.text(device.usedBytes()) + " of " + Sizes.text(device.capacityBytes());
    }
}
