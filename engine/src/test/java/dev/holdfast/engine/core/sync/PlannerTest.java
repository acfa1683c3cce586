package dev.holdfast.engine.core.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.sync.Action.Agree;
import dev.holdfast.engine.core.sync.Action.Forget;
import dev.holdfast.engine.core.sync.Action.MoveInFolder;
import dev.holdfast.engine.core.sync.Action.MoveInVolume;
import dev.holdfast.engine.core.sync.Action.Place;
import dev.holdfast.engine.core.sync.Action.PutAside;
import dev.holdfast.engine.core.sync.Action.RemoveInFolder;
import dev.holdfast.engine.core.sync.Action.RemoveInVolume;
import dev.holdfast.engine.core.sync.Action.Upload;
import dev.holdfast.engine.core.sync.Plan.Brake;
import dev.holdfast.engine.core.sync.Plan.Problem;
import dev.holdfast.engine.core.sync.Plan.Reason;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

class PlannerTest {

    private final Replica ann = new Replica("ann", 1000);
    private final MemoryFolder folder = new MemoryFolder();
    private final TreeMap<EntryPath, Agreed> synced = new TreeMap<>();
    private Set<EntryPath> unread = Set.of();
    private Rules rules = Rules.BOTH_WAYS;
    private String root = "root";

    private static EntryPath at(String path) {
        return new EntryPath(path);
    }

    private static Item.File file(String content) {
        return new Item.File(Replica.hash(content), 7, false);
    }

    private void here(String path, Item item) {
        folder.put(at(path), item);
    }

    private void there(String path, Item item) {
        ann.edit(edits -> edits.write(at(path), Replica.kind(item), ann.fresh()));
    }

    /// Has been on both sides and was seen so.
    private void inStep(String path, Item item) {
        here(path, item);
        there(path, item);
        synced.put(
                at(path),
                Agreed.on(folder.at(at(path)).orElseThrow(), ann.shown(at(path)).orElseThrow()));
    }

    private void goneThere(String path) {
        ann.edit(edits -> edits.remove(ann.shown(at(path)).orElseThrow()));
    }

    private Plan plan() {
        return Plan.of(
                new Trees(
                        new Trees.Folder(root, folder.all(), unread),
                        new Trees.Volume(ann.applied(), ann.shown()),
                        new Trees.Synced("root", synced)),
                rules);
    }

    private List<Class<?>> kinds() {
        return plan().actions().stream().<Class<?>>map(Action::getClass).toList();
    }

    @Test
    void what_was_never_on_both_sides_goes_to_the_other() {
        here("a", file("a"));
        there("b", file("b"));
        assertThat(kinds()).containsExactly(Upload.class, Place.class);
    }

    @Test
    void the_same_on_both_sides_is_noted_and_nothing_moves() {
        here("a", file("a"));
        there("a", file("a"));
        assertThat(kinds()).containsExactly(Agree.class);
        synced.put(at("a"), ((Agree) plan().actions().getFirst()).agreed());
        assertThat(plan().isDone()).isTrue();
    }

    @Test
    void what_is_removed_on_one_side_is_removed_on_the_other_and_noted_before() {
        inStep("a", file("a"));
        inStep("b", file("b"));
        inStep("c", file("c"));
        folder.remove(at("a"));
        goneThere("b");
        assertThat(kinds())
                .containsExactly(
                        Agree.class, Agree.class, RemoveInVolume.class, RemoveInFolder.class);
    }

    @Test
    void what_is_removed_on_both_sides_is_forgotten() {
        inStep("a", file("a"));
        folder.remove(at("a"));
        goneThere("a");
        assertThat(kinds()).containsExactly(Forget.class);
    }

    @Test
    void an_edit_beats_a_delete_on_either_side() {
        inStep("a", file("a"));
        inStep("b", file("b"));
        here("a", file("a2"));
        goneThere("a");
        folder.remove(at("b"));
        there("b", file("b2"));
        assertThat(kinds()).containsExactly(Upload.class, Place.class);
    }

    @Test
    void of_two_edits_the_own_goes_beside_the_other() {
        inStep("a", file("a"));
        here("a", file("mine"));
        there("a", file("theirs"));
        var upload = (Upload) plan().actions().getFirst();
        assertThat(upload.beside()).isPresent();
        assertThat(plan().actions()).hasSize(1);
    }

    @Test
    void what_the_folder_let_go_of_and_the_volume_has_again_is_kept_beside_what_came_instead() {
        inStep("a", file("a"));
        synced.computeIfPresent(at("a"), (_, agreed) -> agreed.withoutFolder());
        here("a", file("another"));
        assertThat(((Upload) plan().actions().getFirst()).beside()).isEmpty();
        goneThere("a");
        there("a", file("a"));
        assertThat(((Upload) plan().actions().getFirst()).beside()).isPresent();
    }

