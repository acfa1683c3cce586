package dev.holdfast.engine.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.api.Setting;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;

/// The file that a person may also write by hand.
class SettingsTest {

    @Test
    void the_first_file_sets_nothing_and_names_every_setting() throws NodeException {
        var initial = Settings.initial();

        assertThat(Settings.parse(initial)).isEqualTo(Settings.parse(""));
        assertThat(Settings.parse(initial).listen()).isEmpty();
        assertThat(Settings.list(initial))
                .isNotEmpty()
                .allSatisfy(
                        setting -> {
                            assertThat(setting.value()).isEqualTo(setting.usual());
                            assertThat(initial).contains("# " + setting.key() + " = ");
                        });
    }

    @Test
    void a_value_is_set_in_its_place_and_everything_else_stays() throws NodeException {
        var mine = "# mine\nrepair-after = 1h  # short\n\nlisten=127.0.0.1:1\n";

        var text = Settings.with(mine, "repair-after", "2d");

        assertThat(text).isEqualTo("# mine\nrepair-after = 2d\n\nlisten=127.0.0.1:1\n");
        assertThat(Settings.parse(text).repairAfter()).isEqualTo(Duration.ofDays(2));
        assertThat(Settings.list(text).stream().map(Setting::value)).contains("127.0.0.1:1", "2d");
    }

    @Test
    void an_empty_value_brings_the_usual_one_back() throws NodeException {
        var text = Settings.with("evict-after = 1s\nevict-after = 2s\n", "evict-after", "");

        assertThat(text).doesNotContain("evict");
        assertThat(Settings.parse(text).stays().evictAfter()).isEqualTo(Duration.ofMinutes(10));
        assertThat(Settings.with(text, "listen", "")).isEqualTo(text);
    }

    @Test
    void what_a_device_contributes_is_no_setting_and_the_command_for_it_is_named() {
        assertThatThrownBy(() -> Settings.with("", "capacity", "50G"))
                .isInstanceOfSatisfying(
                        NodeException.class,
                        e -> assertThat(e.problem().remedy()).contains("holdfast device capacity"));
    }

    @ParameterizedTest
    @CsvSource({
        "colour, red, There is no setting named \"colour\".",
        "repair-after, soon, \"soon\" is not a duration.",
        "repair-after, -5m, \"-5m\" is not a duration.",
        "log-level, much, \"much\" is not how much is noted.",
        "listen, nowhere, \"nowhere\" is not of the form HOST:PORT.",
        "listen, a#b:1, A value with such characters cannot be set.",
        "listen, 'a:1\nb:2', A value with such characters cannot be set."
    })
    void what_cannot_be_set_is_told_with_what_can(String key, String value, String what) {
        assertThatThrownBy(() -> Settings.with("", key, value))
                .isInstanceOfSatisfying(
                        NodeException.class,
                        e -> {
                            assertThat(e.problem().code()).isEqualTo(Problem.Code.USAGE);
                            assertThat(e.problem().what()).isEqualTo(what);
                            assertThat(e.problem().remedy()).endsWith(".");
                        });
    }

    @ParameterizedTest
    @CsvSource({
        "just words",
        "repair-after = 5 minutes",
        "listen = here",
        "colour = red",
        "log-level = 3"
    })
    void a_file_that_is_not_right_is_not_guessed_at(String line) {
        assertThatThrownBy(() -> Settings.list(line)).isInstanceOf(NodeException.class);
    }
}
