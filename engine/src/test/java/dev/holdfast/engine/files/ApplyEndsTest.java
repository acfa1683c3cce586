package dev.holdfast.engine.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.folder.FolderSteps;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// Ann changes her folder in every way there is; the process that brings this to Bob's folder is
/// ended at each of its steps in turn, nothing more of it happens on the disk, and another takes
/// its place.
@Timeout(300)
class ApplyEndsTest {

    private static final int LARGE = 20_000;

    /// More steps than any pass here has.
    private static final int STEPS_MAX = 2_000;

    @TempDir Path place;

    private final Set<String> kinds = ConcurrentHashMap.newKeySet();

    /// Ends the process at a step; from then on it can do nothing.
    private final class End implements FolderSteps {

        private final AtomicInteger left;

        End(int left) {
            this.left = new AtomicInteger(left);
        }

        @Override
        public void reached(String step) {
            kinds.add(step);
            if (left.get() <= 0 || left.decrementAndGet() <= 0) {
                throw new Ended();
            }
        }

        boolean isReached() {
            return left.get() <= 0;
        }
    }

    private static String large(int seed) {
        var bytes = new byte[LARGE];
        new Random(seed).nextBytes(bytes);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private LinkedSide side(Den den, String name) throws IOException {
        return new LinkedSide(den, Files.createDirectories(place.resolve(name)));
    }

    private static void begin(LinkedSide ann) throws IOException {
        ann.write("large", large(1));
        ann.write("edited", "one");
        ann.write("renamed", "two");
        ann.write("gone/below", "three");
        ann.write("file-then-directory", "four");
        ann.write("run", "five");
        Files.createSymbolicLink(ann.folder.resolve("link"), Path.of("nowhere"));
    }

    private static void change(LinkedSide ann) throws IOException {
        ann.write("large", large(2));
        ann.write("edited", "one, edited");
        Files.move(ann.folder.resolve("renamed"), ann.folder.resolve("renamed again"));
        Files.delete(ann.folder.resolve("gone/below"));
        Files.delete(ann.folder.resolve("gone"));
        Files.delete(ann.folder.resolve("file-then-directory"));
        ann.write("file-then-directory/below", "six");
        ann.write("fresh/deep/er", "seven");
        assertThat(ann.folder.resolve("run").toFile().setExecutable(true)).isTrue();
        Files.delete(ann.folder.resolve("link"));
        Files.createSymbolicLink(ann.folder.resolve("link"), Path.of("elsewhere"));
    }

    /// @return whether the process was ended
    private boolean run(int step, boolean isBobBusy) throws Exception {
        var den = new Den();
        var ann = side(den, step + "/ann");
        var bob = side(den, step + "/bob");
        begin(ann);
        LinkedSide.settle(ann, bob);
        change(ann);
        LinkedSide.settle(ann);
        if (isBobBusy) {
            bob.write("edited", "one, by bob");
            bob.write("bob's", "eight");
        }
        var end = new End(step);
        bob.steps = end;
        try {
            LinkedSide.settle(bob);
        } catch (Ended ended) {
            assertThat(end.isReached()).isTrue();
        }
        bob.steps = FolderSteps.UNTOLD;
        LinkedSide.settle(bob, ann);
        var found = bob.all();
        assertThat(found.keySet()).as("ended at step %d", step).isEqualTo(ann.all().keySet());
        assertThat(found).as("ended at step %d", step).isEqualTo(ann.all());
        assertThat(bob.folder.resolve("run")).isExecutable();
        assertThat(found).containsAllEntriesOf(expected(isBobBusy));
        assertThat(found).hasSize(isBobBusy ? 12 : 10);
        assertThat(found.values()).contains(isBobBusy ? "one, by bob" : "one, edited");
        return end.isReached();
    }

    private static Map<String, String> expected(boolean isBobBusy) {
        var expected = new TreeMap<String, String>();
        expected.put("large", large(2));
        expected.put("renamed again", "two");
        expected.put("file-then-directory/below", "six");
        expected.put("fresh/deep/er", "seven");
        expected.put("run", "five");
        expected.put("link", "-> elsewhere");
        if (isBobBusy) {
            expected.put("bob's", "eight");
        } else {
            expected.put("edited", "one, edited");
        }
        return expected;
    }

    private void runAll(boolean isBobBusy) throws Exception {
        int step = 1;
        while (run(step, isBobBusy)) {
            step++;
            assertThat(step).isLessThan(STEPS_MAX);
        }
        for (var what :
                List.of("begin", "write", "force", "name", "sync", "make", "link", "delete")) {
            assertThat(kinds).contains("folder/" + what + "/before", "folder/" + what + "/after");
        }
        assertThat(kinds).contains("folder/rename/after", "folder/note/after");
    }

    @Test
    void whatever_step_it_ends_at_all_comes_to_the_same_and_nothing_is_left_behind()
            throws Exception {
        runAll(false);
    }

    @Test
    @Tag("long")
    void so_it_does_when_bob_has_changes_of_his_own() throws Exception {
        runAll(true);
    }

    /// So many that they are made durable together.
    private static final int MANY = 70;

    /// Ends at every so many steps: a whole number of files takes another number of steps.
    private static final int STRIDE = 37;

    @Test
    void many_files_that_are_made_durable_together_come_whole_wherever_it_ends() throws Exception {
        int step = 1;
        while (runMany(step)) {
            step += STRIDE;
            assertThat(step).isLessThan(STEPS_MAX);
        }
        assertThat(step).isGreaterThan(MANY);
    }

    private boolean runMany(int step) throws Exception {
        var den = new Den();
        var ann = side(den, "many" + step + "/ann");
        var bob = side(den, "many" + step + "/bob");
        for (int i = 0; i < MANY; i++) {
            ann.write("below" + i % 3 + "/" + i, "file " + i);
        }
        LinkedSide.settle(ann);
        var end = new End(step);
        bob.steps = end;
        try {
            LinkedSide.settle(bob);
        } catch (Ended ended) {
            assertThat(end.isReached()).isTrue();
        }
        var whole = ann.all();
        bob.all().forEach((name, what) -> assertWholeOrPart(whole, name, what));
        assertThat(bob.mind.observations().all().agreed().keySet())
                .allSatisfy(path -> assertThat(bob.folder.resolve(path.text())).exists());
        bob.steps = FolderSteps.UNTOLD;
        LinkedSide.settle(bob, ann);
        assertThat(bob.all()).as("ended at step %d", step).isEqualTo(whole);
        return end.isReached();
    }

    private static void assertWholeOrPart(Map<String, String> whole, String name, String what) {
        if (!name.contains(".holdfast-")) {
            assertThat(what).as(name).isEqualTo(whole.get(name));
        }
    }
}
