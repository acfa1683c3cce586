package dev.holdfast.engine.core.tree;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.core.namespace.EntryPath;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;

/// What three people see who did not hear of each other in time.
class ProjectionTest {

    private final Writer ann = new Writer("ann");
    private final Writer bob = new Writer("bob");
    private final Writer cat = new Writer("cat");

    @BeforeEach
    void clocks() {
        ann.at(10_000);
        bob.at(20_000);
        cat.at(30_000);
    }

    private void meet() {
        for (var one : List.of(ann, bob, cat)) {
            List.of(cat, ann, bob).forEach(one::receiveAllOf);
        }
        assertThat(ann.names()).isEqualTo(bob.names()).isEqualTo(cat.names());
    }

    private static String content(String text) {
        return Writer.hash(text).toString();
    }

    @Test
    void two_who_write_one_path_at_once_both_keep_what_they_wrote() {
        ann.put("a.txt", "ann's");
        bob.put("a.txt", "bob's");
        meet();
        assertThat(ann.names()).hasSize(2).containsEntry("a.txt", content("bob's"));
        var copy = ann.names().keySet().stream().filter(n -> !n.equals("a.txt")).findFirst();
        assertThat(copy.orElseThrow()).matches("a\\.conflict-19700101T000010Z-[0-9a-f]{8}\\.txt");
        assertThat(ann.names()).containsEntry(copy.get(), content("ann's"));
        assertThat(ann.shown(copy.get()).home().text()).isEqualTo("a.txt");
    }

    /// A hostile member chooses the longest of paths.
    @Test
    void both_are_kept_where_there_is_no_room_for_a_longer_name() {
        var above = ("x".repeat(EntryPath.NAME_MAX) + "/").repeat(15);
        var path = above + "y".repeat(EntryPath.NAME_MAX);
        ann.put(path, "ann's");
        bob.put(path, "bob's");
        meet();
        assertThat(ann.names()).containsEntry(path, content("bob's"));
        assertThat(ann.names().values()).contains(content("ann's"));
    }

    @Test
    void two_who_write_the_same_see_one_file() {
        ann.put("a.txt", "same");
        bob.put("a.txt", "same");
        meet();
        assertThat(ann.names()).containsOnlyKeys("a.txt");
    }

    @Test
    void a_later_version_replaces_what_its_writer_had_seen() {
        ann.put("a.txt", "first");
        meet();
        bob.put("a.txt", "second");
        meet();
        assertThat(ann.names()).containsOnlyKeys("a.txt").containsValue(content("second"));
        assertThat(ann.rows.row(ann.shown("a.txt").path()).siblings()).hasSize(1);
    }

    @Test
    void an_edit_beats_a_delete() {
        ann.put("a.txt", "first");
        meet();
        ann.remove("a.txt");
        bob.put("a.txt", "second");
        meet();
        assertThat(ann.names()).containsOnlyKeys("a.txt").containsValue(content("second"));
    }

    @Test
    void a_delete_of_what_was_seen_deletes() {
        ann.put("d/a.txt", "first");
        meet();
        bob.remove("d/a.txt");
        meet();
        assertThat(cat.names()).isEmpty();
    }

    @Test
    void an_edit_of_a_file_that_was_moved_meanwhile_appears_where_it_went() {
        ann.put("old/a.txt", "first");
        meet();
        ann.move("old/a.txt", "new/b.txt");
        bob.put("old/a.txt", "second");
        meet();
        assertThat(ann.names()).containsOnlyKeys("new", "new/b.txt");
        assertThat(ann.names()).containsEntry("new/b.txt", content("second"));
    }

    @Test
    void an_edit_follows_a_file_through_several_moves() {
        ann.put("a", "first");
        meet();
        ann.move("a", "b");
        ann.move("b", "c");
        bob.put("a", "second");
        meet();
        assertThat(cat.names()).containsOnlyKeys("c").containsValue(content("second"));
        cat.put("c", "third");
        meet();
        assertThat(ann.names()).containsOnlyKeys("c").containsValue(content("third"));
    }

    @Test
    void an_edit_stays_when_the_file_was_moved_and_then_deleted() {
        ann.put("a", "first");
        meet();
        ann.move("a", "b");
        ann.remove("b");
        bob.put("a", "second");
        meet();
        assertThat(cat.names()).containsOnlyKeys("a").containsValue(content("second"));
    }

    @Test
    void an_edit_before_and_one_after_a_move_are_both_kept() {
        ann.put("a", "first");
        meet();
        ann.move("a", "b");
        ann.put("b", "ann's");
        bob.put("a", "bob's");
        meet();
        assertThat(ann.names()).hasSize(2).containsEntry("b", content("bob's"));
        assertThat(ann.names()).containsValue(content("ann's"));
    }

