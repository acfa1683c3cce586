package dev.holdfast.engine.core.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.sync.Action.MoveInFolder;
import dev.holdfast.engine.core.sync.Action.Place;
import dev.holdfast.engine.core.sync.Action.RemoveInFolder;
import dev.holdfast.engine.core.sync.Action.Upload;
import dev.holdfast.engine.core.sync.Plan.Brake;
import dev.holdfast.engine.core.sync.Rules.Answer;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// A device is back after the others did without it, and they have removed what stands in its
/// folder.
class MissedTest {

    private final Replica ann = new Replica("ann", 1000);
    private final MemoryFolder folder = new MemoryFolder();
    private final TreeMap<EntryPath, Agreed> synced = new TreeMap<>();
    private final Set<EntryPath> missed = new HashSet<>();
    private Answer answer = Answer.NONE;

    private static EntryPath at(String path) {
        return new EntryPath(path);
    }

    private static Item.File file(String content) {
        return new Item.File(Replica.hash(content), 7, false);
    }

    private void there(String path, String content) {
        ann.edit(edits -> edits.write(at(path), Replica.kind(file(content)), ann.fresh()));
    }

    @BeforeEach
    void a_letter_a_diary_and_a_song_in_step() {
        for (var path : Set.of("letter", "diary", "song")) {
            folder.put(at(path), file(path));
            there(path, path);
            var here = folder.at(at(path)).orElseThrow();
            synced.put(at(path), Agreed.on(here, ann.shown(at(path)).orElseThrow()));
        }
    }

    private void isRemovedThere(String path) {
        ann.edit(edits -> edits.remove(ann.shown(at(path)).orElseThrow()));
    }

    private void isRemovedWhileAway(String path) {
        isRemovedThere(path);
        missed.add(at(path));
    }

    private Plan plan() {
        return Plan.of(
                new Trees(
                        new Trees.Folder("root", folder.all(), Set.of()),
                        new Trees.Volume(ann.applied(), Map.of(), ann.shown(), missed),
                        new Trees.Synced("root", synced)),
                new Rules(Rules.Mode.BOTH, Coverage.ALL, false, answer));
    }

    @Test
    void one_file_is_enough_to_ask_and_nothing_is_done_before_the_answer() {
        isRemovedWhileAway("letter");
        there("diary", "written elsewhere");
        assertThat(plan().brake()).contains(new Brake.Missed(1));
        assertThat(plan().actions()).isEmpty();
    }

    @Test
    void it_goes_when_a_person_agrees() {
        isRemovedWhileAway("letter");
        answer = Answer.AGREED;
        assertThat(plan().brake()).isEmpty();
        assertThat(plan().actions()).hasAtLeastOneElementOfType(RemoveInFolder.class);
    }

    @Test
    void it_comes_back_everywhere_when_a_person_does_not_and_all_else_is_done_as_ever() {
        isRemovedWhileAway("letter");
        isRemovedThere("song");
        there("diary", "written elsewhere");
        answer = Answer.UNDO;
        var actions = plan().actions();
        assertThat(actions)
                .filteredOn(Upload.class::isInstance)
                .extracting(Action::path)
                .containsExactly(at("letter"));
        assertThat(actions)
                .filteredOn(RemoveInFolder.class::isInstance)
                .extracting(Action::path)
                .containsExactly(at("song"));
        assertThat(actions)
                .filteredOn(Place.class::isInstance)
                .extracting(Action::path)
                .containsExactly(at("diary"));
    }

    @Test
    void what_was_removed_after_it_was_back_goes_without_a_question() {
        isRemovedThere("letter");
        assertThat(plan().brake()).isEmpty();
        assertThat(plan().actions()).hasAtLeastOneElementOfType(RemoveInFolder.class);
    }

    @Test
    void what_got_another_name_is_not_removed() {
        missed.add(at("letter"));
        ann.edit(edits -> edits.move(ann.shown(at("letter")).orElseThrow(), at("post")));
        assertThat(plan().brake()).isEmpty();
        assertThat(plan().actions()).hasAtLeastOneElementOfType(MoveInFolder.class);
    }

    @Test
    void what_was_edited_here_meanwhile_comes_back_and_is_not_asked_about() {
        isRemovedWhileAway("letter");
        folder.put(at("letter"), file("edited on the journey"));
        assertThat(plan().brake()).isEmpty();
        assertThat(plan().actions()).hasAtLeastOneElementOfType(Upload.class);
    }
}
