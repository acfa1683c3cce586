package dev.holdfast.engine.node;

import static dev.holdfast.engine.node.Household.at;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.Outcome.LinkState;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;

/// Ann does without Bob's device for a while, and removes a file meanwhile that Bob still has; Bob
/// edits one that she removed too. Real homes and directories.
@Timeout(120)
class ParkedFolderTest {

    @TempDir Path place;
    private LinkedPair pair;

    @BeforeEach
    void bob_is_back() throws Exception {
        pair = new LinkedPair(place);
        for (var file : new String[] {"letter", "diary", "song"}) {
            pair.write("ann", file, file);
        }
        pair.link("ann");
        pair.link("bob");
        var _ = pair.awaitBoth(files -> files.size() == 3);
        pair.awaitInStep("bob");
        pair.pool.stop("bob");
        var _ =
                Household.await(
                        () -> pair.pool.daemon("ann").node().status().pool().online(),
                        online -> online == 1);
        pair.pool.run("ann", new Command.ParkDevice("bob", false));
        Files.delete(pair.folder("ann").resolve("letter"));
        Files.delete(pair.folder("ann").resolve("diary"));
        pair.awaitInStep("ann");
        pair.write("bob", "diary", "written on the journey");
        pair.pool.start("bob");
        var _ = Household.await(() -> pair.links("bob"), link -> link.state() == LinkState.ASKING);
    }

    @AfterEach
    void close() {
        pair.close();
    }

    private void answer(boolean isMeant) throws Exception {
        var folder = pair.folder("bob").toString();
        pair.pool.run("bob", new Command.Resume(folder, isMeant, !isMeant));
    }

    @Test
    void bob_is_asked_and_what_he_does_not_want_to_miss_is_back_for_both() throws Exception {
        assertThat(pair.files("bob")).containsOnlyKeys("letter", "diary", "song");
        assertThat(pair.links("bob").problem().orElseThrow().what()).contains("1 file");
        var status = pair.pool.daemon("bob").node().status();
        assertThat(status.problems().toString()).contains("resume --confirm", "resume --undo");
        answer(false);
        var files = pair.awaitBoth(both -> both.size() == 3);
        assertThat(files)
                .containsEntry("letter", "letter")
                .containsEntry("diary", "written on the journey");
    }

    @Test
    void what_may_go_goes_and_is_in_the_history() throws Exception {
        answer(true);
        var files = pair.awaitBoth(both -> both.size() == 2);
        assertThat(files).containsOnlyKeys("diary", "song");
        var history = pair.pool.run("bob", new Command.ReadHistory(at("/docs/letter"), 10));
        assertThat(history.versions()).hasSize(2);
    }
}
