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

import java.nio.file.Path;

/// Ann's device is stopped; she and Bob go on writing in their folders. Real homes and directories.
@Timeout(120)
class RestartedFolderTest {

    @TempDir Path place;
    private LinkedPair pair;

    @BeforeEach
    void ann_is_away() throws Exception {
        pair = new LinkedPair(place);
        for (int i = 0; i < 40; i++) {
            pair.write("ann", i % 10 + "/" + i, "file " + i);
        }
        pair.linkBoth(40);
        pair.awaitInStep("ann");
        pair.awaitInStep("bob");
        pair.pool.stop("ann");
    }

    @AfterEach
    void close() {
        pair.close();
    }

    @Test
    void it_is_in_step_when_what_was_written_meanwhile_was_found_and_not_before() throws Exception {
        pair.write("ann", "7/17", "written by ann while her device was stopped");
        pair.pool.start("ann");
        var _ = Household.await(() -> pair.links("ann"), link -> link.state() == LinkState.IN_STEP);
        var stands = pair.pool.run("ann", new Command.Describe(at("/docs/7/17"))).row();
        assertThat(stands.size()).isEqualTo("written by ann while her device was stopped".length());
    }

    @Test
    void what_both_have_written_and_removed_is_with_both() throws Exception {
        pair.write("ann", "7/17", "ann's");
        java.nio.file.Files.delete(pair.folder("ann").resolve("8/18"));
        pair.write("bob", "2/2", "bob's");
        pair.awaitInStep("bob");
        pair.pool.start("ann");
        pair.write("bob", "3/3", "bob's, later");
        pair.write("ann", "4/4", "ann's, later");
        var files =
                pair.awaitBoth(
                        both ->
                                both.size() == 39
                                        && "ann's".equals(both.get("7/17"))
                                        && "bob's".equals(both.get("2/2"))
                                        && "bob's, later".equals(both.get("3/3"))
                                        && "ann's, later".equals(both.get("4/4")));
        assertThat(files).doesNotContainKey("8/18").containsEntry("9/9", "file 9");
    }
}
