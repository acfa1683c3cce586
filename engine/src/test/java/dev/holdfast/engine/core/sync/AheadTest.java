package dev.holdfast.engine.core.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.sync.Action.MoveInVolume;
import dev.holdfast.engine.core.sync.Action.Upload;
import dev.holdfast.engine.core.sync.Plan.Ahead;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// What is named of a folder while the rest of it is still being read.
class AheadTest {

    private static final List<String> NAMES =
            List.of("a", "b", "d", "d/a", "d/b", "d/e", "d/e/a", "e", "e/a", "f/g/h", "f", "g");

    private final Replica ann = new Replica("ann", 1000);
    private final MemoryFolder folder = new MemoryFolder();
    private final TreeMap<EntryPath, Agreed> synced = new TreeMap<>();
    private Rules rules = Rules.BOTH_WAYS;

    private static EntryPath at(String path) {
        return new EntryPath(path);
    }

    private static Item.File file(String content) {
        return new Item.File(Replica.hash(content), 7, false);
    }

    private void here(String path, Item item) {
        assertThat(folder.makeParents(at(path))).isTrue();
        folder.put(at(path), item);
    }

    private void there(String path, Item item) {
        ann.edit(edits -> edits.write(at(path), Replica.kind(item), ann.fresh()));
    }

    private void inStep(String path, Item item) {
        here(path, item);
        there(path, item);
        agree(path);
    }

    private void agree(String path) {
        synced.put(
                at(path),
                Agreed.on(folder.at(at(path)).orElseThrow(), ann.shown(at(path)).orElseThrow()));
    }

    private Trees trees(SortedMap<EntryPath, Present> items) {
        return new Trees(
                new Trees.Folder("root", items, Set.of()),
                new Trees.Volume(ann.applied(), ann.shown()),
                new Trees.Synced("root", synced));
    }

    private Plan whole() {
        return Plan.of(trees(new TreeMap<>(folder.all())), rules);
    }

    /// Nothing is read yet that does not look as it did when it was in step.
    private Ahead ahead() {
        var items = new TreeMap<EntryPath, Present>();
        folder.all().forEach((path, here) -> items.put(path, unread(path, here)));
        return Ahead.of(trees(items), rules);
    }

    private Present unread(EntryPath path, Present here) {
        var agreed = synced.get(path);
        boolean isKnown = agreed != null && agreed.sight().equals(here.sight());
        return !isKnown && here.item() instanceof Item.File(_, var length, var isExecutable)
                ? new Present(Ahead.unread(length, isExecutable), here.sight())
                : here;
    }

    /// All that is named before the whole plan is made, as each file is read.
    private List<Upload> early() {
        var ahead = ahead();
        var early = new ArrayList<>(ahead.directories());
        folder.all().forEach((path, here) -> ahead.file(path, here).ifPresent(early::add));
        return early;
    }

    private List<String> names() {
        return early().stream().map(upload -> upload.path().text()).toList();
    }

    @Test
    void what_is_only_in_the_folder_is_named_before_the_rest_is_read() {
        inStep("a", file("a"));
        here("d/e/b", file("b"));
        here("c", file("c"));
        assertThat(names()).containsExactly("d", "d/e", "c", "d/e/b");
        assertThat(whole().actions()).containsAll(early());
    }

    @Test
    void what_may_be_a_rename_waits_for_the_whole_plan() {
        inStep("a", file("a"));
        folder.rename(at("a"), at("b"));
        here("c", file("c"));
        assertThat(names()).containsExactly("c");
        assertThat(whole().actions()).hasAtLeastOneElementOfType(MoveInVolume.class);
    }

    /// One of two is the file that is missing; which one is for the whole plan to say.
    @Test
    void of_two_with_the_content_that_is_missing_none_is_named() {
        inStep("b", file("same"));
        folder.rename(at("b"), at("c"));
        here("a", file("same"));
        assertThat(names()).isEmpty();
    }

    @Test
    void a_copy_of_what_is_still_there_is_named() {
        inStep("a", file("a"));
        here("b", file("a"));
        assertThat(names()).containsExactly("b");
    }

    @Test
    void what_the_volume_shows_too_or_has_shown_waits() {
        here("a", file("mine"));
        there("a", file("theirs"));
        inStep("b", file("b"));
        folder.change(at("b"), file("edited"));
        inStep("c", file("c"));
        folder.change(at("c"), file("edited"));
        ann.edit(edits -> edits.remove(ann.shown(at("c")).orElseThrow()));
        assertThat(names()).isEmpty();
    }

