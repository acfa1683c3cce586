package dev.holdfast.engine.node;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class HomeLockTest {

    @TempDir Path home;

    @Test
    void a_home_is_held_once_and_can_be_had_again_when_it_was_let_go() throws IOException {
        try (var lock = HomeLock.tryTake(home).orElseThrow()) {
            assertThat(HomeLock.tryTake(home)).isEmpty();
            assertThat(lock).isNotNull();
        }
        try (var again = HomeLock.tryTake(home).orElseThrow()) {
            assertThat(again).isNotNull();
        }
    }

    /// POSIX takes a lock back when its process closes the file anywhere.
    @Test
    @EnabledOnOs(OS.LINUX)
    void who_asks_for_a_home_that_its_own_process_holds_does_not_let_it_go() throws IOException {
        var other = home.resolveSibling(home.getFileName() + "-by-another-name");
        Files.createSymbolicLink(other, home);
        try (var lock = HomeLock.tryTake(home).orElseThrow()) {
            assertThat(HomeLock.tryTake(other)).isEmpty();
            assertThat(lock).isNotNull();
            var inode = ":" + Files.getAttribute(home.resolve("lock"), "unix:ino") + " ";
            assertThat(Files.readAllLines(Path.of("/proc/locks")))
                    .anyMatch(line -> line.contains(" WRITE ") && line.contains(inode));
        } finally {
            Files.delete(other);
        }
    }
}
