package dev.holdfast.engine.files;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// In Bob's folder one file has several names. Taking one of them away changes how the others look.
@Timeout(60)
class SharedNamesTest {

    @TempDir Path place;

    private final Den den = new Den();
    private LinkedSide ann;
    private LinkedSide bob;

    SharedNamesTest() throws Exception {}

    @BeforeEach
    void two_folders_in_step() throws Exception {
        var sides = LinkedSide.inStep(den, place, List.of("d/lake", "stays"));
        ann = sides.getFirst();
        bob = sides.getLast();
        for (var name : List.of("d/shore", "sea", "pond")) {
            Files.createLink(bob.folder.resolve(name), bob.folder.resolve("d/lake"));
        }
        LinkedSide.settle(ann, bob);
    }

    @Test
    void what_goes_elsewhere_under_all_its_names_goes() throws Exception {
        for (var name : List.of("d/lake", "d/shore", "d", "sea", "pond")) {
            Files.delete(ann.folder.resolve(name));
        }
        LinkedSide.settle(ann, bob);
        assertThat(bob.all()).containsOnlyKeys("stays");
        assertThat(ann.all()).isEqualTo(bob.all());
    }

    @Test
    void what_gets_other_names_elsewhere_has_these_alone() throws Exception {
        Files.move(ann.folder.resolve("sea"), ann.folder.resolve("ocean"));
        Files.move(ann.folder.resolve("pond"), ann.folder.resolve("d/puddle"));
        Files.delete(ann.folder.resolve("d/shore"));
        LinkedSide.settle(ann, bob);
        assertThat(bob.all()).containsOnlyKeys("d", "d/lake", "d/puddle", "ocean", "stays");
        assertThat(ann.all()).isEqualTo(bob.all());
    }

    @Test
    void what_is_edited_under_one_name_is_edited_under_all() throws Exception {
        bob.write("sea", "salt");
        LinkedSide.settle(bob, ann);
        for (var name : List.of("d/lake", "d/shore", "sea", "pond")) {
            assertThat(ann.read(name)).as(name).isEqualTo("salt");
        }
    }
}
