package dev.holdfast.engine.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.sync.Plan.Brake;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Looks at all of two folders that are linked to one place, in slices with other looks between
/// them.
@Timeout(120)
class SweepTest {

    private static final List<String> FILES = List.of("a", "d/b", "d/e/c", "f/g/h");

    @TempDir Path place;

    private final Den den = new Den();
    private LinkedSide ann;
    private LinkedSide bob;

    SweepTest() throws Exception {}

    @BeforeEach
    void two_folders_in_step() throws Exception {
        var sides = LinkedSide.inStep(den, place, FILES);
        ann = sides.getFirst();
        bob = sides.getLast();
    }

    private void assertDone() throws Exception {
        LinkedSide.assertDone(List.of(ann, bob));
    }

    private static EntryPath[] paths(String... texts) {
        return List.of(texts).stream().map(EntryPath::new).toArray(EntryPath[]::new);
    }

    /// @param names in each of them
    private void fill(int names, String... directories) throws Exception {
        for (var directory : directories) {
            for (int i = 0; i < names; i++) {
                ann.write(directory + "/" + i, directory + i);
            }
        }
        LinkedSide.settle(ann, bob);
        LinkedSide.settle(ann, bob);
    }

    @Test
    void of_what_is_in_step_nothing_is_found() throws Exception {
        var entered = new ArrayList<String>();
        ann.entering = (directory, _) -> entered.add(directory.text());
        assertThat(ann.sweep(_ -> {}).found().orElseThrow()).isEmpty();
        assertThat(entered).contains("", "d", "d/e", "f", "f/g");
    }

    @Test
    void a_slice_ends_after_so_many_names_or_one_directory() throws Exception {
        fill(20, "j", "k", "l", "m");
        int[] slices = {0};
        ann.sweep(50, _ -> slices[0]++);
        assertThat(slices[0]).isEqualTo(2);
        slices[0] = 0;
        ann.sweep(5, _ -> slices[0]++);
        assertThat(slices[0]).isGreaterThan(4);
    }

    @Test
    void what_differs_is_found_where_it_is_and_nothing_is_done_before() throws Exception {
        ann.write("d/e/c", "c, edited");
        ann.write("f/new", "new");
        bob.write("f/g/h", "h, edited by bob");
        bob.pass();
        ann.write("n/o", "o");

        var sweep = ann.sweep(_ -> {});

        assertThat(sweep.found().orElseThrow())
                .containsExactlyInAnyOrder(paths("", "d/e", "f", "f/g"));
        bob.pass();
        assertThat(bob.all()).doesNotContainKey("f/new");
        ann.look(sweep);
        assertThat(ann.read("f/g/h")).isEqualTo("h, edited by bob");
        assertDone();
        assertThat(bob.read("n/o")).isEqualTo("o");
    }

    /// A file may have gone to where another slice has been; the history would be lost with it.
    @Test
    void where_something_has_gone_all_is_looked_at_in_one_go() throws Exception {
        var node = ann.version("f/g/h").entry().node();
        Files.move(ann.folder.resolve("f/g/h"), ann.folder.resolve("d/h"));
        assertThat(ann.sweep(_ -> {}).found()).isEmpty();
        ann.rescan();
        assertThat(ann.version("d/h").entry().node()).isEqualTo(node);
        assertDone();
    }

    @Test
    void a_file_that_moves_behind_the_slices_is_the_one_it_was() throws Exception {
        fill(2, "j", "k");
        var node = ann.version("j/1").entry().node();
        var other = ann.version("k/1").entry().node();
        int[] slices = {0};
        var sweep =
                ann.sweep(
                        _ -> {
                            if (slices[0]++ == 1) {
                                Files.move(
                                        ann.folder.resolve("j/1"), ann.folder.resolve("k/from j"));
                                Files.move(
                                        ann.folder.resolve("k/1"), ann.folder.resolve("j/from k"));
                            }
                        });
        assertThat(slices[0]).isGreaterThan(2);
        assertThat(ann.look(sweep).part()).isEmpty();
        assertThat(ann.version("k/from j").entry().node()).isEqualTo(node);
        assertThat(ann.version("j/from k").entry().node()).isEqualTo(other);
        assertDone();
    }

    @Test
    void whoever_changes_something_waits_for_one_slice() throws Exception {
        fill(2, "j", "k", "l");
        int[] slices = {0};
        var sweep =
                ann.sweep(
                        all -> {
                            slices[0]++;
                            var text = "edit " + slices[0];
                            ann.write("l/1", text);
                            ann.glance(List.of("l")).part().ifPresent(all::passed);
                            bob.glance(List.of());
                            assertThat(bob.read("l/1")).isEqualTo(text);
                        });
        assertThat(slices[0]).isGreaterThan(2);
        assertThat(sweep.found().orElseThrow()).isEmpty();
        assertDone();
    }

