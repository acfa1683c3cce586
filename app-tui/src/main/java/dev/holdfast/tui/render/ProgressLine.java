package dev.holdfast.tui.render;

import dev.holdfast.engine.api.Event;
import dev.holdfast.engine.api.Event.Activity;
import dev.holdfast.tui.words.Words;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;

/// One line at the bottom of a terminal that is redrawn while work goes on: what, a bar, how much,
/// how fast, how long still. Draws nothing where a cursor cannot move back. Safe for many threads.
public final class ProgressLine {

    private static final Duration REDRAW = Duration.ofMillis(100);
    private static final Duration SPEED_SETTLES = Duration.ofMillis(500);
    private static final int BAR = 14;
    private static final String WRAP_OFF = "\u001b[?7l";
    private static final String WRAP_ON = "\u001b[?7h";
    private static final Pattern COLOUR = Pattern.compile("\u001b\\[[0-9]*m");

    private final Terminal terminal;
    private final LongSupplier nanos;
    private @Nullable Activity activity;
    private long began;
    private long first;
    private long drawn;
    private boolean shown;

    /// @param nanos a clock that only counts forward, in nanoseconds
    public ProgressLine(Terminal terminal, LongSupplier nanos) {
        this.terminal = terminal;
        this.nanos = nanos;
    }

    public synchronized void show(Event.Progress progress) {
        if (!terminal.movable()) {
            return;
        }
        long now = nanos.getAsLong();
        if (progress.activity() != activity) {
            activity = progress.activity();
            began = now;
            first = progress.done();
            drawn = now - REDRAW.toNanos();
        }
        if (now - drawn >= REDRAW.toNanos()) {
            drawn = now;
            draw(line(progress, Duration.ofNanos(now - began)));
        }
    }

    /// Shows a sentence in place of a bar.
    public synchronized void show(String sentence) {
        if (terminal.movable()) {
            draw(sentence);
        }
    }

    /// Takes the line away, so that other text may follow.
    public synchronized void clear() {
        if (shown) {
            terminal.out().print("\r\u001b[K");
            terminal.out().flush();
            shown = false;
        }
        activity = null;
    }

    /// In a window that is narrower than it is known to be, what does not fit stays away: a line
    /// that goes on in the next row could not be drawn over.
    private void draw(String line) {
        terminal.out().print("\r" + WRAP_OFF + fitted(line) + "\u001b[K" + WRAP_ON);
        terminal.out().flush();
        shown = true;
    }

    /// The line cut to the terminal's width; colour codes take no room and are never cut.
    private String fitted(String line) {
        var room = terminal.columns() - 1;
        var fitted = new StringBuilder();
        var parts = COLOUR.splitWithDelimiters(line, 0);
        for (int i = 0; i < parts.length; i++) {
            boolean code = i % 2 == 1;
            var part = code ? parts[i] : parts[i].substring(0, Math.min(room, parts[i].length()));
            room -= code ? 0 : part.length();
            fitted.append(part);
        }
        return fitted.toString();
    }

    private String line(Event.Progress progress, Duration since) {
        var what =
                switch (progress.activity()) {
                    case STORING -> Words.say("progress.storing");
                    case COPYING -> Words.say("progress.copying");
                    case FETCHING -> Words.say("progress.fetching");
                    case READING -> Words.say("progress.reading");
                    case MOVING -> Words.say("progress.moving");
                    case DRAINING -> Words.say("progress.draining");
                };
        var line = new StringBuilder("%-9s".formatted(what));
        if (progress.total() > 0) {
            line.append(bar((double) progress.done() / progress.total())).append("  ");
        }
        return line.append(amount(progress)).append(speed(progress, since)).toString();
    }

    private static boolean isOfBytes(Event.Progress progress) {
        return progress.activity() != Activity.COPYING && progress.activity() != Activity.DRAINING;
    }

    private static String amount(Event.Progress progress) {
        boolean bytes = isOfBytes(progress);
        var done = bytes ? Sizes.text(progress.done()) : progress.done();
        var total = bytes ? Sizes.text(progress.total()) : progress.total();
        if (progress.total() > 0) {
            return Words.say(bytes ? "progress.bytes.of" : "progress.chunks.of", done, total);
        }
        return Words.say(bytes ? "progress.bytes" : "progress.chunks", done);
    }

    private String speed(Event.Progress progress, Duration since) {
        long done = progress.done() - first;
        if (since.compareTo(SPEED_SETTLES) < 0 || done <= 0) {
            return "";
        }
        double perSecond = done * 1e9 / since.toNanos();
        var rate = isOfBytes(progress) ? "  " + Sizes.text((long) perSecond) + "/s" : "";
        long left = (long) Math.ceil((progress.total() - progress.done()) / perSecond);
        return progress.total() > 0
                ? rate
                        + Words.say(
                                "progress.left",
                                Spans.text(Duration.ofSeconds(left)).replace(".00", ""))
                : rate;
    }

    private String bar(double share) {
        int full = (int) Math.round(Math.clamp(share, 0, 1) * BAR);
        boolean lines = terminal.shows('━');
        var done = (lines ? "━" : "=").repeat(full);
        var rest = (lines ? "─" : "-").repeat(BAR - full);
        return terminal.paint().good(done)
                + terminal.paint().quiet(rest)
                + " %3.0f %%".formatted(100 * share);
    }
}
