package dev.holdfast.tui.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Instant;
import java.time.ZoneId;

class MomentsTest {

    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");

    @ParameterizedTest
    @CsvSource({
        "2h, 2026-06-01T10:00:00Z",
        "3d, 2026-05-29T12:00:00Z",
        "2026-05-31, 2026-05-30T22:00:00Z",
        "2026-05-31 18:04, 2026-05-31T16:04:00Z",
        "2026-05-31T18:04, 2026-05-31T16:04:00Z",
        "2026-05-31 18:04:09, 2026-05-31T16:04:09.999Z",
        "2026-05-31T18:04:09Z, 2026-05-31T18:04:09Z",
        "2026-05-31T18:04:09.250Z, 2026-05-31T18:04:09.250Z",
        "2026-05-31T18:04:09+02:00, 2026-05-31T16:04:09Z",
        "2026-05-31T18:04:09-03:00, 2026-05-31T21:04:09Z"
    })
    void a_moment_is_written_in_several_ways(String text, String means) {
        assertThat(Moments.parse(text, NOW, ZONE)).contains(Instant.parse(means));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "now", "2026", "2026-13-01", "18:04", "2026-05-31 25:00", "-2h", "T"})
    void what_is_none_is_refused(String text) {
        assertThat(Moments.parse(text, NOW, ZONE)).isEmpty();
    }
}
