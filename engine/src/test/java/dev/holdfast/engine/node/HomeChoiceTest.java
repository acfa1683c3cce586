package dev.holdfast.engine.node;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

class HomeChoiceTest {

    private static final Path ANN = Path.of("/home/ann").toAbsolutePath();

    private static Path usual(String system, Map<String, String> environment) {
        return new HomeChoice(environment, system, ANN).of(Optional.empty());
    }

    @Test
    void the_one_that_is_named_comes_before_the_one_that_is_set() {
        var choice = new HomeChoice(Map.of("HOLDFAST_HOME", "/set"), "Linux", ANN);
        assertThat(choice.of(Optional.of(Path.of("/named/../named"))))
                .isEqualTo(Path.of("/named").toAbsolutePath());
        assertThat(choice.of(Optional.empty())).isEqualTo(Path.of("/set").toAbsolutePath());
    }

    @Test
    void a_relative_name_is_made_absolute() {
        var choice = new HomeChoice(Map.of(), "Linux", ANN);
        assertThat(choice.of(Optional.of(Path.of("here"))))
                .isEqualTo(Path.of("here").toAbsolutePath());
    }

    @Test
    void without_a_word_it_is_where_the_system_keeps_the_data_of_programs() {
        assertThat(usual("Linux", Map.of())).isEqualTo(ANN.resolve(".local/share/holdfast"));
        assertThat(usual("FreeBSD", Map.of())).isEqualTo(ANN.resolve(".local/share/holdfast"));
        assertThat(usual("Mac OS X", Map.of()))
                .isEqualTo(ANN.resolve("Library/Application Support/Holdfast"));
        assertThat(usual("Windows 11", Map.of())).isEqualTo(ANN.resolve("AppData/Local/Holdfast"));
    }

    @Test
    void the_systems_own_variables_are_heeded_and_an_empty_one_counts_as_none() {
        var data = ANN.resolve("data").toString();
        assertThat(usual("Linux", Map.of("XDG_DATA_HOME", data, "HOLDFAST_HOME", "")))
                .isEqualTo(ANN.resolve("data/holdfast"));
        assertThat(usual("Linux", Map.of("XDG_DATA_HOME", "")))
                .isEqualTo(ANN.resolve(".local/share/holdfast"));
        assertThat(usual("Windows 11", Map.of("LOCALAPPDATA", data)))
                .isEqualTo(ANN.resolve("data/Holdfast"));
    }
}
