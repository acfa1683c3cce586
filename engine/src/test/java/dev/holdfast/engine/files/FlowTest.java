package dev.holdfast.engine.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.core.sync.Plan.Brake;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/// Many files come into a folder at once: they are named while the rest of them is still being
/// read.
@Timeout(120)
class FlowTest {

    private static final int MANY = 1_400;

    /// Each has so many bytes, and takes a few more when it is sealed.
    private static final int BYTES = 1_000;

    @TempDir Path place;

    private final Den den = new Den((MANY - 100) * 1_100L);
    private LinkedSide ann;

    FlowTest() throws Exception {}

    @BeforeEach
    void a_folder_in_step() throws Exception {
        ann = new LinkedSide(den, Files.createDirectory(place.resolve("ann")));
        ann.write("kept", "kept");
        ann.write("a", "to be renamed");
        LinkedSide.settle(ann);
    }

    private void many(int count) throws IOException {
        var chance = new Random(1);
        var bytes = new byte[BYTES];
        for (int i = 0; i < count; i++) {
            chance.nextBytes(bytes);
            var file = ann.folder.resolve("new/" + i % 10 + "/" + i);
            Files.createDirectories(file.resolveSibling(""));
            Files.write(file, bytes);
        }
    }

    private List<String> named() throws NodeException, InterruptedException {
        return den.paths().stream().filter(path -> path.matches(".*/new/.*/.*")).toList();
    }

    /// The last of them has no room, so the look does not come to its end.
    @Test
    void what_was_read_has_its_name_before_the_look_is_over() throws Exception {
        many(MANY);
        assertThatThrownBy(ann::pass).isInstanceOf(NodeException.class);
        assertThat(named()).hasSizeGreaterThan(500);
        assertThat(ann.mind.observations().all().agreed()).hasSizeBetween(500, MANY - 100);
        assertThat(den.left).hasSize(1);
    }

    @Test
    void a_look_at_a_part_does_so_too() throws Exception {
        many(MANY);
        assertThatThrownBy(() -> ann.glance(List.of(""))).isInstanceOf(NodeException.class);
        assertThat(named()).hasSizeGreaterThan(500);
    }

    @Test
    void a_file_that_was_renamed_meanwhile_is_the_one_it_was() throws Exception {
        var node = ann.version("a").entry().node();
        many(MANY - 200);
        Files.move(ann.folder.resolve("a"), ann.folder.resolve("new/0/0 renamed"));
        ann.glance(List.of(""));
        assertThat(ann.version("new/0/0 renamed").entry().node()).isEqualTo(node);
        assertThat(den.paths()).doesNotContain("/docs/a");
        assertThat(ann.pass().isChanged()).isFalse();
        assertThat(ann.mind.observations().all().agreed()).hasSize(MANY - 200 + 11 + 2);
    }

    @Test
    void where_a_person_is_asked_nothing_is_named() throws Exception {
        for (int i = 0; i < 100; i++) {
            ann.write("old/" + i, "old " + i);
        }
        LinkedSide.settle(ann);
        for (int i = 0; i < 60; i++) {
            Files.delete(ann.folder.resolve("old/" + i));
        }
        many(MANY - 300);
        assertThat(ann.pass().plan().brake()).containsInstanceOf(Brake.Many.class);
        assertThat(named()).isEmpty();
    }

    @Test
    void all_of_it_comes_to_another_folder() throws Exception {
        var bob = new LinkedSide(den, Files.createDirectory(place.resolve("bob")));
        LinkedSide.settle(bob);
        many(MANY - 200);
        ann.glance(List.of(""));
        LinkedSide.settleAtGlances(bob, ann);
        assertThat(bob.all()).isEqualTo(ann.all());
        assertThat(den.openClaims).isEmpty();
    }
}
