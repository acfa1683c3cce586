package dev.holdfast.engine.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.sync.Action.Agree;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A file is read once more because it was noted right after it had changed. Whatever the others
/// did to it meanwhile, what is read is nothing that a put has left: to find out what was left
/// costs a walk over all that is held.
@Timeout(60)
class ReadAgainTest {

    @TempDir Path place;

    private final Den den = new Den();
    private LinkedSide ann;
    private LinkedSide bob;

    ReadAgainTest() throws Exception {}

    @BeforeEach
    void a_song_that_ann_reads_once_more() throws Exception {
        var sides = LinkedSide.inStep(den, place, List.of("song"));
        ann = sides.getFirst();
        bob = sides.getLast();
        var path = new EntryPath("song");
        var agreed = ann.mind.observations().at(path).orElseThrow();
        ann.mind.note(List.of(new Agree(path, agreed.unsettled(Long.MIN_VALUE))));
        den.left.clear();
    }

    @Test
    void what_is_as_it_was_is_not_left_when_the_volume_shows_another_version() throws Exception {
        bob.write("song", "another");
        bob.pass();
        ann.pass();
        assertThat(den.left).isEmpty();
        assertThat(ann.all()).isEqualTo(Map.of("song", "another"));
    }

    @Test
    void what_is_as_it_was_is_not_left_when_nobody_has_changed_it() throws Exception {
        ann.pass();
        assertThat(den.left).isEmpty();
    }
}
