package dev.holdfast.engine.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.VolumePath;
import dev.holdfast.engine.folder.FolderSteps;
import dev.holdfast.engine.folder.SeenFiles;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/// Something of Ann's is on its way into Bob's folder, and just then Bob puts a thing of his own
/// where it is going to be.
@Timeout(60)
class MeanwhileTest {

    @TempDir Path place;

    private final Den den = new Den();
    private LinkedSide ann;
    private LinkedSide bob;

    MeanwhileTest() throws Exception {}

    @BeforeEach
    void two_folders_in_step() throws Exception {
        var sides = LinkedSide.inStep(den, place, List.of("d/a", "song"));
        ann = sides.getFirst();
        bob = sides.getLast();
    }

    private interface Deed {
        void run() throws IOException;
    }

    /// A pass of Bob's, in which he does something once.
    private void passWhile(String step, Deed deed) throws Exception {
        var isDone = new AtomicBoolean();
        bob.steps =
                reached -> {
                    if (reached.equals(step) && !isDone.getAndSet(true)) {
                        try {
                            deed.run();
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    }
                };
        bob.pass();
        bob.steps = FolderSteps.UNTOLD;
        assertThat(isDone).isTrue();
        LinkedSide.settle(bob, ann);
        assertThat(ann.all()).isEqualTo(bob.all());
    }

    @Test
    void what_is_put_into_a_directory_that_was_renamed_stays() throws Exception {
        ann.write("d/new", "Ann's");
        LinkedSide.settle(ann);
        passWhile(
                "folder/force/before",
                () -> {
                    Files.move(bob.folder.resolve("d"), bob.folder.resolve("e"));
                    bob.write("e/new", "Bob's");
                });
        assertThat(bob.all()).containsEntry("e/new", "Bob's").containsEntry("d/new", "Ann's");
    }

    @Test
    void what_is_put_where_a_link_will_be_stays() throws Exception {
        Files.createSymbolicLink(ann.folder.resolve("d/new"), Path.of("a"));
        LinkedSide.settle(ann);
        passWhile("folder/link/after", () -> bob.write("d/new", "Bob's"));
        assertThat(bob.all().values()).contains("Bob's", "-> a");
    }

    @Test
    void what_is_put_where_a_file_will_be_moved_stays() throws Exception {
        den.files.move(
                new Command.Move(
                        new VolumePath("files", "/docs/song"),
                        new VolumePath("files", "/docs/x/y/song")));
        passWhile("folder/make/after", () -> bob.write("x/y/song", "Bob's"));
        assertThat(bob.all().values()).contains("Bob's", "song");
    }

    @Test
    void a_folder_that_goes_while_it_is_tried_out_is_tried_again() throws Exception {
        den.files = den.files(SeenFiles.none());
        bob.write("script", "echo");
        assertThat(bob.folder.resolve("script").toFile().setExecutable(true)).isTrue();
        var disk = place.resolve("disk");
        bob.steps =
                step -> {
                    if (step.equals("folder/begin/after") && !Files.exists(disk)) {
                        assertThat(bob.folder.toFile().renameTo(disk.toFile())).isTrue();
                    }
                };
        assertThat(bob.pass().plan().actions()).isEmpty();
        bob.steps = FolderSteps.UNTOLD;
        Files.move(disk, bob.folder);
        LinkedSide.settle(bob, ann);
        assertThat(ann.folder.resolve("script")).isExecutable();
    }
}
