package dev.holdfast.gui.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.api.NodeException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class DragFolderTest {

    @TempDir Path home;

    @Test
    void each_room_is_an_empty_directory_of_its_own() throws NodeException, IOException {
        var folder = new DragFolder(home);
        assertThat(home).isEmptyDirectory();
        var first = Path.of(folder.room());
        Files.writeString(first.resolve("lake.jpg"), "lake");
        assertThat(Path.of(folder.room())).isEmptyDirectory();
    }

    @Test
    void what_was_dragged_out_goes_when_the_window_closes() throws NodeException, IOException {
        var folder = new DragFolder(home);
        var deep = Files.createDirectories(Path.of(folder.room(), "pictures", "summer"));
        Files.writeString(deep.resolve("lake.jpg"), "lake");
        folder.close();
        assertThat(home).isEmptyDirectory();
        folder.close();
    }

    @Test
    void what_a_killed_process_left_goes_when_the_next_window_opens()
            throws NodeException, IOException {
        var left = Files.createDirectories(home.resolve("dragged/999999999999/1"));
        Files.writeString(left.resolve("lake.jpg"), "lake");
        var folder = new DragFolder(home);
        var mine = Path.of(folder.room());
        folder.sweep();
        assertThat(left).doesNotExist();
        assertThat(mine).exists();
    }
}
