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
import java.util.List;

/// Ann's device is stopped for a while and started again; the first look at her folder is made in
/// slices, with other looks between them.
@Timeout(120)
class RestartTest {

    private static final List<String> FILES = List.of("a", "d/b", "d/e/c", "f/g/h", "f/z");

    @TempDir Path place;

    private final Den den = new Den();
    private LinkedSide ann;
    private LinkedSide bob;

    RestartTest() throws Exception {}

    @BeforeEach
    void two_folders_in_step() throws Exception {
        var sides = LinkedSide.inStep(den, place, FILES);
        ann = sides.getFirst();
        bob = sides.getLast();
    }

    private void assertDone() throws Exception {
        LinkedSide.assertDone(List.of(ann, bob));
    }

    @Test
    void what_both_changed_meanwhile_is_found_in_slices() throws Exception {
        ann.write("d/e/c", "c, edited");
        ann.write("n/o", "o");
        bob.write("f/g/h", "h, edited by bob");
        bob.pass();
        ann.restart();
        var sweep = ann.sweep(_ -> {});
        assertThat(sweep.found().orElseThrow())
                .containsExactlyInAnyOrder(
                        EntryPath.ROOT, new EntryPath("d/e"), new EntryPath("f/g"));
        assertThat(ann.look(sweep).part()).isPresent();
        assertThat(ann.read("f/g/h")).isEqualTo("h, edited by bob");
        assertDone();
        assertThat(bob.all()).containsEntry("d/e/c", "c, edited").containsEntry("n/o", "o");
    }

    @Test
    void who_changes_something_then_does_not_wait_for_the_end_of_the_first_look() throws Exception {
        ann.write("a", "a, edited while she was away");
        ann.restart();
        int[] slices = {0};
        var sweep =
                ann.sweep(
                        all -> {
                            var text = "edit " + slices[0]++;
                            ann.write("f/z", text + " by ann");
                            var seen = ann.glance(List.of("f")).part().orElseThrow();
                            all.passed(seen);
                            bob.glance(List.of());
                            assertThat(bob.read("f/z")).isEqualTo(text + " by ann");
                            bob.write("f/g/h", text + " by bob");
                            bob.glance(List.of("f/g"));
                            assertThat(ann.glance(List.of()).part()).isPresent();
                            assertThat(ann.read("f/g/h")).isEqualTo(text + " by bob");
                        });
        assertThat(slices[0]).isGreaterThan(3);
        assertThat(sweep.found().orElseThrow()).containsExactly(EntryPath.ROOT);
        ann.look(sweep);
        assertDone();
        assertThat(bob.read("a")).isEqualTo("a, edited while she was away");
    }

    /// Where it was something is told of, and where it is nobody has looked yet.
    @Test
    void a_file_that_moved_meanwhile_is_the_one_it_was() throws Exception {
        var node = ann.version("f/g/h").entry().node();
        Files.copy(ann.folder.resolve("f/g/h"), ann.folder.resolve("d/h"));
        Files.delete(ann.folder.resolve("f/g/h"));
        ann.restart();
        int[] slices = {0};
        ann.sweep(
                _ -> {
                    if (slices[0]++ == 0) {
                        ann.write("f/g/new", "new");
                        assertThat(ann.glance(List.of("f/g")).part()).isEmpty();
                    }
                });
        assertThat(ann.version("d/h").entry().node()).isEqualTo(node);
        assertDone();
    }

    @Test
    void what_others_remove_is_judged_by_a_look_at_all_until_there_was_one() throws Exception {
        Files.delete(bob.folder.resolve("f/g/h"));
        Files.delete(bob.folder.resolve("d/b"));
        ann.restart();
        int[] slices = {0};
        ann.sweep(
                _ -> {
                    if (slices[0]++ == 0) {
                        bob.glance(List.of("f/g"));
                        assertThat(ann.glance(List.of()).part()).isEmpty();
                    }
                });
        assertThat(ann.all()).doesNotContainKey("f/g/h");
        bob.glance(List.of("d"));
        assertThat(ann.glance(List.of()).part()).isPresent();
        assertThat(ann.all()).doesNotContainKey("d/b");
        assertDone();
    }

