package dev.holdfast.gui;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

class HomeChoiceTest {

    @Test
    void the_one_that_is_named_comes_before_the_one_that_is_set() {
        var set = Map.of("HOLDFAST_HOME", "/set");
        var named = Path.of("/named").toAbsolutePath();
        assertThat(HomeChoice.of(List.of("--home", "/named", "gui"), set)).isEqualTo(named);
        assertThat(HomeChoice.of(List.of("gui", "--home=/named"), set)).isEqualTo(named);
        assertThat(HomeChoice.of(List.of("gui"), set)).isEqualTo(Path.of("/set").toAbsolutePath());
    }
}
