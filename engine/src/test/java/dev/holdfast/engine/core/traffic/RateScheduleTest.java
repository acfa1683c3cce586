package dev.holdfast.engine.core.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.LocalTime;
import java.util.Optional;

class RateScheduleTest {

    private static final String ANNS = "22:00-06:00 none, 08:00-18:00 2M, 500K";

    private static RateSchedule of(String text) {
        return RateSchedule.parse(text).orElseThrow();
    }

    @ParameterizedTest(name = "at {0} ann's device may send {1} bytes a second")
    @CsvSource({
        "22:00,0",
        "23:59,0",
        "00:00,0",
        "05:59,0",
        "06:00,512000",
        "08:00,2097152",
        "17:59,2097152",
        "18:00,512000"
    })
    void the_first_span_that_the_time_is_in_counts(LocalTime time, long rate) {
        assertThat(of(ANNS).at(time)).isEqualTo(rate);
    }

    @Test
    void without_a_rate_for_other_times_there_is_no_limit_then() {
        assertThat(of("08:00-18:00 2M").at(LocalTime.of(19, 0))).isEqualTo(RateSchedule.NONE);
    }

    @Test
    void a_span_of_which_both_ends_are_one_is_the_whole_day() {
        assertThat(of("07:00-07:00 1M").at(LocalTime.of(6, 59))).isEqualTo(1 << 20);
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "0", "2M", "64K", " 2M ", "08:00-18:00  2M ,500K", "1G"})
    void what_a_person_writes_is_understood(String text) {
        assertThat(RateSchedule.parse(text)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",",
                "fast",
                "2M, 08:00-18:00 1M",
                "8:00-18:00 2M",
                "08:00-24:00 2M",
                "63K",
                "08:61-18:00 2M",
                "08:00-18:00",
                "-1",
                "2T",
                "99999999999",
                "08:00-18:00 2M,"
            })
    void what_is_no_schedule_is_said_to_be_none(String text) {
        assertThat(RateSchedule.parse(text)).isEmpty();
    }

    @Test
    void it_says_when_another_rate_holds() {
        assertThat(of(ANNS).changesAfter(LocalTime.of(9, 0))).contains(LocalTime.of(18, 0));
        assertThat(of(ANNS).changesAfter(LocalTime.of(23, 0))).contains(LocalTime.of(6, 0));
        assertThat(of(ANNS).changesAfter(LocalTime.of(7, 0))).contains(LocalTime.of(8, 0));
        assertThat(of("2M").changesAfter(LocalTime.NOON)).isEqualTo(Optional.empty());
    }
}