    /// What was told of late may be seen by a slice first.
    @Test
    void what_another_look_has_seen_to_is_not_found() throws Exception {
        Files.delete(ann.folder.resolve("f/g/h"));
        ann.write("d/b", "b, edited");
        ann.write("d/e/c", "c, edited");
        var sweep = ann.sweep(_ -> {});
        assertThat(sweep.found()).isEmpty();
        ann.glance(List.of("f/g", "d")).part().ifPresent(sweep::passed);
        assertThat(sweep.found().orElseThrow()).containsExactly(paths("d/e"));
        ann.look(sweep);
        assertDone();
    }

    @Test
    void of_what_was_in_trouble_it_is_found_out_whether_it_still_is() throws Exception {
        ann.write("CON/x", "no volume can have this");
        ann.pass();
        assertThat(ann.pass().unfit()).isNotEmpty();
        assertThat(ann.sweep(_ -> {}).found().orElseThrow()).containsExactly(EntryPath.ROOT);
        Files.delete(ann.folder.resolve("CON/x"));
        Files.delete(ann.folder.resolve("CON"));
        var sweep = ann.sweep(_ -> {});
        assertThat(sweep.found().orElseThrow()).containsExactly(EntryPath.ROOT);
        assertThat(ann.look(sweep).unfit()).isEmpty();
        assertThat(ann.sweep(_ -> {}).found().orElseThrow()).isEmpty();
    }

    @Test
    void much_that_goes_another_root_and_other_rules_are_judged_by_a_look_at_all()
            throws Exception {
        ann.write(".holdfastignore", "*.tmp\n");
        assertThat(ann.sweep(_ -> {}).found()).isEmpty();
        ann.rescan();
        fill(200, "many");
        for (int i = 0; i < 200; i++) {
            Files.delete(ann.folder.resolve("many/" + i));
        }
        assertThat(ann.rescan().plan().brake()).containsInstanceOf(Brake.Many.class);
        Files.move(ann.folder, place.resolve("unmounted"));
        assertThat(ann.rescan().plan().brake()).contains(new Brake.RootLost());
        Files.createDirectory(ann.folder);
        assertThat(ann.rescan().plan().brake()).contains(new Brake.RootLost());
        assertThat(bob.pass().isChanged()).isFalse();
    }

    /// Its disk is away, and the mount point below is an empty directory.
    @Test
    void another_directory_in_the_place_of_one_is_no_delete() throws Exception {
        Files.move(ann.folder.resolve("d"), place.resolve("elsewhere"));
        Files.createDirectory(ann.folder.resolve("d"));
        var seen = ann.rescan();
        assertThat(seen.part().map(part -> part.has("d/e/c")).orElse(true)).isTrue();
    }

    /// Two worlds in which the same is done and nobody tells of it; in one it is looked at in
    /// slices, in the other in one go.
    @ParameterizedTest
    @ValueSource(longs = {41, 42, 43, 44, 45, 46, 47, 48})
    void slices_come_to_the_same_end_as_looks_in_one_go(long seed) throws Exception {
        var elsewhere = Files.createDirectory(place.resolve("elsewhere"));
        var others = LinkedSide.inStep(new Den(), elsewhere, FILES);
        var cat = others.getFirst();
        var dan = others.getLast();
        var sliced = new Turmoil(seed, List.of(ann.folder, bob.folder));
        var whole = new Turmoil(seed, List.of(cat.folder, dan.folder));
        for (int round = 0; round < 12; round++) {
            sliced.rage(round % 2, 6);
            whole.rage(round % 2, 6);
            LinkedSide.settle(LinkedSide::rescan, ann, bob);
            LinkedSide.settle(cat, dan);
            assertThat(ann.all()).isEqualTo(cat.all());
        }
        assertDone();
        assertThat(ann.all()).isEqualTo(dan.all());
    }

    /// Both change things between any two slices, and one is told of them.
    @ParameterizedTest
    @ValueSource(longs = {51, 52, 53, 54, 55, 56, 57, 58})
    void nothing_is_lost_or_left_when_things_change_between_slices(long seed) throws Exception {
        var turmoil = new Turmoil(seed, List.of(ann.folder, bob.folder));
        for (int round = 0; round < 12; round++) {
            var side = round % 2 == 0 ? ann : bob;
            var one = round % 2;
            side.look(
                    side.sweep(
                            all -> {
                                turmoil.rage(one, 1);
                                side.glance(turmoil.changed(one)).part().ifPresent(all::passed);
                                turmoil.rage(1 - one, 1);
                            }));
        }
        LinkedSide.settle(LinkedSide::rescan, ann, bob);
        assertDone();
        assertThat(turmoil.lost(ann.all().values())).isEmpty();
    }
}
