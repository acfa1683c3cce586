package dev.holdfast.engine.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.sync.Plan.Reason;
import dev.holdfast.engine.core.sync.Rules;
import dev.holdfast.engine.folder.FolderSteps;
import dev.holdfast.engine.folder.LinkedFolder;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Bob's folder is where `Photo` and `photo` are one name; for Ann they are two.
@Timeout(120)
abstract class CaseContract {

    @TempDir Path place;

    private final Den den = new Den();
    private final boolean keepsCase;
    LinkedSide ann;
    LinkedSide bob;

    /// @param keepsCase whether a name is shown as it was written
    CaseContract(boolean keepsCase) throws Exception {
        this.keepsCase = keepsCase;
    }

    /// An empty directory for the folder of Bob.
    Path folded() throws Exception {
        return Files.createDirectory(place.resolve("bob"));
    }

    FolderSteps steps() {
        return new FoldingNames(keepsCase);
    }

    @BeforeEach
    void two_folders() throws Exception {
        ann = new LinkedSide(den, Files.createDirectory(place.resolve("ann")));
        bob = new LinkedSide(den, folded());
        bob.steps = steps();
    }

    void settle() throws Exception {
        LinkedSide.settle(ann, bob);
    }

    /// What is told of a clash: the place, and the one whose name is in the way, in either order.
    private Set<Set<String>> clashes() throws Exception {
        var told = new HashSet<Set<String>>();
        for (var each : bob.pass().plan().problems()) {
            if (each.reason() == Reason.CASE_CLASH) {
                told.add(Set.of(each.path().text(), each.other().orElseThrow().text()));
            }
        }
        return told;
    }

    @Test
    void names_that_differ_in_their_case_are_one_name() throws Exception {
        Files.createDirectories(bob.folder);
        try (var folder = LinkedFolder.open(bob.folder.toString(), steps())) {
            folder.directory(new EntryPath("Inner"), true).file("Photo", "v").close();
            assertThat(folder.look(new EntryPath("INNER"))).isPresent();
            assertThat(folder.look(new EntryPath("INNER")))
                    .isEqualTo(folder.look(new EntryPath("inner")));
            assertThat(folder.isGone(new EntryPath("iNNER"))).isTrue();
            assertThat(folder.foldsCase(Set.of(new EntryPath("Inner")).iterator())).isTrue();
            assertThat(folder.isGone(new EntryPath(keepsCase ? "Inner" : "inner"))).isFalse();
        }
    }

    /// Else all of a folder of years would be looked at for each change in one.
    @Test
    void names_without_letters_do_not_hide_what_others_tell() throws Exception {
        ann.write("2024/Photo", "one");
        ann.write("2025/photo", "two");
        ann.write("letter", "dear Bob");
        settle();
        try (var folder = LinkedFolder.open(bob.folder.toString(), steps())) {
            assertThat(folder.foldsCase(Collections.emptyIterator())).isTrue();
        }
        try (var folder = LinkedFolder.open(ann.folder.toString(), FolderSteps.UNTOLD)) {
            assertThat(folder.foldsCase(Collections.emptyIterator())).isFalse();
        }
    }

    @Test
    void of_two_that_come_one_is_here_and_both_are_told_until_one_is_renamed() throws Exception {
        ann.write("Photo.jpg", "one");
        ann.write("photo.jpg", "two");
        settle();
        assertThat(bob.all()).containsValue("one").hasSize(1);
        assertThat(clashes()).containsExactly(Set.of("Photo.jpg", "photo.jpg"));
        settle();
        assertThat(ann.all()).isEqualTo(Map.of("Photo.jpg", "one", "photo.jpg", "two"));

        Files.move(ann.folder.resolve("photo.jpg"), ann.folder.resolve("second.jpg"));
        settle();

        assertThat(clashes()).isEmpty();
        assertThat(bob.all()).containsEntry("second.jpg", "two").containsValue("one").hasSize(2);
        assertThat(ann.all()).isEqualTo(Map.of("Photo.jpg", "one", "second.jpg", "two"));
    }

    @Test
    void one_that_comes_beside_what_is_in_step_replaces_nothing_and_comes_when_that_goes()
            throws Exception {
        ann.write("photo.jpg", "one");
        settle();
        ann.write("Photo.jpg", "two");
        settle();
        assertThat(bob.all()).isEqualTo(Map.of("photo.jpg", "one"));
        assertThat(clashes()).containsExactly(Set.of("Photo.jpg", "photo.jpg"));

        Files.delete(ann.folder.resolve("photo.jpg"));
        settle();

        assertThat(bob.all()).containsValue("two").hasSize(1);
        assertThat(clashes()).isEmpty();
        assertThat(ann.all()).isEqualTo(Map.of("Photo.jpg", "two"));
    }

    @Test
    void what_is_renamed_here_makes_room_for_the_other() throws Exception {
        ann.write("photo.jpg", "one");
        settle();
        ann.write("Photo.jpg", "two");
        settle();
        Files.move(bob.folder.resolve("photo.jpg"), bob.folder.resolve("first.jpg"));
        settle();
        assertThat(bob.all()).containsEntry("first.jpg", "one").containsValue("two").hasSize(2);
        assertThat(ann.all()).isEqualTo(Map.of("Photo.jpg", "two", "first.jpg", "one"));
    }

    /// What a person deletes is deleted, and the other is not taken for it.
    @Test
    void what_is_deleted_here_goes_and_the_other_comes() throws Exception {
        ann.write("photo.jpg", "one");
        settle();
        ann.write("Photo.jpg", "two");
        settle();
        Files.delete(bob.folder.resolve("photo.jpg"));
        bob.pass(Rules.Answer.AGREED);
        settle();
        assertThat(bob.all()).containsValue("two").doesNotContainValue("one");
        assertThat(ann.all()).containsEntry("Photo.jpg", "two").doesNotContainValue("one");
    }

    @Test
    void of_two_directories_one_is_here_with_what_is_its_own() throws Exception {
        ann.write("d/x", "x");
        ann.write("d/y", "y");
        settle();
        ann.write("D/x", "another x");
        ann.write("D/z", "z");
        settle();
        assertThat(bob.all()).isEqualTo(Map.of("d", "directory", "d/x", "x", "d/y", "y"));
        assertThat(clashes()).containsExactly(Set.of("D", "d"));
        assertThat(ann.all())
                .hasSize(6)
                .containsEntry("D/x", "another x")
                .containsEntry("d/x", "x");

        Files.move(ann.folder.resolve("D"), ann.folder.resolve("e"));
        settle();

        assertThat(bob.all()).isEqualTo(ann.all());
        assertThat(bob.all()).hasSize(6).containsEntry("e/z", "z");
    }
}
