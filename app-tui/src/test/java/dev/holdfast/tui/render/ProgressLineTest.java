package dev.holdfast.tui.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.api.Event.Activity;
import dev.holdfast.engine.api.Event.Progress;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

class ProgressLineTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private long nanos;

    @Test
    void shows_how_much_how_fast_and_how_long_still() {
        var line = line(Map.of("NO_COLOR", "1"));
        line.show(new Progress(Activity.STORING, 0, 100 << 20));
        nanos += 2_000_000_000;
        line.show(new Progress(Activity.STORING, 50 << 20, 100 << 20));
        assertThat(last())
                .startsWith("storing  ━━━━━━━───────  50 %")
                .contains("50.0 MiB of 100 MiB", "25.0 MiB/s", "2 s left");
    }

    @Test
    void draws_at_most_ten_times_a_second() {
        var line = line(Map.of());
        for (int i = 0; i < 1000; i++) {
            line.show(new Progress(Activity.STORING, i, 1000));
            nanos += 1_000_000;
        }
        assertThat(text().chars().filter(c -> c == '\r').count()).isEqualTo(10);
    }

    @Test
    void stays_within_the_terminal_and_keeps_colour_codes_whole() {
        var line = line(Map.of("COLUMNS", "20"));
        line.show(new Progress(Activity.STORING, 500, 1000));
        var plain = last().replaceAll("\u001b\\[[0-9]*[mK]", "");
        assertThat(plain).hasSize(19).doesNotContain("\u001b");
    }

    @Test
    void leaves_a_dumb_terminal_alone() {
        var line = line(Map.of("TERM", "dumb"));
        line.show(new Progress(Activity.STORING, 500, 1000));
        line.clear();
        assertThat(text()).isEmpty();
    }

    @Test
    void takes_itself_away() {
        var line = line(Map.of());
        line.show("waiting");
        line.clear();
        assertThat(text()).endsWith("\r\u001b[K");
    }

    private ProgressLine line(Map<String, String> environment) {
        var stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        var streams = new Terminal.Streams(InputStream.nullInputStream(), stream, stream, stream);
        return new ProgressLine(Terminal.of(streams, true, environment), () -> nanos);
    }

    private String text() {
        return out.toString(StandardCharsets.UTF_8);
    }

    /// The line drawn last, without what keeps it in its row.
    private String last() {
        var last = text().substring(text().lastIndexOf('\r') + 1);
        assertThat(last).startsWith("\u001b[?7l").endsWith("\u001b[K\u001b[?7h");
        return last.substring(5, last.length() - 5);
    }
}