    @Test
    void a_file_made_anew_at_the_old_place_stays_there() {
        ann.put("a", "first");
        meet();
        ann.move("a", "b");
        bob.remove("a");
        bob.put("a", "another");
        meet();
        assertThat(ann.names()).containsEntry("a", content("another"));
        assertThat(ann.names()).containsEntry("b", content("first"));
    }

    @Test
    void a_file_moved_to_two_places_is_at_both() {
        ann.put("a", "first");
        meet();
        ann.move("a", "b");
        bob.move("a", "c");
        meet();
        assertThat(ann.names()).containsOnlyKeys("b", "c");
    }

    @Test
    void moves_in_a_circle_lose_no_edit() {
        ann.put("a", "first");
        meet();
        ann.move("a", "b");
        bob.move("a", "c");
        meet();
        ann.move("b", "c");
        bob.move("c", "b");
        cat.put("b", "second");
        meet();
        assertThat(ann.names()).containsValue(content("second"));
    }

    @Test
    void a_directory_beats_a_file() {
        ann.mkdir("x");
        bob.put("x", "a file");
        meet();
        assertThat(ann.names()).hasSize(2).containsEntry("x", "directory");
        assertThat(ann.names()).containsValue(content("a file"));
    }

    @Test
    void a_file_put_into_a_directory_that_is_deleted_keeps_the_directory() {
        ann.mkdir("d");
        ann.put("d/a", "a");
        meet();
        ann.remove("d/a");
        ann.remove("d");
        bob.put("d/b", "b");
        meet();
        assertThat(cat.names()).containsOnlyKeys("d", "d/b");
        cat.remove("d/b");
        meet();
        assertThat(ann.names()).isEmpty();
    }

    @Test
    void writing_the_plain_name_leaves_the_conflict_copy_alone() {
        ann.put("a.txt", "ann's");
        bob.put("a.txt", "bob's");
        meet();
        var before = ann.names().keySet();
        cat.put("a.txt", "cat's");
        meet();
        assertThat(ann.names().keySet()).isEqualTo(before);
        assertThat(ann.names()).containsEntry("a.txt", content("cat's"));
        assertThat(ann.names()).containsValue(content("ann's"));
    }

    @Test
    void deleting_the_conflict_copy_leaves_the_plain_name_alone() {
        ann.put("a.txt", "ann's");
        bob.put("a.txt", "bob's");
        meet();
        var copy = ann.names().keySet().stream().filter(n -> !n.equals("a.txt")).findFirst();
        cat.remove(copy.orElseThrow());
        meet();
        assertThat(ann.names()).containsOnlyKeys("a.txt").containsValue(content("bob's"));
    }

    @Test
    void deleting_the_plain_name_leaves_the_conflict_copy_alone() {
        ann.put("a.txt", "ann's");
        bob.put("a.txt", "bob's");
        meet();
        cat.remove("a.txt");
        meet();
        assertThat(ann.names()).hasSize(1).containsValue(content("ann's"));
        assertThat(ann.names()).doesNotContainKey("a.txt");
    }

    @Test
    void two_who_resolve_a_conflict_at_once_do_not_make_another() {
        ann.put("a.txt", "ann's");
        bob.put("a.txt", "bob's");
        meet();
        var copy = ann.names().keySet().stream().filter(n -> !n.equals("a.txt")).findFirst();
        ann.remove(copy.orElseThrow());
        bob.remove(copy.get());
        cat.move(copy.get(), "kept.txt");
        meet();
        assertThat(ann.names()).containsOnlyKeys("a.txt", "kept.txt");
        assertThat(ann.names()).containsEntry("kept.txt", content("ann's"));
    }

    @Test
    void an_edit_concurrent_with_a_resolution_is_not_asked_about_twice() {
        ann.put("a.txt", "ann's");
        bob.put("a.txt", "bob's");
        meet();
        var copy = ann.names().keySet().stream().filter(n -> !n.equals("a.txt")).findFirst();
        ann.remove(copy.orElseThrow());
        bob.put("a.txt", "bob's next");
        meet();
        assertThat(ann.names()).containsEntry("a.txt", content("bob's next"));
        assertThat(ann.names()).doesNotContainValue(content("bob's"));
    }

    @Test
    void a_very_long_name_still_has_room_for_a_conflict() {
        var name = "é".repeat(125) + ".txt";
        ann.put(name, "ann's");
        bob.put(name, "bob's");
        meet();
        assertThat(ann.names()).hasSize(2);
        ann.put("x." + "y".repeat(250), "ann's");
        bob.put("x." + "y".repeat(250), "bob's");
        meet();
        assertThat(ann.names()).hasSize(4);
    }

    @Test
    void spelling_follows_the_winner() {
        ann.put("cafe\u0301", "ann's");
        bob.put("caf\u00e9", "bob's");
        meet();
        assertThat(ann.names()).containsKey("caf\u00e9").hasSize(2);
        ann.move("caf\u00e9", "cafe\u0301");
        meet();
        assertThat(bob.names()).containsEntry("cafe\u0301", content("bob's"));
    }
}
