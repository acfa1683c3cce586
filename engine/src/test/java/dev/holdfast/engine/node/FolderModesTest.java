package dev.holdfast.engine.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.api.Outcome.Mode;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/// Bob's folder only sends, then only receives, then does both; Ann's does both all the time.
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FolderModesTest {

    private LinkedPair pair;

    @BeforeAll
    void two_linked_folders(@TempDir Path place) throws Exception {
        pair = new LinkedPair(place);
        pair.write("ann", "letter", "dear Bob");
        pair.linkBoth(1);
    }

    @AfterAll
    void all_stop() {
        pair.close();
    }

    private void awaitNamed(String path, String why) throws Exception {
        var _ =
                Household.await(
                        () -> pair.links("bob").waiting(),
                        all ->
                                all.stream()
                                        .anyMatch(
                                                each ->
                                                        each.path().equals(path)
                                                                && each.why().contains(why)));
    }

    @Test
    @Order(1)
    void one_that_only_sends_is_not_changed_and_says_what_it_does_not_take() throws Exception {
        pair.link("bob", Mode.SEND);
        pair.write("bob", "of bob", "his");
        var _ = pair.await("ann", files -> files.containsKey("of bob"));
        pair.write("ann", "letter", "dear Bob, again");
        awaitNamed("/letter", "this folder only sends");
        assertThat(pair.files("bob")).containsEntry("letter", "dear Bob");
    }

    @Test
    @Order(2)
    void one_that_only_receives_takes_all_and_says_what_it_does_not_give() throws Exception {
        pair.link("bob", Mode.RECEIVE);
        var _ = pair.await("bob", files -> files.containsValue("dear Bob, again"));
        pair.write("bob", "notes", "for Bob alone");
        awaitNamed("/notes", "this folder only receives");
        pair.write("ann", "mark", "written after that");
        var _ = pair.await("bob", files -> files.containsKey("mark"));
        pair.awaitInStep("ann");
        assertThat(pair.files("ann")).containsKey("mark").doesNotContainKey("notes");
    }

    @Test
    @Order(3)
    void one_that_does_both_again_gives_what_it_kept_to_itself() throws Exception {
        pair.link("bob");
        var files = pair.awaitBoth(all -> all.containsKey("notes"));
        assertThat(files).containsEntry("letter", "dear Bob, again").hasSize(4);
    }
}
