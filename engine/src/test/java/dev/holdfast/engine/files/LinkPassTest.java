package dev.holdfast.engine.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.VolumePath;
import dev.holdfast.engine.catalog.Scribe;
import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.namespace.VolumeId;
import dev.holdfast.engine.core.sync.Action;
import dev.holdfast.engine.core.sync.Agreed;
import dev.holdfast.engine.core.sync.Plan.Brake;
import dev.holdfast.engine.core.sync.Rules;
import dev.holdfast.engine.core.sync.Trees;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/// Two folders of one device, linked to one place: what is done in one comes to the other.
@Timeout(60)
class LinkPassTest {

    private static final VolumeId FILES = new VolumeId(Scribe.hash("files"));

    @TempDir Path place;

    private final Den den = new Den();
    private Side ann;
    private Side bob;

    LinkPassTest() throws Exception {}

    @BeforeEach
    void two_folders() throws Exception {
        ann = new Side(Files.createDirectory(place.resolve("ann")));
        bob = new Side(Files.createDirectory(place.resolve("bob")));
    }

    /// What was the same, in memory; ends the process before or after one note.
    private static final class Mind implements Memory {

        private final TreeMap<EntryPath, Agreed> agreed = new TreeMap<>();
        private String root = Trees.Folder.NO_ROOT;
        private int left = Integer.MAX_VALUE;

        @Override
        public Trees.Synced synced() {
            return new Trees.Synced(root, agreed);
        }

        @Override
        public void note(List<? extends Action.Observed> observed) throws IOException {
            if (left-- == 0) {
                throw new IOException("the process has ended");
            }
            for (var each : observed) {
                switch (each) {
                    case Action.Agree(var path, var now) -> agreed.put(path, now);
                    case Action.Forget(var path) -> agreed.remove(path);
                }
            }
        }

        @Override
        public void begin(String newRoot) {
            agreed.clear();
            root = newRoot;
        }
    }

    private final class Side {

        private final Path folder;
        private final Mind mind = new Mind();
        private Rules rules = Rules.BOTH_WAYS;
        private Linked.Entering entering = Linked.Entering.UNHEARD;

        Side(Path folder) {
            this.folder = folder;
        }

        Passed pass() throws NodeException, InterruptedException {
            var at = new VolumePath("files", "/docs");
            var link = new Linked(folder.toString(), at, FILES, rules);
            return den.files.keepInStep(link, mind, entering);
        }

        void write(String path, String text) throws IOException {
            var file = folder.resolve(path);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        }

        String read(String path) throws IOException {
            return Files.readString(folder.resolve(path));
        }

        /// Every name, with what it is.
        Map<String, String> all() throws IOException {
            var all = new TreeMap<String, String>();
            try (var walk = Files.walk(folder)) {
                for (var path : walk.toList()) {
                    if (!path.equals(folder)) {
                        all.put(folder.relativize(path).toString(), what(path));
                    }
                }
            }
            return all;
        }

        private static String what(Path path) throws IOException {
            if (Files.isSymbolicLink(path)) {
                return "-> " + Files.readSymbolicLink(path);
            }
            return Files.isDirectory(path)
                    ? "directory"
                    : Files.readString(path, StandardCharsets.ISO_8859_1);
        }
    }

    private void settle() throws NodeException, InterruptedException {
        for (int i = 0; i < 20; i++) {
            boolean isChanged = ann.pass().isChanged();
            isChanged |= bob.pass().isChanged();
            if (!isChanged) {
                return;
            }
        }
        throw new AssertionError("there is always more to do");
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
        ann.rules = new Rules(Rules.Mode.BOTH, _ -> true, false, true);
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
        ann.rules = new Rules(Rules.Mode.SEND, _ -> true, false, false);
        ann.write("a", "a");
        settle();
        bob.write("a", "edited");
        bob.write("b", "more");
        settle();
        assertThat(ann.all()).isEqualTo(Map.of("a", "a"));
        assertThat(ann.pass().plan().problems()).hasSize(2);
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

    private static void write(Side side, String path) {
        try {
            side.write(path, path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path path(Side side, String... names) {
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
