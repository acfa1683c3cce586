package dev.holdfast.engine.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.api.Command;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/// A home that is a link, as of who keeps it on another disk.
@DisabledOnOs(OS.WINDOWS)
class LinkedHomeTest {

    @TempDir private Path place;

    private static void init(Path home) throws Exception {
        Home.at(home)
                .init(
                        new Home.Beginning(
                                "ann", OptionalLong.of(1L << 30), Optional.of("127.0.0.1:0")),
                        words -> {});
    }

    @Test
    void what_is_made_is_where_the_link_leads_and_the_link_stays() throws Exception {
        var disk = Files.createDirectory(place.resolve("disk"));
        var empty = Files.createDirectory(disk.resolve("empty"));
        var toEmpty = Files.createSymbolicLink(place.resolve("a"), empty);
        var toNothing = Files.createSymbolicLink(place.resolve("b"), Path.of("disk/nothing"));
        var twice = Files.createSymbolicLink(place.resolve("c"), Path.of("b"));

        init(toEmpty);
        init(twice);

        assertThat(empty.resolve("version")).exists();
        assertThat(disk.resolve("nothing/version")).exists();
        assertThat(toEmpty).isSymbolicLink();
        assertThat(toNothing).isSymbolicLink();
        try (var node = Home.at(twice).node()) {
            assertThat(node.run(new Command.ListDevices(), event -> {}).devices()).hasSize(1);
        }
    }
}
