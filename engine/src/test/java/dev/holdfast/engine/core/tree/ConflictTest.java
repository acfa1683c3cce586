package dev.holdfast.engine.core.tree;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.core.namespace.EntryPath;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

/// Three people choose between versions, at once and apart.
class ConflictTest {

    private final Writer ann = new Writer("ann");
    private final Writer bob = new Writer("bob");
    private final Writer cat = new Writer("cat");

    @BeforeEach
    void two_versions_of_one_letter() {
        ann.at(10_000);
        bob.at(20_000);
        cat.at(30_000);
        ann.put("a.txt", "ann's");
        bob.put("a.txt", "bob's");
        meet();
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
    void the_latest_has_the_name_and_the_other_is_beside() {
        var rivals = ann.conflicts().getFirst().rivals();
        assertThat(ann.conflicts()).hasSize(1);
        assertThat(rivals).first().isEqualTo(ann.shown("a.txt"));
        assertThat(rivals.get(1).path().text()).startsWith("a.conflict-");
    }

    @Test
    void one_is_kept_and_the_other_is_over() {
        ann.settle(0);
        meet();
        assertThat(bob.names()).containsExactlyEntriesOf(Map.of("a.txt", content("bob's")));
        assertThat(bob.conflicts()).isEmpty();
    }

    @Test
    void the_other_is_kept_under_the_plain_name() {
        cat.settle(1);
        meet();
        assertThat(bob.names()).containsExactlyEntriesOf(Map.of("a.txt", content("ann's")));
        assertThat(bob.conflicts()).isEmpty();
    }

    @Test
    void both_are_kept_by_names_of_their_own() {
        ann.settle(0, 1);
        meet();
        assertThat(cat.names())
                .containsOnlyKeys("a.txt", "a (kept).txt")
                .containsEntry("a (kept).txt", content("ann's"));
        assertThat(cat.conflicts()).isEmpty();
    }

    @Test
    void two_who_choose_the_same_at_once_are_not_asked_again() {
        for (var kept : List.of(new int[] {0}, new int[] {1}, new int[] {0, 1})) {
            two_versions_of_one_letter();
            ann.settle(kept);
            bob.settle(kept);
            meet();
            assertThat(cat.conflicts()).as("kept %s", kept).isEmpty();
            assertThat(cat.names()).hasSize(kept.length);
            cat.names().keySet().forEach(cat::remove);
            meet();
        }
    }

    @Test
    void two_who_choose_differently_at_once_lose_neither_choice() {
        ann.settle(1);
        bob.settle(0);
        meet();
        assertThat(cat.names()).containsValues(content("ann's"), content("bob's")).hasSize(2);
        assertThat(cat.conflicts()).hasSize(1);
        cat.settle(0);
        meet();
        assertThat(ann.names()).hasSize(1);
    }

    @Test
    void an_edit_of_what_is_kept_goes_on_from_it() {
        ann.settle(0);
        bob.put("a.txt", "bob's second");
        meet();
        assertThat(cat.names()).containsEntry("a.txt", content("bob's second"));
        assertThat(cat.names()).doesNotContainValue(content("bob's"));
    }

    @Test
    void an_edit_of_what_is_not_kept_stays() {
        var copy = bob.conflicts().getFirst().rivals().get(1).path().text();
        ann.settle(0);
        bob.put(copy, "ann's, corrected by bob");
        meet();
        assertThat(cat.names())
                .containsEntry("a.txt", content("bob's"))
                .containsValue(content("ann's, corrected by bob"));
    }

    @Test
    void an_edit_of_the_plain_name_stays_when_the_other_was_kept() {
        ann.settle(1);
        bob.put("a.txt", "bob's second");
        meet();
        assertThat(cat.names()).containsValues(content("ann's"), content("bob's second"));
    }

    @Test
    void a_copy_that_has_become_a_file_of_its_own_is_still_asked_about() {
        bob.put("a.txt", "bob's second");
        meet();
        var conflict = ann.conflicts().getFirst();
        assertThat(conflict.rivals()).noneMatch(Shown::isConflict).hasSize(2);
        ann.settle(1);
        meet();
        assertThat(bob.names()).containsExactlyEntriesOf(Map.of("a.txt", content("ann's")));
    }

    @Test
    void of_three_two_are_kept() {
        var dan = new Writer("dan").at(40_000);
        dan.put("a.txt", "dan's");
        List.of(ann, bob, cat).forEach(one -> one.receiveAllOf(dan));
        ann.settle(0, 2);
        meet();
        assertThat(bob.names()).containsOnlyKeys("a.txt", "a (kept).txt");
        assertThat(bob.names()).containsValues(content("dan's"), content("ann's"));
    }

    @Test
    void what_is_removed_or_moved_whole_takes_its_copies_along() {
        var copy = ann.conflicts().getFirst().rivals().get(1);
        ann.edit(
                e ->
                        e.move(ann.shown("a.txt"), new EntryPath("b.txt"))
                                .move(copy, new EntryPath("c.txt")));
        meet();
        assertThat(bob.names()).containsOnlyKeys("b.txt", "c.txt");
    }

    @Test
    void all_versions_are_removed_in_one_change_in_either_order() {
        for (boolean isPlainFirst : List.of(true, false)) {
            var plain = ann.shown("a.txt");
            var copy = ann.conflicts().getFirst().rivals().get(1);
            ann.edit(
                    e -> e.remove(isPlainFirst ? plain : copy).remove(isPlainFirst ? copy : plain));
            meet();
            assertThat(bob.names()).isEmpty();
            two_versions_of_one_letter();
        }
    }

    @Test
    void names_beside_are_ones_that_any_system_can_have() {
        var conflict = ann.conflicts().getFirst();
        assertThat(conflict.nameFor("bob", _ -> false).text()).isEqualTo("a (bob).txt");
        assertThat(conflict.nameFor("bob", name -> name.text().equals("a (bob).txt")).text())
                .isEqualTo("a (bob 2).txt");
        assertThat(conflict.nameFor("b:o/b", _ -> false).text()).isEqualTo("a (b_o_b).txt");
    }
}
