package dev.holdfast.engine.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.core.hash.Hash;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;

/// Ann renames files while her folder is being looked at, or while only one end of the rename is:
/// each stays the file it was, with its history.
@Timeout(60)
class SplitRenamesTest {

    @TempDir Path place;

    private final Den den = new Den();
    private LinkedSide ann;
    private LinkedSide bob;

    SplitRenamesTest() throws Exception {}

    @BeforeEach
    void two_folders_in_step() throws Exception {
        var sides = LinkedSide.inStep(den, place, List.of("a", "d/b", "f/g/h"));
        ann = sides.getFirst();
        bob = sides.getLast();
    }

    private void assertDone() throws Exception {
        LinkedSide.assertDone(List.of(ann, bob));
    }

    private static boolean isSeen(Passed passed, String path) {
        return passed.part().orElseThrow().has(path);
    }

    /// The system may tell of one end of a rename before it tells of the other.
    @Test
    void a_file_that_comes_from_where_nobody_looks_has_that_looked_at_too() throws Exception {
        var node = node("d/b");
        Files.move(ann.folder.resolve("d/b"), ann.folder.resolve("f/g/b"));
        assertThat(isSeen(ann.glance(List.of("f/g")), "d/b")).isTrue();
        assertThat(node("f/g/b")).isEqualTo(node);
        assertDone();
    }

    @Test
    void of_two_files_with_what_went_the_one_that_it_was_keeps_the_history() throws Exception {
        var node = node("d/b");
        ann.write("0", "b");
        Files.move(ann.folder.resolve("d/b"), ann.folder.resolve("f/g/b"));
        ann.pass();
        assertThat(node("f/g/b")).isEqualTo(node);
        assertThat(node("0")).isNotEqualTo(node);
        assertDone();
    }

    @Test
    void what_has_another_name_beside_its_own_is_looked_at_by_itself() throws Exception {
        Files.createLink(ann.folder.resolve("f/g/b"), ann.folder.resolve("d/b"));
        assertThat(isSeen(ann.glance(List.of("f/g")), "d/b")).isFalse();
        assertDone();
        assertThat(bob.read("f/g/b")).isEqualTo("b");
    }

    @Test
    void a_file_that_moves_to_where_the_look_has_been_is_the_one_it_was() throws Exception {
        for (var in : List.of("d", "f/g")) {
            backdate(ann.folder.resolve(in));
        }
        var node = node("f/g/h");
        moveOnce("f/g", "f/g/h", "d/h");
        ann.pass();
        assertThat(node("d/h")).isEqualTo(node);
        assertDone();
    }

    @Test
    void a_file_that_moves_to_where_the_look_comes_later_is_the_one_it_was() throws Exception {
        for (var in : List.of("d", "f/g")) {
            backdate(ann.folder.resolve(in));
        }
        var node = node("d/b");
        moveOnce("f/g", "d/b", "f/g/b");
        ann.glance(List.of("d", "f/g"));
        assertThat(node("f/g/b")).isEqualTo(node);
        assertDone();
    }

    /// A directory whose names never stop changing keeps nothing from being done.
    @Test
    void what_goes_on_changing_is_waited_for_once() throws Exception {
        backdate(ann.folder.resolve("d"));
        Files.delete(ann.folder.resolve("a"));
        int[] looks = {0};
        ann.entering =
                (directory, _) -> {
                    if (directory.text().equals("f/g")) {
                        write(ann, "d/log " + looks[0]++);
                    }
                };
        ann.pass();
        assertThat(looks[0]).isEqualTo(2);
        bob.pass();
        assertThat(bob.all()).doesNotContainKey("a");
    }

    private static void write(LinkedSide side, String path) {
        try {
            side.write(path, path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// So that a change is told by the time whatever the steps of the file system's clock.
    private static void backdate(Path directory) throws IOException {
        Files.setLastModifiedTime(directory, FileTime.fromMillis(1_000_000_000_000L));
    }

    /// When the names in a directory are about to be read.
    private void moveOnce(String entered, String from, String to) {
        ann.entering =
                (directory, _) -> {
                    var file = ann.folder.resolve(from);
                    if (directory.text().equals(entered) && Files.exists(file)) {
                        try {
                            Files.move(file, ann.folder.resolve(to));
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    }
                };
    }

    /// News that have directories looked at may come between the two ends of a rename.
    @Test
    void what_still_changes_is_looked_at_where_its_directories_are() throws Exception {
        var node = node("d/b");
        bob.write("d/of both", "bob's");
        bob.glance(List.of("d"));
        ann.write("d/of both", "ann's");
        Files.move(ann.folder.resolve("d/b"), ann.folder.resolve("f/g/b"));
        assertThat(isSeen(ann.glance(List.of(), List.of("d", "f/g")), "f/g/b")).isTrue();
        assertThat(node("f/g/b")).isEqualTo(node);
        ann.glance(List.of("d", "f/g"));
        assertDone();
    }

    private Hash node(String path) {
        return ann.version(path).entry().node();
    }
}