    @Test
    void of_two_that_were_never_the_same_the_own_gets_another_name() {
        here("a.txt", file("mine"));
        there("a.txt", file("theirs"));
        assertThat(plan().actions())
                .singleElement()
                .isInstanceOfSatisfying(
                        PutAside.class,
                        aside -> assertThat(aside.to().text()).matches("a\\.conflict-.*\\.txt"));
    }

    @Test
    void a_file_that_only_has_another_name_is_moved_on_the_other_side() {
        inStep("a", file("a"));
        inStep("b", file("b"));
        folder.rename(at("a"), at("a2"));
        ann.edit(edits -> edits.move(ann.shown(at("b")).orElseThrow(), at("b2")));
        assertThat(kinds())
                .containsExactly(Agree.class, Agree.class, MoveInVolume.class, MoveInFolder.class);
    }

    @Test
    void of_what_could_not_be_read_nothing_is_decided() {
        inStep("d", new Item.Directory());
        inStep("d/a", file("a"));
        folder.remove(at("d/a"));
        unread = Set.of(at("d"));
        assertThat(plan().actions()).isEmpty();
        assertThat(plan().problems()).containsExactly(new Problem(at("d"), Reason.UNREAD));
    }

    @Test
    void a_volume_that_has_lost_what_was_seen_deletes_nothing() {
        inStep("a", file("a"));
        var before = new Trees.Volume(new Replica("bob", 1).applied(), new TreeMap<>());
        var plan =
                Plan.of(
                        new Trees(
                                new Trees.Folder("root", folder.all(), Set.of()),
                                before,
                                new Trees.Synced("root", synced)),
                        rules);
        assertThat(plan.actions()).isEmpty();
        assertThat(plan.problems()).containsExactly(new Problem(at("a"), Reason.VOLUME_BEHIND));
    }

    /// Its writer wrote two histories or was put out: that version will never come, and nothing
    /// follows from its absence. What the folder has of it is not lost.
    @Test
    void what_counts_no_more_is_no_delete_and_goes_up_again() {
        inStep("a", file("a"));
        inStep("d", new Item.Directory());
        inStep("gone", file("gone"));
        folder.remove(at("gone"));
        var writer = Objects.requireNonNull(synced.get(at("a"))).wrote().orElseThrow().actor();
        var without =
                new Trees.Volume(
                        new Replica("bob", 1).applied(), Map.of(writer, 1L), new TreeMap<>());
        var plan =
                Plan.of(
                        new Trees(
                                new Trees.Folder("root", folder.all(), Set.of()),
                                without,
                                new Trees.Synced("root", synced)),
                        rules);
        assertThat(plan.problems()).isEmpty();
        assertThat(plan.actions())
                .containsAll(
                        List.of(new Forget(at("a")), new Forget(at("d")), new Forget(at("gone"))))
                .filteredOn(action -> !(action instanceof Forget))
                .extracting(action -> List.of(action.getClass(), action.path()))
                .containsExactly(List.of(Upload.class, at("a")), List.of(Upload.class, at("d")));
    }

    @Test
    void what_is_not_covered_stays_on_both_sides() {
        inStep("a", file("a"));
        here("x", file("x"));
        there("y", file("y"));
        folder.remove(at("a"));
        var other = new Coverage(Set.of(at("other")), List.of());
        rules = new Rules(Rules.Mode.BOTH, other, false, Rules.Answer.NONE);
        assertThat(kinds()).containsExactly(Forget.class);
    }

    /// Else a part that is not wanted here would keep another from having its name.
    @Test
    void what_is_not_covered_clashes_with_nothing() {
        there("A", file("A"));
        there("a", file("a"));
        var part = new Coverage(Set.of(at("a")), List.of());
        rules = new Rules(Rules.Mode.BOTH, part, true, Rules.Answer.NONE);
        assertThat(kinds()).containsExactly(Place.class);
        assertThat(plan().problems()).isEmpty();
    }

    @Test
    void a_name_that_clashes_is_told_and_never_counts_as_deleted() {
        there("A", file("A"));
        there("a", file("a"));
        rules = new Rules(Rules.Mode.BOTH, Coverage.ALL, true, Rules.Answer.NONE);
        assertThat(kinds()).containsExactly(Place.class);
        assertThat(plan().problems())
                .containsExactly(new Problem(at("a"), Reason.CASE_CLASH, Optional.of(at("A"))));
    }

    @Test
    void a_folder_that_sends_is_never_changed() {
        inStep("a", file("a"));
        inStep("b", file("b"));
        goneThere("a");
        there("b", file("b2"));
        there("c", file("c"));
        here("d", file("d"));
        rules = new Rules(Rules.Mode.SEND, Coverage.ALL, false, Rules.Answer.NONE);
        assertThat(kinds()).containsExactly(Agree.class, Upload.class);
        assertThat(plan().problems())
                .extracting(Problem::reason)
                .containsExactly(Reason.NOT_TAKEN, Reason.NOT_TAKEN, Reason.NOT_TAKEN);
    }

