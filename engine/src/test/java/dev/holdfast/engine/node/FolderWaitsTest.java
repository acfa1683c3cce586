package dev.holdfast.engine.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.Outcome.LinkState;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Bob's folder is to have files of which the only copy is with Ann, who is away.
@Timeout(120)
class FolderWaitsTest {

    /// Of so many, each with one copy on one of two devices, one at least is with Ann.
    private static final int FILES = 48;

    @TempDir Path place;

    private LinkedPair pair;

    @BeforeEach
    void a_volume_with_one_copy() throws Exception {
        pair = new LinkedPair(place);
        pair.pool.run(
                "ann",
                new Command.SetVolume(
                        "files",
                        OptionalInt.of(1),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));
        for (int i = 0; i < FILES; i++) {
            pair.write("ann", "photo " + i, "taken by Ann, number " + i);
        }
        pair.link("ann");
        pair.awaitInStep("ann");
        var _ = Household.await(() -> names("bob"), names -> names == FILES);
    }

    @AfterEach
    void all_stop() {
        pair.close();
    }

    /// None where nobody has heard of the directory yet.
    private int names(String name) throws Exception {
        var docs = new Command.ListEntries(Household.at("/docs"), false, Optional.empty());
        try {
            return pair.pool.run(name, docs).rows().size();
        } catch (NodeException e) {
            return 0;
        }
    }

    @Test
    void each_file_that_is_missing_says_why_whom_it_waits_for_and_what_to_do() throws Exception {
        pair.pool.stop("ann");
        pair.link("bob");
        var link =
                Household.await(() -> pair.links("bob"), each -> each.state() == LinkState.PARTLY);
        assertThat(link.waiting()).isNotEmpty();
        for (var waiting : link.waiting()) {
            assertThat(waiting.waitsFor()).isEqualTo(List.of("ann"));
            assertThat(waiting.why()).isNotBlank();
            assertThat(waiting.remedy()).isNotBlank();
        }
        assertThat(pair.pool.daemon("bob").node().status().links())
                .extracting(Outcome.Link::state)
                .containsExactly(LinkState.PARTLY);

        pair.pool.start("ann");
        pair.awaitBoth(files -> files.size() == FILES);
        var _ = Household.await(() -> pair.links("bob"), each -> each.waiting().isEmpty());
    }
}