    @Test
    void a_directory_that_was_emptied_meanwhile_brakes_whatever_is_told_of_first()
            throws Exception {
        for (int i = 0; i < 200; i++) {
            ann.write("many/" + i, "file " + i);
        }
        LinkedSide.settle(ann, bob);
        for (int i = 1; i < 200; i++) {
            Files.delete(ann.folder.resolve("many/" + i));
        }
        ann.restart();
        ann.write("many/0", "edited");
        var seen = ann.glance(List.of("many"));
        assertThat(seen.plan().brake()).containsInstanceOf(Brake.Many.class);
        bob.pass();
        assertThat(bob.all()).containsKeys("many/1", "many/199");
    }

    /// The versions of which a person is to choose are in step on both sides, so nothing is to be
    /// done there.
    @Test
    void what_a_person_was_told_of_before_is_told_again() throws Exception {
        ann.write("CON", "no volume can have this");
        ann.write("d/b", "ann's");
        bob.write("d/b", "bob's");
        bob.pass();
        LinkedSide.settle(ann, bob);
        var before = ann.told();
        assertThat(before.sight().conflicts()).containsExactly(new EntryPath("d/b"));
        ann.restart();
        ann.look(ann.sweep(_ -> {}));
        assertThat(ann.told().sight().conflicts()).isEqualTo(before.sight().conflicts());
        assertThat(ann.told().unfit()).isEqualTo(before.unfit()).isNotEmpty();
    }

    /// Two worlds in which the same is done while nobody looks; in one the devices are started
    /// then, in the other all is looked at in one go.
    @ParameterizedTest
    @ValueSource(longs = {61, 62, 63, 64})
    void a_start_comes_to_the_same_end_as_a_look_in_one_go(long seed) throws Exception {
        var elsewhere = Files.createDirectory(place.resolve("elsewhere"));
        var others = LinkedSide.inStep(new Den(), elsewhere, FILES);
        var cat = others.getFirst();
        var dan = others.getLast();
        var started = new Turmoil(seed, List.of(ann.folder, bob.folder));
        var whole = new Turmoil(seed, List.of(cat.folder, dan.folder));
        for (int round = 0; round < 8; round++) {
            started.rage(round % 2, 6);
            whole.rage(round % 2, 6);
            ann.restart();
            bob.restart();
            LinkedSide.settle(LinkedSide::rescan, ann, bob);
            LinkedSide.settle(cat, dan);
            assertThat(ann.all()).isEqualTo(cat.all());
        }
        assertDone();
        assertThat(ann.all()).isEqualTo(dan.all());
    }

    /// Both change things before the start and between any two slices, and one is told of the
    /// latter.
    @ParameterizedTest
    @ValueSource(longs = {71, 72, 73, 74})
    void nothing_is_lost_or_left_whatever_happens_around_a_start(long seed) throws Exception {
        var turmoil = new Turmoil(seed, List.of(ann.folder, bob.folder));
        for (int round = 0; round < 8; round++) {
            turmoil.rage(0, 4);
            var _ = turmoil.changed(0);
            turmoil.rage(1, 2);
            bob.glance(turmoil.changed(1));
            ann.restart();
            ann.look(
                    ann.sweep(
                            all -> {
                                turmoil.rage(0, 1);
                                ann.glance(turmoil.changed(0)).part().ifPresent(all::passed);
                                turmoil.rage(1, 1);
                                bob.glance(turmoil.changed(1));
                            }));
        }
        LinkedSide.settle(LinkedSide::rescan, ann, bob);
        assertDone();
        assertThat(turmoil.lost(ann.all().values())).isEmpty();
    }
}
