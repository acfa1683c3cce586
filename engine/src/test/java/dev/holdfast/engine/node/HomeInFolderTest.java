package dev.holdfast.engine.node;

import static dev.holdfast.engine.node.Household.at;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.Outcome;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A linked folder with the home in it would send the device's key and all names to the others.
@Timeout(60)
class HomeInFolderTest {

    @Test
    void a_home_is_found_in_a_folder_also_where_a_link_leads_to_it(@TempDir Path place)
            throws Exception {
        var disk = Files.createDirectory(place.resolve("disk"));
        Files.createSymbolicLink(place.resolve("homes"), disk);
        try (var pool = new Household(place.resolve("homes"), Map.of())) {
            pool.found("ann");
            var command =
                    new Command.Link(disk.toString(), at("/docs"), Outcome.Mode.BOTH, List.of());
            assertThatThrownBy(() -> pool.run("ann", command)).hasMessageContaining("home in it");
        }
    }
}
