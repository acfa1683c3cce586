package dev.holdfast.engine.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.catalog.Scribe;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.namespace.Actor;
import dev.holdfast.engine.core.namespace.Dot;
import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.namespace.VersionVector;
import dev.holdfast.engine.core.sync.Action.Agree;
import dev.holdfast.engine.core.sync.Agreed;
import dev.holdfast.engine.core.sync.Coverage;
import dev.holdfast.engine.core.sync.Plan;
import dev.holdfast.engine.core.sync.Plan.Brake;
import dev.holdfast.engine.core.sync.Rules;
import dev.holdfast.engine.core.sync.Trees;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/// Two folders of one device, linked to one place: what is done in one comes to the other.
@Timeout(60)
class LinkPassTest {

    @TempDir Path place;

    private final Den den = new Den();
    private LinkedSide ann;
    private LinkedSide bob;

    LinkPassTest() throws Exception {}

    @BeforeEach
    void two_folders() throws Exception {
        ann = new LinkedSide(den, Files.createDirectory(place.resolve("ann")));
        bob = new LinkedSide(den, Files.createDirectory(place.resolve("bob")));
    }

    private void settle() throws NodeException, InterruptedException {
        LinkedSide.settle(ann, bob);
    }

    private void assertSame() throws IOException {
        assertThat(ann.all()).isEqualTo(bob.all());
    }

    @Test
    void what_one_has_comes_to_the_other() throws Exception {
        ann.write("a.txt", "a");
        ann.write("d/e/b.txt", "b");
        ann.write("empty", "");
        ann.write("run", "#!");
        assertThat(ann.folder.resolve("run").toFile().setExecutable(true)).isTrue();
        Files.createDirectory(ann.folder.resolve("nothing in it"));
        Files.createSymbolicLink(ann.folder.resolve("link"), Path.of("/etc/passwd"));
        var large = new byte[3 << 20];
        new Random(1).nextBytes(large);
        Files.write(bob.folder.resolve("large"), large);

        settle();

        assertThat(bob.all().keySet())
                .containsExactlyInAnyOrder(
                        "a.txt",
                        "d",
                        "d/e",
                        "d/e/b.txt",
                        "empty",
                        "large",
                        "link",
                        "nothing in it",
                        "run");
        assertThat(bob.read("d/e/b.txt")).isEqualTo("b");
        assertThat(Files.isExecutable(bob.folder.resolve("run"))).isTrue();
        assertThat(Files.readSymbolicLink(bob.folder.resolve("link")))
                .isEqualTo(Path.of("/etc/passwd"));
        assertThat(ann.folder.resolve("large")).hasBinaryContent(large);
        assertThat(Files.getLastModifiedTime(bob.folder.resolve("a.txt")))
                .isEqualTo(Files.getLastModifiedTime(ann.folder.resolve("a.txt")));
        assertThat(ann.pass().plan().isDone()).isTrue();
        assertThat(bob.pass().plan().problems()).isEmpty();
        assertThat(den.openClaims).isEmpty();
        assertThat(den.left).isEmpty();
    }

    @Test
    void edits_renames_and_deletes_follow() throws Exception {
        ann.write("a", "one");
        ann.write("b", "two");
        ann.write("c/d", "three");
        settle();
        long held = den.store.index().size();
        ann.write("a", "one, edited");
        Files.move(ann.folder.resolve("b"), ann.folder.resolve("b2"));
        Files.delete(bob.folder.resolve("c/d"));
        Files.delete(bob.folder.resolve("c"));
        var inode = Files.getAttribute(bob.folder.resolve("b"), "unix:ino");

        settle();

        assertThat(ann.all()).isEqualTo(Map.of("a", "one, edited", "b2", "two"));
        assertSame();
        assertThat(den.store.index().size()).isEqualTo(held + 1);
        assertThat(Files.getAttribute(bob.folder.resolve("b2"), "unix:ino")).isEqualTo(inode);
    }

    @Test
    void of_two_edits_both_are_in_both_folders() throws Exception {
        ann.write("a.txt", "first");
        settle();
        ann.write("a.txt", "Ann's");
        bob.write("a.txt", "Bob's, later");
        settle();
        assertSame();
        assertThat(ann.all()).hasSize(2).containsValues("Ann's", "Bob's, later");
        assertThat(ann.read("a.txt")).isEqualTo("Bob's, later");
    }

