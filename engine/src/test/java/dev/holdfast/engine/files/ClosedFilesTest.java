package dev.holdfast.engine.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.folder.FolderSteps;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Bob has closed a file to the others who use his machine. Whatever replaces it is closed to them
/// too.
@Timeout(60)
class ClosedFilesTest {

    private static final String CLOSED = "rw-------";

    @TempDir Path place;

    private final Den den = new Den();
    private LinkedSide ann;
    private LinkedSide bob;

    ClosedFilesTest() throws Exception {}

    @BeforeEach
    void two_folders_in_step() throws Exception {
        var sides = LinkedSide.inStep(den, place, List.of("diary", "stays"));
        ann = sides.getFirst();
        bob = sides.getLast();
        close(bob.folder.resolve("diary"));
        LinkedSide.settle(ann, bob);
    }

    private static void close(Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(CLOSED));
    }

    private static String access(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    /// Who could read what grows in a directory, at any step.
    private FolderSteps watched(Path directory, Set<String> seen) {
        return _ -> {
            try (var all = Files.newDirectoryStream(directory, ".holdfast*")) {
                for (var part : all) {
                    seen.add(access(part));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }

    @Test
    void an_edit_that_comes_is_closed_from_its_first_byte_on() throws Exception {
        var seen = new TreeSet<String>();
        bob.steps = watched(bob.folder, seen);
        ann.write("diary", "dear diary");
        LinkedSide.settle(ann, bob);
        assertThat(bob.read("diary")).isEqualTo("dear diary");
        assertThat(access(bob.folder.resolve("diary"))).isEqualTo(CLOSED);
        assertThat(seen).containsExactly(CLOSED);
    }

    @Test
    void one_that_becomes_executable_is_so_for_its_owner_alone() throws Exception {
        ann.write("diary", "echo dear diary");
        assertThat(ann.folder.resolve("diary").toFile().setExecutable(true)).isTrue();
        LinkedSide.settle(ann, bob);
        assertThat(access(bob.folder.resolve("diary"))).isEqualTo("rwx------");
    }

    @Test
    void a_get_over_a_closed_file_leaves_it_closed() throws Exception {
        var target = Files.createDirectory(place.resolve("target"));
        Files.writeString(target.resolve("diary"), "of another year");
        close(target.resolve("diary"));
        den.get("/docs/diary", target);
        assertThat(target.resolve("diary")).hasContent("diary");
        assertThat(access(target.resolve("diary"))).isEqualTo(CLOSED);
    }

    @Test
    void what_replaces_no_file_is_as_any_that_is_made() throws Exception {
        Files.writeString(place.resolve("any"), "any");
        ann.write("other", "other");
        LinkedSide.settle(ann, bob);
        assertThat(access(bob.folder.resolve("other"))).isEqualTo(access(place.resolve("any")));
    }
}
