package dev.holdfast.engine.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.folder.FolderSteps;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A name stands for a directory in one folder and for another thing in the others.
@Timeout(60)
class SwappedKindsTest {

    @TempDir Path place;

    private final Den den = new Den();
    private LinkedSide ann;
    private LinkedSide bob;
    private LinkedSide cat;

    SwappedKindsTest() throws Exception {}

    @BeforeEach
    void three_folders_in_step() throws Exception {
        var sides = new ArrayList<LinkedSide>();
        for (var name : List.of("ann", "bob", "cat")) {
            sides.add(new LinkedSide(den, Files.createDirectory(place.resolve(name))));
        }
        ann = sides.get(0);
        bob = sides.get(1);
        cat = sides.get(2);
        ann.write("trip/lake", "a lake");
        ann.write("stays", "stays");
        settle();
    }

    private void settle() throws Exception {
        LinkedSide.settle(ann, bob, cat);
    }

    private static void replaceDirectory(LinkedSide side) throws IOException {
        Files.delete(side.folder.resolve("trip/lake"));
        Files.delete(side.folder.resolve("trip"));
    }

    /// Each of what stands beside the directory is kept, once.
    @Test
    void two_replace_a_directory_in_which_a_third_writes() throws Exception {
        cat.write("trip/lake", "a lake at night");
        cat.pass();
        replaceDirectory(ann);
        ann.write("trip", "we went to a lake");
        replaceDirectory(bob);
        Files.createSymbolicLink(bob.folder.resolve("trip"), Path.of("elsewhere"));
        settle();
        assertThat(ann.all()).hasSize(5).containsEntry("trip/lake", "a lake at night");
        assertThat(ann.all().values()).contains("we went to a lake", "-> elsewhere");
        assertThat(bob.all()).isEqualTo(ann.all());
        assertThat(cat.all()).isEqualTo(ann.all());
    }

    /// @return whether it ended when a part had been begun
    private static boolean endsAtPart(LinkedSide side) throws Exception {
        var isEnded = new boolean[1];
        side.steps =
                step -> {
                    isEnded[0] |= step.equals("folder/begin/after");
                    if (isEnded[0]) {
                        throw new Ended();
                    }
                };
        try {
            side.pass();
        } catch (Ended e) {
            assertThat(isEnded[0]).isTrue();
        } finally {
            side.steps = FolderSteps.UNTOLD;
        }
        return isEnded[0];
    }

    @Test
    void a_directory_that_goes_takes_with_it_what_an_ended_process_left_in_it() throws Exception {
        ann.write("trip/boat", "a boat");
        ann.pass();
        assertThat(endsAtPart(bob)).isTrue();
        assertThat(bob.all().keySet()).anyMatch(name -> name.endsWith(".part"));
        Files.delete(ann.folder.resolve("trip/boat"));
        replaceDirectory(ann);
        settle();
        assertThat(bob.all()).containsOnlyKeys("stays");
    }

    @Test
    void so_does_one_that_a_file_replaces() throws Exception {
        ann.write("trip/boat", "a boat");
        ann.pass();
        assertThat(endsAtPart(bob)).isTrue();
        Files.delete(ann.folder.resolve("trip/boat"));
        replaceDirectory(ann);
        ann.write("trip", "we went to a lake");
        settle();
        assertThat(bob.all()).containsOnlyKeys("stays", "trip");
        assertThat(bob.read("trip")).isEqualTo("we went to a lake");
    }

    /// All of it comes at once, and each directory is known to have come.
    @Test
    void a_file_becomes_a_directory_of_directories_and_a_file_again() throws Exception {
        Files.delete(ann.folder.resolve("stays"));
        ann.write("stays/at the lake/tent", "a tent");
        ann.pass();
        assertThat(bob.pass().missed()).isEmpty();
        Files.delete(ann.folder.resolve("stays/at the lake/tent"));
        Files.delete(ann.folder.resolve("stays/at the lake"));
        Files.delete(ann.folder.resolve("stays"));
        ann.write("stays", "in a house");
        settle();
        assertThat(bob.all()).containsOnlyKeys("stays", "trip", "trip/lake");
        assertThat(ann.all()).isEqualTo(bob.all());
    }

    /// Bob has given the file another name, and it is the file of that name that moves.
    @Test
    void a_file_becomes_a_directory_into_which_its_other_name_moves() throws Exception {
        ann.write("song", "la la");
        settle();
        Files.createLink(bob.folder.resolve("tune"), bob.folder.resolve("song"));
        settle();
        Files.delete(ann.folder.resolve("song"));
        Files.createDirectory(ann.folder.resolve("song"));
        Files.move(ann.folder.resolve("tune"), ann.folder.resolve("song/tune"));
        ann.pass();
        assertThat(bob.pass().missed()).isEmpty();
        settle();
        assertThat(bob.all())
                .containsOnlyKeys("song", "song/tune", "stays", "trip", "trip/lake")
                .isEqualTo(ann.all());
    }
}
