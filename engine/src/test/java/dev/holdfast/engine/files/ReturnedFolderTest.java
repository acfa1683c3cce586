package dev.holdfast.engine.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.VolumePath;
import dev.holdfast.engine.core.sync.Plan.Brake;
import dev.holdfast.engine.core.sync.Rules.Answer;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Bob's device was parked, and while it was Ann removed a directory and a file that are still in
/// Bob's folder.
@Timeout(60)
class ReturnedFolderTest {

    private static final Instant LATER = Instant.EPOCH.plus(Duration.ofDays(1));

    @TempDir Path place;

    private final Den den = new Den();
    private LinkedSide ann;
    private LinkedSide bob;

    ReturnedFolderTest() throws Exception {}

    @BeforeEach
    void four_files_in_step_of_which_three_are_removed() throws Exception {
        var sides = LinkedSide.inStep(den, place, List.of("d/a", "d/b", "letter", "song"));
        ann = sides.getFirst();
        bob = sides.getLast();
        remove("/docs/d");
        remove("/docs/letter");
        bob.returned = Optional.of(LATER);
    }

    private void remove(String path) throws Exception {
        den.files.remove(new Command.Remove(new VolumePath("files", path), true));
    }

    @Test
    void bob_is_asked_and_has_all_until_he_answers() throws Exception {
        assertThat(bob.glance(List.of()).plan().brake()).contains(new Brake.Missed(3));
        assertThat(bob.pass().plan().brake()).contains(new Brake.Missed(3));
        assertThat(bob.all()).containsOnlyKeys("d", "d/a", "d/b", "letter", "song");
    }

    @Test
    void when_bob_agrees_they_go_and_the_moment_before_brings_them_back() throws Exception {
        var before = bob.pass().sight().before().orElseThrow();
        bob.pass(Answer.AGREED);
        LinkedSide.settle(ann, bob);
        assertThat(bob.all()).containsOnlyKeys("song");
        var docs = new VolumePath("files", "/docs");
        den.files.restore(new Command.Restore(docs, before, Optional.empty(), false));
        LinkedSide.settle(ann, bob);
        assertThat(bob.all()).containsOnlyKeys("d", "d/a", "d/b", "letter", "song");
    }

    @Test
    void when_bob_does_not_they_come_back_for_everybody() throws Exception {
        ann.pass();
        assertThat(ann.all()).containsOnlyKeys("song");
        bob.pass(Answer.UNDO);
        LinkedSide.settle(ann, bob);
        assertThat(ann.all()).containsOnlyKeys("d", "d/a", "d/b", "letter", "song");
        assertThat(bob.all()).isEqualTo(ann.all());
    }

    @Test
    void what_is_removed_when_bob_is_back_goes_without_a_question() throws Exception {
        bob.returned = Optional.of(Instant.EPOCH.minus(Duration.ofHours(1)));
        assertThat(bob.pass().plan().brake()).isEmpty();
        assertThat(bob.all()).containsOnlyKeys("song");
    }
}
