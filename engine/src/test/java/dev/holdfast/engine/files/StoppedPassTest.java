package dev.holdfast.engine.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.folder.FolderSteps;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/// Bob's device is stopped while it brings a file of Ann to his folder, right after the file has
/// its name there. What Bob does with it before his device runs again is done to what Ann gave.
@Timeout(60)
class StoppedPassTest {

    @TempDir Path place;

    private final Den den = new Den();
    private LinkedSide ann;
    private LinkedSide bob;

    StoppedPassTest() throws Exception {}

    @BeforeEach
    void a_diary_is_on_its_way() throws Exception {
        var sides = LinkedSide.inStep(den, place, List.of("song"));
        ann = sides.getFirst();
        bob = sides.getLast();
        ann.write("diary", "Ann's");
        LinkedSide.settle(ann);
    }

    private void stopBobAt(String step) throws InterruptedException {
        var pass = Thread.currentThread();
        var isStopped = new AtomicBoolean();
        bob.steps =
                reached -> {
                    if (reached.equals(step) && !isStopped.getAndSet(true)) {
                        pass.interrupt();
                    }
                };
        try {
            bob.pass();
        } catch (InterruptedException | NodeException e) {
            assertThat(isStopped).as("stopped and not failed: %s", e).isTrue();
        }
        boolean _ = Thread.interrupted();
        bob.steps = FolderSteps.UNTOLD;
        assertThat(isStopped).isTrue();
        assertThat(bob.folder.resolve("diary")).exists();
    }

    @ParameterizedTest
    @ValueSource(strings = {"folder/name/after", "folder/sync/before", "folder/sync/after"})
    void what_bob_edits_then_beats_its_removal_by_ann_and_keeps_its_name(String step)
            throws Exception {
        stopBobAt(step);
        bob.write("diary", "written on the journey");
        Files.delete(ann.folder.resolve("diary"));
        LinkedSide.settle(bob, ann);
        assertThat(bob.all()).isEqualTo(Map.of("diary", "written on the journey", "song", "song"));
        assertThat(ann.all()).isEqualTo(bob.all());
    }

    @ParameterizedTest
    @ValueSource(strings = {"folder/name/after", "folder/sync/before", "folder/sync/after"})
    void what_bob_removes_then_stays_removed(String step) throws Exception {
        stopBobAt(step);
        Files.delete(bob.folder.resolve("diary"));
        LinkedSide.settle(bob, ann);
        assertThat(bob.all()).isEqualTo(Map.of("song", "song"));
        assertThat(ann.all()).isEqualTo(bob.all());
    }
}
