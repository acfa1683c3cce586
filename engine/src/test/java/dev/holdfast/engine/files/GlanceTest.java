package dev.holdfast.engine.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.sync.Coverage;
import dev.holdfast.engine.core.sync.Plan.Brake;
import dev.holdfast.engine.core.sync.Rules;
import dev.holdfast.engine.folder.FolderSteps;
import dev.holdfast.engine.folder.LinkedFolder;
import dev.holdfast.engine.folder.LocalTree.OwnHome;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Looks at parts of two folders that are linked to one place, instead of looks at all of them.
@Timeout(120)
class GlanceTest {

    private static final List<String> FILES = List.of("a", "d/b", "d/e/c", "f/g/h");

    @TempDir Path place;

    private final Den den = new Den();
    private LinkedSide ann;
    private LinkedSide bob;

    GlanceTest() throws Exception {}

    @BeforeEach
    void two_folders_in_step() throws Exception {
        var sides = LinkedSide.inStep(den, place, FILES);
        ann = sides.getFirst();
        bob = sides.getLast();
    }

    private static void assertLooked(Passed passed, String... places) {
        var part = passed.part().orElseThrow();
        for (var each : places) {
            assertThat(part.has(each)).as(each).isTrue();
        }
    }

    private void assertDone() throws Exception {
        LinkedSide.assertDone(List.of(ann, bob));
    }

    @Test
    void an_edit_is_found_where_it_was_told_of_and_nothing_else_is_looked_at() throws Exception {
        ann.write("d/b", "b, edited");
        ann.write("f/g/h", "nobody tells of this");
        var passed = ann.glance(List.of("d"));
        assertThat(passed.isChanged()).isTrue();
        assertLooked(passed, "d/b");
        assertThat(passed.part().orElseThrow().has("f/g/h")).isFalse();

        var there = bob.glance(List.of());

        assertThat(bob.read("d/b")).isEqualTo("b, edited");
        assertThat(there.part().orElseThrow().has("a")).isFalse();
        assertThat(bob.read("f/g/h")).isEqualTo("h");
        assertThat(ann.pass().isChanged()).isTrue();
        assertDone();
    }

    /// Else each of many batches would have all looked at that came before it.
    @Test
    void what_comes_into_a_directory_has_nothing_beside_it_looked_at() throws Exception {
        ann.write("d/new", "new");
        ann.write("n/o/p", "p");
        ann.glance(List.of("", "d"));

        var there = bob.glance(List.of());

        assertLooked(there, "d/new", "n", "n/o", "n/o/p");
        assertThat(there.part().orElseThrow().has("d/b")).isFalse();
        assertThat(bob.read("n/o/p")).isEqualTo("p");
        assertDone();
    }

    @Test
    void what_goes_with_a_directory_has_what_is_in_it_looked_at() throws Exception {
        Files.delete(ann.folder.resolve("f/g/h"));
        Files.delete(ann.folder.resolve("f/g"));
        ann.glance(List.of("f", "f/g"));
        bob.write("f/g/of bob", "bob's");
        assertLooked(bob.glance(List.of()), "f/g/of bob");
        assertThat(bob.read("f/g/of bob")).isEqualTo("bob's");
        assertDone();
    }

    @Test
    void a_directory_that_goes_by_itself_has_what_came_into_it_looked_at() throws Exception {
        Files.delete(ann.folder.resolve("f/g/h"));
        ann.glance(List.of("f/g"));
        bob.glance(List.of());
        Files.delete(ann.folder.resolve("f/g"));
        ann.glance(List.of("f"));
        bob.write("f/g/of bob", "bob's");

        assertLooked(bob.glance(List.of()), "f/g/of bob");

        assertDone();
        assertThat(ann.read("f/g/of bob")).isEqualTo("bob's");
    }

    @Test
    void what_this_folder_gave_the_volume_is_no_news_to_it() throws Exception {
        ann.write("d/new", "new");
        ann.glance(List.of("d"));
        var again = ann.glance(List.of());
        assertThat(again.part().orElseThrow().has("d/new")).isFalse();
        assertThat(again.isChanged()).isFalse();
        assertThat(again.plan().actions()).isEmpty();
    }

