package dev.holdfast.engine.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.node.Exposition.Series;

import org.junit.jupiter.api.Test;

import java.time.Duration;

class ExpositionTest {

    @Test
    void figures_stand_with_their_meaning_and_kind() {
        var text =
                new Exposition()
                        .gauge("chunks", "Chunks held here.", 12)
                        .counter(
                                "disk_sync_seconds",
                                "How long they took.",
                                new Series().at(Duration.ofMillis(1500), "of", "journal"))
                        .text();

        assertThat(text)
                .isEqualTo(
                        """
                        # HELP holdfast_chunks Chunks held here.
                        # TYPE holdfast_chunks gauge
                        holdfast_chunks 12.0
                        # HELP holdfast_disk_sync_seconds_total How long they took.
                        # TYPE holdfast_disk_sync_seconds_total counter
                        holdfast_disk_sync_seconds_total{of="journal"} 1.5
                        """);
    }

    @Test
    void a_device_with_an_evil_name_adds_no_line() {
        var name = "attic\"} 1\nholdfast_chunks 99\\";

        var text = new Exposition().gauge("x", "X.", new Series().at(1, "device", name)).text();

        assertThat(text.lines()).hasSize(3);
        assertThat(text).contains("{device=\"attic\\\"} 1\\nholdfast_chunks 99\\\\\"} 1.0");
    }

    @Test
    void figures_of_any_process_keep_their_usual_names() {
        assertThat(new Exposition().gauge("process_x", "X.", 1).text())
                .contains("\nprocess_x 1.0\n");
    }
}