    @Test
    void a_folder_that_receives_keeps_its_own_edits_aside() {
        inStep("a", file("a"));
        inStep("b", file("b"));
        here("a", file("a2"));
        there("a", file("theirs"));
        folder.remove(at("b"));
        here("c", file("c"));
        rules = new Rules(Rules.Mode.RECEIVE, Coverage.ALL, false, Rules.Answer.NONE);
        assertThat(kinds()).containsExactly(Agree.class, PutAside.class);
        assertThat(plan().problems())
                .containsExactly(
                        new Problem(at("b"), Reason.NOT_SENT),
                        new Problem(at("c"), Reason.NOT_SENT));
    }

    private void many(int count) {
        for (int i = 0; i < count; i++) {
            inStep("f" + i, file("content " + i));
        }
    }

    @Test
    void much_that_goes_at_once_waits_for_a_person() {
        many(150);
        for (int i = 0; i < 51; i++) {
            folder.remove(at("f" + i));
        }
        assertThat(plan().actions()).isEmpty();
        assertThat(plan().brake()).contains(new Brake.Many(0, 51, 150));
        rules = new Rules(Rules.Mode.BOTH, Coverage.ALL, false, Rules.Answer.AGREED);
        assertThat(kinds()).hasSize(102).contains(RemoveInVolume.class);
    }

    private Plan undo() {
        rules = new Rules(Rules.Mode.BOTH, Coverage.ALL, false, Rules.Answer.UNDO);
        return plan();
    }

    @Test
    void what_went_in_the_folder_comes_back_and_is_no_delete_until_it_has() {
        many(150);
        for (int i = 0; i < 51; i++) {
            folder.remove(at("f" + i));
        }
        var plan = undo();
        assertThat(plan.brake()).isEmpty();
        assertThat(plan.actions()).filteredOn(Forget.class::isInstance).hasSize(51);
        assertThat(plan.actions()).filteredOn(Place.class::isInstance).hasSize(51);
        assertThat(plan.actions()).hasSize(102);
    }

    @Test
    void what_was_replaced_in_the_folder_is_shelved_before_the_old_comes_back() {
        many(150);
        for (int i = 0; i < 51; i++) {
            folder.change(at("f" + i), file("scrambled " + i));
        }
        var plan = undo();
        assertThat(plan.shelved()).hasSize(51);
        assertThat(plan.shelved().values()).allMatch(name -> name.text().contains(".conflict-"));
        assertThat(plan.actions()).hasSize(51).allMatch(Place.class::isInstance);
        assertThat(((Place) plan.actions().getFirst()).over()).isPresent();
    }

    @Test
    void what_went_or_changed_in_the_volume_comes_back_from_the_folder() {
        many(150);
        for (int i = 0; i < 40; i++) {
            goneThere("f" + i);
        }
        for (int i = 40; i < 60; i++) {
            there("f" + i, file("theirs " + i));
        }
        var plan = undo();
        assertThat(plan.actions()).filteredOn(Upload.class::isInstance).hasSize(60);
        assertThat(plan.actions()).filteredOn(Forget.class::isInstance).hasSize(60);
        assertThat(plan.actions()).hasSize(120);
        assertThat(plan.shelved()).isEmpty();
    }

    @Test
    void little_that_goes_is_not_turned_round_by_an_answer_that_came_too_late() {
        inStep("a", file("a"));
        inStep("b", file("b"));
        folder.remove(at("a"));
        assertThat(undo().actions()).hasSize(2).anyMatch(RemoveInVolume.class::isInstance);
    }

    @Test
    void an_emptied_folder_is_filled_again_directories_first() {
        inStep("d", new Item.Directory());
        inStep("d/a", file("a"));
        folder.remove(at("d/a"));
        folder.remove(at("d"));
        var plan = undo();
        assertThat(plan.actions())
                .filteredOn(Place.class::isInstance)
                .extracting(Action::path)
                .containsExactly(at("d"), at("d/a"));
    }

    @Test
    void fifty_files_or_a_third_may_go_without_asking() {
        many(180);
        for (int i = 0; i < 54; i++) {
            goneThere("f" + i);
        }
        assertThat(plan().brake()).isEmpty();
        assertThat(kinds()).contains(RemoveInFolder.class);
    }

    @Test
    void an_empty_folder_waits_for_a_person() {
        inStep("a", file("a"));
        folder.remove(at("a"));
        assertThat(plan().brake()).contains(new Brake.Emptied(1));
        assertThat(plan().actions()).isEmpty();
    }

    @Test
    void a_folder_that_is_gone_or_another_waits_for_a_person() {
        inStep("a", file("a"));
        root = "another";
        assertThat(plan().brake()).contains(new Brake.RootLost());
        root = Trees.Folder.NO_ROOT;
        rules = new Rules(Rules.Mode.BOTH, Coverage.ALL, false, Rules.Answer.AGREED);
        assertThat(plan().brake()).contains(new Brake.RootLost());
        root = "another";
        folder.remove(at("a"));
        assertThat(kinds()).containsExactly(Place.class);
    }
}