    @Test
    void what_is_below_a_directory_that_comes_goes_or_is_renamed_is_looked_at() throws Exception {
        ann.write("new/deep/er/x", "x");
        Files.move(ann.folder.resolve("d"), ann.folder.resolve("d2"));
        Files.delete(ann.folder.resolve("f/g/h"));
        Files.delete(ann.folder.resolve("f/g"));
        Files.delete(ann.folder.resolve("f"));
        long held = den.store.index().size();
        var passed = ann.glance(List.of("", "f/g"));
        assertLooked(passed, "a", "new/deep/er/x", "d/e/c", "d2/e/c", "f/g/h");
        assertThat(den.store.index().size()).isEqualTo(held + 1);

        assertLooked(bob.glance(List.of()), "new/deep/er/x", "d/e/c", "d2/e/c", "f/g/h");

        assertThat(bob.all())
                .isEqualTo(
                        Map.ofEntries(
                                Map.entry("a", "a"),
                                Map.entry("d2", "directory"),
                                Map.entry("d2/b", "b"),
                                Map.entry("d2/e", "directory"),
                                Map.entry("d2/e/c", "c"),
                                Map.entry("new", "directory"),
                                Map.entry("new/deep", "directory"),
                                Map.entry("new/deep/er", "directory"),
                                Map.entry("new/deep/er/x", "x")));
        assertDone();
    }

    /// Nobody but the directory has another name, so the content of none is read or kept again.
    @Test
    void of_a_renamed_directory_no_content_is_read_and_each_file_is_the_one_it_was()
            throws Exception {
        for (int i = 0; i < 100; i++) {
            ann.write("many/below/" + i, "file " + i);
        }
        LinkedSide.settle(ann, bob);
        var nodes = nodes("many/below");
        var inode = Files.getAttribute(bob.folder.resolve("many/below/7"), "unix:ino");
        Files.move(ann.folder.resolve("many"), ann.folder.resolve("all"));
        assertNothingIsReadIn(ann);
        long held = den.store.index().size();

        ann.glance(List.of(""));
        bob.glance(List.of());

        assertThat(nodes("all/below")).isEqualTo(nodes);
        assertThat(den.store.index().size()).isEqualTo(held);
        assertThat(bob.read("all/below/7")).isEqualTo("file 7");
        assertThat(Files.getAttribute(bob.folder.resolve("all/below/7"), "unix:ino"))
                .isEqualTo(inode);
    }

    private static void assertNothingIsReadIn(LinkedSide side) throws Exception {
        var aims =
                new FolderLook.Aims(
                        new EntryPath("docs"),
                        Linked.Entering.UNHEARD,
                        FolderLook.Steady.NONE,
                        FolderLook.Modes.SHOWN,
                        OwnHome.Things.NONE);
        var look = new FolderLook(side.mind.observations(), Coverage.ALL, aims);
        try (var folder = LinkedFolder.open(side.folder.toString(), FolderSteps.UNTOLD)) {
            folder.walk(look);
        }
        assertThat(look.waiting()).isEmpty();
        assertThat(look.folder("").items()).hasSameSizeAs(side.all().keySet());
    }

    private List<Hash> nodes(String directory) {
        var nodes = new ArrayList<Hash>();
        for (int i = 0; i < 100; i++) {
            nodes.add(ann.version(directory + "/" + i).entry().node());
        }
        return nodes;
    }

    /// Its disk is away, and the mount point below is an empty directory.
    @Test
    void another_directory_in_the_place_of_one_is_seen_from_above() throws Exception {
        var away = ann.folder.resolve("d");
        Files.move(away, place.resolve("elsewhere"));
        Files.createDirectory(away);
        var passed = ann.glance(List.of("d"));
        assertLooked(passed, "d", "d/b", "d/e/c");
    }

    @Test
    void a_link_in_the_place_of_a_directory_is_not_followed() throws Exception {
        Files.move(ann.folder.resolve("d"), place.resolve("outside"));
        Files.createSymbolicLink(ann.folder.resolve("d"), place.resolve("outside"));
        Files.writeString(place.resolve("outside/secret"), "secret");
        ann.glance(List.of("d", "d/e"));
        bob.glance(List.of());
        assertThat(bob.all()).doesNotContainValue("secret").containsEntry("a", "a");
        assertThat(Files.isSymbolicLink(bob.folder.resolve("d"))).isTrue();
        assertDone();
    }

    @Test
    void much_that_goes_at_once_is_judged_by_a_look_at_all() throws Exception {
        for (int i = 0; i < 200; i++) {
            ann.write("many/" + i, "file " + i);
        }
        LinkedSide.settle(ann, bob);
        for (int i = 0; i < 100; i++) {
            Files.delete(ann.folder.resolve("many/" + i));
        }
        var passed = ann.glance(List.of("many"));
        assertThat(passed.part()).isEmpty();
        assertThat(passed.plan().brake()).containsInstanceOf(Brake.Many.class);
        bob.pass();
        assertThat(bob.all()).hasSize(200 + 9);
    }

    @Test
    void a_folder_that_was_emptied_is_judged_by_a_look_at_all() throws Exception {
        for (var gone : List.of("a", "d/b", "d/e/c", "d/e", "d", "f/g/h", "f/g", "f")) {
            Files.delete(ann.folder.resolve(gone));
        }
        var passed = ann.glance(List.of("", "d", "d/e", "f", "f/g"));
        assertThat(passed.plan().brake()).containsInstanceOf(Brake.Emptied.class);
    }

