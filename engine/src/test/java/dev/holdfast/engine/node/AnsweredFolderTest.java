package dev.holdfast.engine.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.Outcome.LinkState;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The disk of Bob's folder is away now and then, which leaves an empty directory in its place.
@Timeout(120)
@Tag("long")
class AnsweredFolderTest {

    @TempDir Path place;
    private LinkedPair pair;
    private Path folder;

    @BeforeEach
    void two_folders_in_step() throws Exception {
        pair = new LinkedPair(place);
        folder = pair.folder("bob");
        pair.write("bob", "letter", "dear Ann");
        pair.linkBoth(1);
        pair.awaitInStep("bob");
    }

    @AfterEach
    void close() {
        pair.close();
    }

    private void diskGoes() throws IOException {
        Files.move(folder, place.resolve("disk"));
        Files.createDirectory(folder);
    }

    private void diskComes() throws IOException {
        Files.delete(folder);
        Files.move(place.resolve("disk"), folder);
    }

    private void look(boolean isMeant) throws Exception {
        pair.pool.run("bob", new Command.Resume(folder.toString(), isMeant, false));
    }

    private void await(LinkState state) throws Exception {
        var _ = Household.await(() -> pair.links("bob"), link -> link.state() == state);
    }

    @Test
    void what_bob_agrees_to_is_what_he_is_asked_then_and_nothing_later() throws Exception {
        diskGoes();
        look(false);
        await(LinkState.ASKING);
        diskComes();
        look(true);
        await(LinkState.IN_STEP);
        diskGoes();
        look(false);
        await(LinkState.ASKING);
        assertThat(folder).isEmptyDirectory();
        diskComes();
        pair.awaitInStep("bob");
        assertThat(pair.files("ann")).containsOnlyKeys("letter");
        assertThat(pair.files("bob")).isEqualTo(pair.files("ann"));
    }
}
