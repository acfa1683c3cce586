package dev.holdfast.engine.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.folder.LocalTree.OwnHome;
import dev.holdfast.engine.folder.SeenFiles;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;

/// What is of the home of the device has another name in a directory that is put.
class SecondNameTest {

    @TempDir Path temp;

    /// As in a copy of a directory whose files are links to the same ones.
    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void what_is_of_the_home_is_known_under_a_second_name() throws Exception {
        var den = new Den();
        var source = Files.createDirectories(temp.resolve("source"));
        Files.write(source.resolve("file"), new byte[] {1});
        var home = Files.createDirectories(temp.resolve("home"));
        var lock = Files.write(home.resolve("lock"), new byte[0]);
        var second = Files.createLink(source.resolve("lock"), lock);
        den.files = den.files(SeenFiles.none(), OwnHome.at(home));

        var stored = den.put(source, "/");

        assertThat(stored.files()).isOne();
        assertThat(den.missed()).containsExactly(second.toString());
        assertThatThrownBy(() -> den.put(second, "/other"))
                .isInstanceOf(NodeException.class)
                .hasMessageContaining("home of this device");
    }
}
