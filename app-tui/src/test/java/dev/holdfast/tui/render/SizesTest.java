package dev.holdfast.tui.render;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.time.Instant;
import java.util.TimeZone;

class SizesTest {

    @ParameterizedTest
    @CsvSource({
        "0,0",
        "512,512",
        "50G,53687091200",
        "50GiB,53687091200",
        "50GB,50000000000",
        "1.5k,1536",
        "64 MiB,67108864",
        "7kb,7000",
        "12B,12"
    })
    void reads_what_people_write(String text, long bytes) {
        assertThat(Sizes.parse(text)).hasValue(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "G", "-1", "1e9", "5X", "5iB", "999999999P", "1..2M"})
    void refuses_what_is_no_size(String text) {
        assertThat(Sizes.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "0,0 B",
        "1023,1023 B",
        "1024,1.00 KiB",
        "30352,29.6 KiB",
        "1048063,1023 KiB",
        "1048065,1.00 MiB",
        "1073741824,1.00 GiB",
        "9223372036854775807,8192 PiB"
    })
    void writes_three_digits(long bytes, String text) {
        assertThat(Sizes.text(bytes)).isEqualTo(text);
    }

    @Test
    void spans_of_time_go_both_ways() {
        assertThat(Spans.parse("50ms")).contains(Duration.ofMillis(50));
        assertThat(Spans.parse("7d")).contains(Duration.ofDays(7));
        assertThat(Spans.parse("10")).isEmpty();
        assertThat(Spans.text(Duration.ofMillis(420))).isEqualTo("0.42 s");
        assertThat(Spans.text(Duration.ofSeconds(245))).isEqualTo("4 min 5 s");
        assertThat(Spans.text(Duration.ofHours(12))).isEqualTo("12 h 0 min");
    }

    @Test
    void a_moment_is_shown_to_the_second_in_the_zone_of_the_machine() {
        var moment = Instant.parse("2026-01-02T12:00:00.987654321Z");
        assertThat(Times.text(moment, TimeZone.getTimeZone("Europe/Vienna")))
                .isEqualTo("2026-01-02 13:00:00");
    }
}
