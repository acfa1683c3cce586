package dev.holdfast.engine.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.VolumePath;
import dev.holdfast.engine.core.sync.Plan.Brake;
import dev.holdfast.engine.core.sync.Rules.Answer;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// Much goes at once, a person is asked, and answers.
@Timeout(60)
class BrakeTest {

    private static final VolumePath DOCS = new VolumePath("files", "/docs");

    @TempDir Path place;

    private final Den den = new Den();
    private LinkedSide ann;
    private LinkedSide bob;
    private Map<String, String> before = Map.of();

    BrakeTest() throws Exception {}

    @BeforeEach
    void sixty_files_in_step() throws Exception {
        ann = new LinkedSide(den, Files.createDirectory(place.resolve("ann")));
        bob = new LinkedSide(den, Files.createDirectory(place.resolve("bob")));
        for (int i = 0; i < 60; i++) {
            ann.write("d/" + i, "content " + i);
        }
        LinkedSide.settle(ann, bob);
        before = ann.all();
    }

    private void removeAllInVolume() throws NodeException, InterruptedException {
        den.files.remove(new Command.Remove(new VolumePath("files", "/docs/d"), true));
    }

    private void assertAllIsBack() throws Exception {
        LinkedSide.settle(ann, bob);
        assertThat(ann.all()).isEqualTo(before);
        assertThat(bob.all()).isEqualTo(before);
    }

    private void takeHalfAndScrambleHalf() throws IOException {
        for (int i = 0; i < 30; i++) {
            Files.delete(ann.folder.resolve("d/" + i));
            ann.write("d/" + (30 + i), "scrambled by a thief");
        }
    }

    @Test
    void much_that_went_or_changed_in_the_folder_comes_back_and_stays_in_the_history()
            throws Exception {
        takeHalfAndScrambleHalf();
        assertThat(ann.pass().plan().brake()).contains(new Brake.Many(0, 60, 60));
        assertThat(ann.pass(Answer.UNDO).plan().shelved()).hasSize(30);
        assertAllIsBack();
        var history = den.files.history(new Command.ReadHistory(DOCS, 1_000)).versions();
        assertThat(history)
                .filteredOn(version -> version.row().size() == "scrambled by a thief".length())
                .hasSize(30);
    }

    @Test
    void much_that_went_elsewhere_comes_back_from_the_folder_that_asked() throws Exception {
        removeAllInVolume();
        assertThat(ann.pass().plan().brake()).contains(new Brake.Many(60, 0, 60));
        ann.pass(Answer.UNDO);
        assertAllIsBack();
    }

    @Test
    void the_moment_before_what_is_asked_about_takes_it_back() throws Exception {
        removeAllInVolume();
        var moment = ann.pass().sight().before().orElseThrow();
        ann.pass(Answer.AGREED);
        bob.pass(Answer.AGREED);
        LinkedSide.settle(ann, bob);
        assertThat(ann.all()).isEmpty();
        den.files.restore(new Command.Restore(DOCS, moment, Optional.empty(), false));
        assertAllIsBack();
    }
}
