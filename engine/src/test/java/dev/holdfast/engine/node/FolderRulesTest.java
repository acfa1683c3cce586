package dev.holdfast.engine.node;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// Two devices whose folders have not all of their place in common.
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FolderRulesTest {

    private LinkedPair pair;

    @BeforeAll
    void two_linked_folders(@TempDir Path place) throws Exception {
        pair = new LinkedPair(place);
        pair.write("ann", "a.log", "before the rules");
        pair.write("ann", "letter", "dear Bob");
        pair.write("ann", "photos/2025/lake", "old");
        pair.write("ann", "photos/2026/lake", "new");
        pair.linkBoth(4);
    }

    @AfterAll
    void all_stop() {
        pair.close();
    }

    /// What was done before it has come to the other, and both have looked at all since.
    private void awaitMark(String by, String mark) throws Exception {
        pair.write(by, mark, mark);
        var other = by.equals("ann") ? "bob" : "ann";
        var _ = pair.await(other, files -> files.containsKey(mark));
        pair.awaitInStep("ann");
        pair.awaitInStep("bob");
    }

    @Test
    @Order(1)
    void rules_that_one_writes_hold_for_both_and_what_they_leave_alone_is_deleted_nowhere()
            throws Exception {
        pair.write("ann", ".holdfastignore", "*.log\n");
        var _ = pair.await("bob", files -> files.containsKey(".holdfastignore"));
        pair.awaitInStep("ann");
        Files.delete(pair.folder("ann").resolve("a.log"));
        pair.write("bob", "b.log", "Bob's own");
        awaitMark("ann", "first mark");
        awaitMark("bob", "second mark");
        assertThat(pair.files("ann")).doesNotContainKeys("a.log", "b.log");
        assertThat(pair.files("bob"))
                .containsEntry("a.log", "before the rules")
                .containsEntry("b.log", "Bob's own");
    }

    @Test
    @Order(2)
    void what_is_not_left_alone_any_more_comes() throws Exception {
        pair.write("bob", ".holdfastignore", "nothing that is here\n");
        var files = pair.awaitBoth(all -> all.containsKey("b.log") && all.containsKey("a.log"));
        assertThat(files)
                .containsEntry("a.log", "before the rules")
                .containsEntry("b.log", "Bob's own")
                .containsEntry("letter", "dear Bob");
    }

    @Test
    @Order(3)
    void a_folder_that_is_to_have_parts_only_deletes_nothing_and_goes_on_with_those()
            throws Exception {
        pair.link("bob", "photos/2026");
        pair.awaitInStep("bob");
        Files.delete(pair.folder("bob").resolve("letter"));
        pair.write("bob", "photos/2025/of bob", "his alone");
        pair.write("bob", "photos/2026/of bob", "for both");
        var ann = pair.await("ann", files -> files.containsKey("photos/2026/of bob"));
        pair.awaitInStep("ann");
        assertThat(ann).containsEntry("letter", "dear Bob").doesNotContainKey("photos/2025/of bob");
        pair.write("ann", "photos/2025/of ann", "not for Bob");
        pair.write("ann", "photos/2026/of ann", "for both");
        var bob = pair.await("bob", files -> files.containsKey("photos/2026/of ann"));
        assertThat(bob).doesNotContainKeys("photos/2025/of ann", "letter");
    }

    @Test
    @Order(4)
    void a_folder_that_is_to_have_all_again_gets_it_and_gives_what_it_alone_had() throws Exception {
        pair.link("bob");
        var files = pair.awaitBoth(all -> all.containsKey("photos/2025/of bob"));
        assertThat(files)
                .containsAllEntriesOf(
                        Map.of(
                                "letter", "dear Bob",
                                "photos/2025/of ann", "not for Bob",
                                "photos/2025/of bob", "his alone",
                                "photos/2026/of ann", "for both"));
    }
}
