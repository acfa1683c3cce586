package dev.holdfast.gui.theme;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class WindowMemoryTest {

    @TempDir Path home;

    @Test
    void what_was_kept_is_there_the_next_time() {
        var memory = new WindowMemory(home);
        memory.set("width", 1300.5);
        memory.set("look", "dark");
        memory.keep();
        var next = new WindowMemory(home);
        assertThat(next.get("width", 0, 100, 2000)).isEqualTo(1300.5);
        assertThat(next.get("look", "")).isEqualTo("dark");
    }

    @Test
    void what_is_out_of_bounds_or_no_number_is_as_the_first_time() throws IOException {
        Files.writeString(home.resolve("window.properties"), "width=1e9\nheight=tall\nx=NaN\n");
        var memory = new WindowMemory(home);
        assertThat(memory.get("width", 1180, 1024, 20_000)).isEqualTo(1180);
        assertThat(memory.get("height", 780, 700, 20_000)).isEqualTo(780);
        assertThat(memory.get("x", 7, -20_000, 20_000)).isEqualTo(7);
    }

    @Test
    void a_damaged_file_is_as_none() throws IOException {
        Files.writeString(home.resolve("window.properties"), "look=\\u00zz");
        assertThat(new WindowMemory(home).get("look", "light")).isEqualTo("light");
    }

    @Test
    void without_a_home_nothing_is_written() {
        var nowhere = home.resolve("none");
        new WindowMemory(nowhere).keep();
        assertThat(nowhere).doesNotExist();
    }
}
