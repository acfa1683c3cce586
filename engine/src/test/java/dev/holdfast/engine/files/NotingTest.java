package dev.holdfast.engine.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.namespace.VersionVector;
import dev.holdfast.engine.core.sync.Action;
import dev.holdfast.engine.core.sync.Agreed;
import dev.holdfast.engine.core.sync.Item;
import dev.holdfast.engine.core.sync.Sight;
import dev.holdfast.engine.folder.FileSystemSync;
import dev.holdfast.engine.folder.FolderSteps;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// What was done in a folder is noted when it is durable, and not before.
class NotingTest {

    private final LinkedSide.Mind mind = new LinkedSide.Mind();
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private Noting noting;

    @BeforeEach
    void begin() {
        noting = new Noting(mind, FolderSteps.UNTOLD, now::get);
    }

    /// Makes durable what it is asked to, or fails; `then` is done meanwhile.
    private record Disk(Runnable then, boolean isSound) implements FileSystemSync {

        @Override
        public void sync() throws IOException {
            then.run();
            if (!isSound) {
                throw new IOException("the disk is gone");
            }
        }

        @Override
        public void close() {}
    }

    private static Noting.Done done(String name) {
        var agreed =
                new Agreed(
                        new Item.Directory(),
                        new Sight(1, 0, 0, 0),
                        Optional.empty(),
                        VersionVector.EMPTY,
                        Agreed.Since.NOTHING);
        return new Noting.Done(
                Optional.empty(), Optional.of(new Action.Agree(new EntryPath(name), agreed)));
    }

    private void seal(Runnable meanwhile, boolean isSound) throws IOException {
        noting.seal(Optional.of(new Disk(meanwhile, isSound)));
    }

    @Test
    void what_is_done_is_not_noted_before_it_is_durable() throws Exception {
        noting.add(done("lake"));
        noting.noteDurable();
        assertThat(mind.observations().all().agreed()).isEmpty();
        seal(() -> {}, true);
        noting.noteDurable();
        assertThat(mind.observations().all().agreed()).containsOnlyKeys(new EntryPath("lake"));
    }

    @Test
    void what_is_done_while_the_disk_works_waits_for_the_next_time() throws Exception {
        noting.add(done("lake"));
        seal(() -> noting.add(done("late")), true);
        noting.noteDurable();
        assertThat(mind.observations().all().agreed()).containsOnlyKeys(new EntryPath("lake"));
    }

    @Test
    void what_is_done_waits_two_seconds_for_more_at_the_longest() throws Exception {
        assertThat(noting.add(done("lake"))).isFalse();
        now.set(Instant.EPOCH.plusMillis(1_999));
        assertThat(noting.add(done("wood"))).isFalse();
        now.set(Instant.EPOCH.plusSeconds(2));
        assertThat(noting.add(done("hill"))).isTrue();
        seal(() -> {}, true);
        assertThat(noting.add(done("moor"))).isFalse();
    }

    @Test
    void what_could_not_be_made_durable_is_never_noted() throws Exception {
        noting.add(done("lake"));
        assertThatThrownBy(() -> seal(() -> {}, false)).hasMessage("the disk is gone");
        seal(() -> {}, true);
        noting.noteDurable();
        assertThat(mind.observations().all().agreed()).isEmpty();
    }
}
