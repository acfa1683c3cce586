package dev.holdfast.tui.shell;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.Node;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.tui.render.Plain;
import dev.holdfast.tui.words.Words;

import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;
import org.jline.utils.Display;
import org.jline.utils.InfoCmp.Capability;
import org.jline.utils.NonBlockingReader;
import org.jline.utils.Status;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// The whole terminal, redrawn where it has changed. Keys are heard while the device is asked on
/// another thread, so a device that stalls still lets the person leave.
final class Screen {

    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    /// How long a key is waited for before the screen is drawn again, at a new size perhaps.
    private static final Duration REDRAW = Duration.ofMillis(200);

    private final Terminal terminal;
    private volatile Dashboard seen;
    private volatile String trouble = "";
    private Dashboard.Order order = Dashboard.Order.NAME;

    /// @param first what is seen before the next look
    Screen(Terminal terminal, Dashboard first) {
        this.terminal = terminal;
        seen = first;
    }

    /// How things stand now.
    static Dashboard look(Node node) throws NodeException, InterruptedException {
        var status = node.status();
        var devices = node.run(new Command.ListDevices(), event -> {});
        return new Dashboard(status, devices.devices());
    }

    /// Returns when the person leaves, by `q` or Ctrl-C.
    void run(Node node) {
        var done = new CountDownLatch(1);
        var looking = Thread.ofVirtual().start(() -> keepLooking(node, done));
        var status = Status.getExistingStatus(terminal);
        status.ifPresent(
                line -> {
                    // Else the row it stands in stays out of reach; the prompt draws it again.
                    line.update(List.of());
                    line.suspend();
                });
        var before = terminal.enterRawMode();
        terminal.puts(Capability.enter_ca_mode);
        terminal.puts(Capability.cursor_invisible);
        try {
            drawUntilLeft();
        } finally {
            done.countDown();
            looking.interrupt();
            terminal.puts(Capability.cursor_visible);
            terminal.puts(Capability.exit_ca_mode);
            terminal.setAttributes(before);
            terminal.flush();
            status.ifPresent(
                    line -> {
                        line.resize();
                        line.restore();
                    });
        }
    }

    private void keepLooking(Node node, CountDownLatch done) {
        try {
            while (!done.await(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS)) {
                try {
                    seen = look(node);
                    trouble = "";
                } catch (NodeException e) {
                    trouble = Plain.text(e.problem().what() + " " + e.problem().remedy());
                }
            }
        } catch (InterruptedException left) {
            Thread.currentThread().interrupt();
        }
    }

    private void drawUntilLeft() {
        var display = new Display(terminal, true);
        var size = Size.of(0, 0);
        while (true) {
            if (!size.equals(terminal.getSize())) {
                size = terminal.getSize();
                display.resize(size);
                display.clear();
            }
            display.update(fitted(seen.lines(order), size), 0);
            switch (key()) {
                case 'q', 'Q', NonBlockingReader.EOF -> {
                    return;
                }
                case 's', 'S' -> order = order.next();
                default -> {}
            }
        }
    }

    /// The next key, or less than 0: nothing yet, or the end, which Ctrl-C is too.
    private int key() {
        try {
            int key = terminal.reader().read(REDRAW.toMillis());
            return Thread.interrupted() ? NonBlockingReader.EOF : key;
        } catch (InterruptedIOException left) {
            return NonBlockingReader.EOF;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Exactly the screen's lines, the keys at the bottom.
    private List<AttributedString> fitted(List<String> lines, Size size) {
        int rows = Math.max(1, size.getRows());
        var fitted = new ArrayList<AttributedString>();
        var body = new ArrayList<>(lines);
        if (!trouble.isEmpty()) {
            body.add("! " + trouble);
        }
        for (int i = 0; i < rows - 1; i++) {
            fitted.add(cut(i < body.size() ? body.get(i) : "", AttributedStyle.DEFAULT, size));
        }
        var keys =
                Words.say(
                        "top.keys",
                        Words.say("top.order." + order.next().name().toLowerCase(Locale.ROOT)));
        fitted.add(cut(keys, AttributedStyle.DEFAULT.faint(), size));
        return fitted;
    }

    private static AttributedString cut(String line, AttributedStyle style, Size size) {
        return new AttributedString(line, style).columnSubSequence(0, size.getColumns());
    }
}