    @Test
    void another_root_is_judged_by_a_look_at_all() throws Exception {
        Files.move(ann.folder, place.resolve("unmounted"));
        Files.createDirectory(ann.folder);
        assertThat(ann.glance(List.of("")).plan().brake()).contains(new Brake.RootLost());
    }

    @Test
    void other_rules_of_what_is_left_alone_have_all_looked_at() throws Exception {
        ann.write(".holdfastignore", "*.tmp\n");
        assertThat(ann.glance(List.of("")).part()).isEmpty();
        ann.write("d/x.tmp", "left alone");
        assertLooked(ann.glance(List.of("d")), "d/x.tmp");
        assertThat(bob.glance(List.of()).part()).isEmpty();
        assertThat(bob.all()).doesNotContainKey("d/x.tmp");
    }

    @Test
    void a_folder_with_parts_only_is_looked_at_in_part_too() throws Exception {
        var cat = new LinkedSide(den, Files.createDirectory(place.resolve("cat")));
        cat.rules =
                new Rules(
                        Rules.Mode.BOTH,
                        new Coverage(Set.of(new EntryPath("f/g")), List.of()),
                        false,
                        Rules.Answer.NONE);
        LinkedSide.settle(cat);
        cat.write("f/g/more", "more");
        cat.write("f/none", "not of the part");
        assertLooked(cat.glance(List.of("f/g", "f")), "f/g/more");
        ann.glance(List.of());
        assertThat(ann.read("f/g/more")).isEqualTo("more");
        assertThat(ann.all()).doesNotContainKey("f/none");
        for (var gone : List.of("f/g/more", "f/g/h", "f/g")) {
            Files.delete(cat.folder.resolve(gone));
        }
        assertThat(cat.glance(List.of("f/g", "f")).plan().brake())
                .containsInstanceOf(Brake.Emptied.class);
    }

    @Test
    void what_was_seen_elsewhere_still_holds() throws Exception {
        ann.write("CON/x", "no volume can have this");
        var whole = ann.pass();
        ann.write("d/b", "edited");
        var passed = ann.glance(List.of("d"));
        assertThat(passed.unfit()).isEmpty();
        assertThat(passed.after(whole).unfit()).isEqualTo(whole.unfit()).isNotEmpty();
        Files.delete(ann.folder.resolve("CON/x"));
        Files.delete(ann.folder.resolve("CON"));
        assertThat(ann.glance(List.of("")).after(whole).unfit()).isEmpty();
    }

    /// Two worlds in which the same is done; in one it is told of, in the other all is looked at.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void glances_come_to_the_same_end_as_looks_at_all(long seed) throws Exception {
        var elsewhere = Files.createDirectory(place.resolve("elsewhere"));
        var others = LinkedSide.inStep(new Den(), elsewhere, FILES);
        var cat = others.getFirst();
        var dan = others.getLast();
        var told = new Turmoil(seed, List.of(ann.folder, bob.folder));
        var untold = new Turmoil(seed, List.of(cat.folder, dan.folder));
        for (int round = 0; round < 12; round++) {
            int side = round % 2;
            told.rage(side, 6);
            untold.rage(side, 6);
            glances(told);
            LinkedSide.settle(cat, dan);
            assertThat(ann.all()).isEqualTo(cat.all());
        }
        assertDone();
        assertThat(ann.all()).isEqualTo(dan.all());
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32})
    void nothing_is_left_to_a_look_at_all_when_both_change_things_at_once(long seed)
            throws Exception {
        var told = new Turmoil(seed, List.of(ann.folder, bob.folder));
        for (int round = 0; round < 12; round++) {
            told.rage(round % 2, 3);
            if (round % 3 != 0) {
                ann.glance(told.changed(0));
            }
            if (round % 4 != 0) {
                bob.glance(told.changed(1));
            }
        }
        glances(told);
        assertDone();
        assertThat(told.lost(ann.all().values())).isEmpty();
    }

    private void glances(Turmoil told) throws NodeException, InterruptedException {
        ann.glance(told.changed(0));
        bob.glance(told.changed(1));
        LinkedSide.settleAtGlances(ann, bob);
    }

    @Test
    void of_what_was_not_told_a_look_at_all_finds_the_rest() throws Exception {
        var told = new Turmoil(5, List.of(ann.folder, bob.folder));
        for (int round = 0; round < 20; round++) {
            told.rage(round % 2, 3);
            var heard = new HashSet<>(told.changed(round % 2));
            heard.removeIf(each -> each.length() % 2 == 0);
            (round % 2 == 0 ? ann : bob).glance(heard);
        }
        LinkedSide.settle(ann, bob);
        assertDone();
        assertThat(told.lost(ann.all().values())).isEmpty();
    }
}