    @Test
    void what_is_in_a_directory_that_takes_the_place_of_a_file_waits() {
        inStep("d", file("file"));
        folder.remove(at("d"));
        here("d/a", file("a"));
        assertThat(names()).isEmpty();
    }

    private void many(int count) {
        for (int i = 0; i < count; i++) {
            inStep("f" + i, file("content " + i));
        }
    }

    @Test
    void where_a_brake_stops_all_nothing_is_named() {
        many(150);
        for (int i = 0; i < 51; i++) {
            folder.remove(at("f" + i));
        }
        here("new", file("new"));
        assertThat(whole().brake()).isPresent();
        assertThat(early()).isEmpty();
        rules = new Rules(Rules.Mode.BOTH, Coverage.ALL, false, Rules.Answer.AGREED);
        assertThat(names()).containsExactly("new");
        rules = new Rules(Rules.Mode.BOTH, Coverage.ALL, false, Rules.Answer.UNDO);
        assertThat(early()).isEmpty();
    }

    /// All of them look changed and may be what they were: that is known when they are read. A few
    /// that went besides would be too many together.
    @Test
    void where_what_is_not_read_yet_may_bring_a_brake_nothing_is_named() {
        many(150);
        for (int i = 0; i < 26; i++) {
            folder.change(at("f" + i), file("content " + i));
            there("f" + i, file("theirs " + i));
            there("f" + (i + 26), file("theirs"));
        }
        here("new", file("new"));
        assertThat(whole().brake()).isPresent();
        assertThat(early()).isEmpty();
    }

    @Test
    void another_root_has_nothing_named() {
        many(1);
        here("new", file("new"));
        var items = new TreeMap<>(folder.all());
        var trees =
                new Trees(
                        new Trees.Folder("another", items, Set.of()),
                        new Trees.Volume(ann.applied(), ann.shown()),
                        new Trees.Synced("root", synced));
        assertThat(Ahead.of(trees, rules).directories()).isEmpty();
        assertThat(Ahead.of(trees, rules)).isSameAs(Ahead.NOTHING);
    }

    @Test
    void a_folder_that_only_receives_names_nothing() {
        here("new", file("new"));
        rules = new Rules(Rules.Mode.RECEIVE, Coverage.ALL, false, Rules.Answer.NONE);
        assertThat(early()).isEmpty();
    }

    /// Whatever stands on both sides: what is said early the whole plan says too.
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void nothing_is_named_that_the_whole_plan_does_not_name(int seed) {
        var chance = new Random(seed);
        int named = 0;
        for (int round = 0; round < 200; round++) {
            for (int i = 0; i < 4; i++) {
                happen(chance);
            }
            var whole = whole();
            assertThat(whole.actions()).containsAll(early());
            named += early().size();
        }
        assertThat(named).isGreaterThan(100);
    }

    private void happen(Random chance) {
        var path = at(NAMES.get(chance.nextInt(NAMES.size())));
        var other = at(NAMES.get(chance.nextInt(NAMES.size())));
        var item = file("content " + chance.nextInt(6));
        boolean isFree = folder.at(path).isEmpty() && folder.makeParents(path);
        switch (chance.nextInt(8)) {
            case 0, 1 -> {
                if (isFree) {
                    folder.put(path, item);
                }
            }
            case 2 -> {
                if (folder.isEmpty(path)) {
                    folder.remove(path);
                }
            }
            case 3 -> {
                boolean isFile = folder.at(other).isPresent() && !folder.isDirectory(other);
                if (isFile && folder.at(path).isEmpty() && folder.makeParents(path)) {
                    folder.rename(other, path);
                }
            }
            case 4 -> {
                if (!folder.isDirectory(path)) {
                    folder.change(path, item);
                }
            }
            case 5 -> ann.edit(edits -> edits.write(path, Replica.kind(item), ann.fresh()));
            case 6 -> ann.shown(path).ifPresent(shown -> ann.edit(edits -> edits.remove(shown)));
            default -> {
                for (var each : folder.all().keySet()) {
                    if (same(each)) {
                        agree(each.text());
                    }
                }
            }
        }
    }

    private boolean same(EntryPath path) {
        return ann.shown(path).flatMap(Item::of).equals(folder.at(path).map(Present::item));
    }
}