    @Test
    void two_that_were_never_the_same_are_both_kept() throws Exception {
        ann.write("a.txt", "Ann's");
        bob.write("a.txt", "Bob's");
        bob.write("same", "same");
        ann.write("same", "same");
        settle();
        assertSame();
        assertThat(bob.all()).hasSize(3).containsValues("Ann's", "Bob's", "same");
        assertThat(bob.read("a.txt")).isEqualTo("Ann's");
    }

    @Test
    void an_edit_beats_a_delete() throws Exception {
        ann.write("a", "first");
        ann.write("b", "stays");
        settle();
        Files.delete(ann.folder.resolve("a"));
        bob.write("a", "edited");
        settle();
        assertThat(ann.read("a")).isEqualTo("edited");
        assertSame();
    }

    @Test
    void a_file_becomes_a_directory_and_a_directory_a_file() throws Exception {
        ann.write("a", "file");
        ann.write("d/e", "below");
        settle();
        Files.delete(ann.folder.resolve("a"));
        ann.write("a/b", "below");
        Files.delete(bob.folder.resolve("d/e"));
        Files.delete(bob.folder.resolve("d"));
        bob.write("d", "file");
        settle();
        assertThat(ann.all())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("a", "directory", "a/b", "below", "d", "file"));
        assertSame();
    }

    @Test
    void one_that_forgets_deletes_nothing() throws Exception {
        ann.write("a", "a");
        ann.write("b", "b");
        settle();
        Files.delete(ann.folder.resolve("a"));
        ann.mind.begin(Trees.Folder.NO_ROOT);
        settle();
        assertThat(bob.read("a")).isEqualTo("a");
        assertSame();
    }

    @Test
    void an_empty_folder_and_another_in_its_place_delete_nothing() throws Exception {
        ann.write("a", "a");
        settle();
        Files.delete(ann.folder.resolve("a"));
        assertThat(ann.pass().plan().brake()).contains(new Brake.Emptied(1));
        Files.delete(ann.folder);
        assertThat(ann.pass().plan().brake()).contains(new Brake.RootLost());
        Files.createDirectory(ann.folder);
        assertThat(ann.pass().plan().brake()).isPresent();
        bob.pass();
        assertThat(bob.read("a")).isEqualTo("a");
        ann.rules = new Rules(Rules.Mode.BOTH, Coverage.ALL, false, Rules.Answer.AGREED);
        ann.mind.begin("another");
        settle();
        assertThat(ann.read("a")).isEqualTo("a");
    }

    @Test
    void nothing_leads_out_of_the_folder() throws Exception {
        var outside = Files.createDirectory(place.resolve("outside"));
        Files.writeString(outside.resolve("x"), "secret");
        ann.write("d/x", "mine");
        ann.write("b", "b");
        settle();
        Files.delete(bob.folder.resolve("d/x"));
        Files.delete(bob.folder.resolve("d"));
        Files.createSymbolicLink(bob.folder.resolve("d"), outside);
        ann.write("d/x", "mine, edited");
        settle();
        assertThat(outside.resolve("x")).hasContent("secret");
        assertThat(ann.all().values()).doesNotContain("secret").contains("mine, edited");
        assertSame();
    }

    @Test
    void a_name_that_no_volume_can_have_is_told_and_stays() throws Exception {
        ann.write("a:b", "colon");
        ann.write("a", "a");
        var passed = ann.pass();
        assertThat(passed.unfit()).containsOnlyKeys("a:b");
        settle();
        assertThat(bob.all()).containsOnlyKeys("a");
        assertThat(ann.read("a:b")).isEqualTo("colon");
    }

    @Test
    void a_folder_that_only_sends_stays_as_it_is() throws Exception {
        ann.rules = new Rules(Rules.Mode.SEND, Coverage.ALL, false, Rules.Answer.NONE);
        ann.write("a", "a");
        settle();
        bob.write("a", "edited");
        bob.write("b", "more");
        settle();
        assertThat(ann.all()).isEqualTo(Map.of("a", "a"));
        assertThat(ann.pass().plan().problems()).hasSize(2);
    }

    private static void sixtyFiles(LinkedSide side) throws IOException {
        for (int i = 0; i < 60; i++) {
            var bytes = new byte[100_000];
            new Random(i).nextBytes(bytes);
            Files.write(side.folder.resolve("file " + i), bytes);
        }
    }

    /// After some that nobody could give the others are not tried, and are named all the same.
    @Test
    void of_many_that_nobody_here_has_each_says_so() throws Exception {
        sixtyFiles(ann);
        LinkedSide.settle(ann);
        den.store.remove(List.copyOf(den.held()));
        var missed = bob.pass().missed();
        assertThat(missed).hasSize(60);
        assertThat(missed.values())
                .allSatisfy(miss -> assertThat(miss.problem().remedy()).contains("online"));
    }

    @Test
    void many_that_nobody_here_has_hold_up_neither_a_removal_nor_what_is_here() throws Exception {
        ann.write("y", "goes");
        settle();
        sixtyFiles(ann);
        LinkedSide.settle(ann);
        den.store.remove(List.copyOf(den.held()));
        Files.delete(ann.folder.resolve("y"));
        ann.write("z", "is here");
        LinkedSide.settle(ann);

        assertThat(bob.pass().missed()).hasSize(60);
        assertThat(bob.all()).isEqualTo(Map.of("z", "is here"));
    }

    @Test
    void what_somebody_gives_comes_in_time_behind_many_that_nobody_has() throws Exception {
        sixtyFiles(ann);
        LinkedSide.settle(ann);
        var nobodys = List.copyOf(den.held());
        ann.write("z", "a neighbour has this");
        LinkedSide.settle(ann);
        den.store.remove(nobodys);
        den.giveAway();
        den.silentAfter = 0;

        for (int pass = 0; pass < 100 && !bob.all().containsKey("z"); pass++) {
            bob.pass();
        }
        assertThat(bob.all()).isEqualTo(Map.of("z", "a neighbour has this"));
    }

    /// Ends the process at each note in turn, with all that had been done until then.
    @Test
    void it_may_end_at_any_moment() throws Exception {
        ann.write("a", "one");
        ann.write("b", "two");
        ann.write("c/d", "three");
        settle();
        for (int note = 0; note < 3; note++) {
            for (var side : List.of(ann, bob)) {
                ann.write("a", "edited in turn " + note);
                ann.write("new " + note, "new");
                Files.move(path(ann, "b", "b" + 0), ann.folder.resolve("b" + (note + 1)));
                side.mind.left = note;
                passes();
                side.mind.left = Integer.MAX_VALUE;
                settle();
                assertSame();
                assertThat(ann.all()).containsValues("two", "three", "edited in turn " + note);
                Files.move(ann.folder.resolve("b" + (note + 1)), ann.folder.resolve("b"));
                settle();
            }
        }
        assertThat(ann.all()).hasSize(7);
    }

    /// As after a home was put back that had seen more.
    @Test
    void what_the_volume_has_lost_waits_for_the_device_that_wrote_it() throws Exception {
        ann.write("a", "a");
        settle();
        var path = new EntryPath("a");
        var seen = ann.mind.observations().at(path).orElseThrow();
        var lost = new Dot(new Actor(new DeviceId(Scribe.hash("bob")), 1), 7);
        var was =
                new Agreed(
                        seen.item(),
                        seen.sight(),
                        Optional.of(lost),
                        VersionVector.EMPTY.with(lost),
                        Agreed.Since.NOTHING);
        ann.mind.note(List.of(new Agree(path, was)));
        Files.delete(ann.folder.resolve("a"));

        var passed = ann.pass();

        assertThat(passed.plan().problems())
                .containsExactly(new Plan.Problem(path, Plan.Reason.VOLUME_BEHIND));
        assertThat(passed.sight().awaited()).isEqualTo(Map.of(path, "bob"));
        ann.write("d/b", "b");
        ann.pass();
        var later = ann.glance(List.of("d")).after(passed);
        assertThat(later.sight().awaited()).isEqualTo(Map.of(path, "bob"));
    }

    /// Whoever watches a directory from the moment on that it is told of misses nothing in it.
    @Test
    void a_directory_is_told_of_before_its_names_are_read() throws Exception {
        ann.write("d/e/a", "a");
        var told = new ArrayList<String>();
        ann.entering =
                (directory, _) -> {
                    told.add(directory.text());
                    write(ann, (directory.isRoot() ? "" : directory.text() + "/") + "late");
                };
        settle();
        assertThat(told).startsWith("", "d", "d/e");
        assertThat(bob.all()).containsKeys("late", "d/late", "d/e/late");
    }

    private static void write(LinkedSide side, String path) {
        try {
            side.write(path, path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path path(LinkedSide side, String... names) {
        for (var name : names) {
            if (Files.exists(side.folder.resolve(name), LinkOption.NOFOLLOW_LINKS)) {
                return side.folder.resolve(name);
            }
        }
        throw new AssertionError("there is none of them");
    }

    private void passes() throws InterruptedException {
        for (var side : List.of(ann, bob, ann, bob)) {
            try {
                side.pass();
            } catch (NodeException ended) {
                assertThat(ended).hasMessageContaining("the process has ended");
            }
        }
    }
}
