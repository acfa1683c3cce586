package dev.holdfast.engine.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.Outcome.LinkState;
import dev.holdfast.engine.api.Problem;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A device with a linked folder whose home is put back from a copy, while its folder went on.
@Timeout(180)
class CopiedHomeFolderTest {

    private static final Map<String, String> IN_THE_END =
            Map.of(
                    "stays", "as it was",
                    "edited", "by Bob, since",
                    "moved/to", "here",
                    "by ann", "since",
                    "by bob", "since");

    @TempDir Path place;

    private LinkedPair pair;

    /// Bob's home is copied; then much happens in both folders, which are in step again at the end.
    @BeforeEach
    void much_happened_since_the_copy() throws Exception {
        pair = new LinkedPair(place);
        pair.link("ann");
        pair.link("bob");
        pair.write("ann", "stays", "as it was");
        pair.write("bob", "edited", "by Bob");
        pair.write("bob", "from", "here");
        pair.write("ann", "removed", "by Bob");
        pair.awaitBoth(files -> files.size() == 4);
        pair.pool.stop("bob");
        Household.copy(pair.pool.place("bob"), place.resolve("backup"));
        pair.pool.start("bob");
        pair.pool.meet();
        pair.write("bob", "edited", "by Bob, since");
        Files.createDirectory(pair.folder("bob").resolve("moved"));
        Files.move(pair.folder("bob").resolve("from"), pair.folder("bob").resolve("moved/to"));
        Files.delete(pair.folder("bob").resolve("removed"));
        pair.write("bob", "by bob", "since");
        pair.write("ann", "by ann", "since");
        pair.awaitBoth(IN_THE_END::equals);
        pair.pool.stop("bob");
    }

    @AfterEach
    void all_stop() {
        pair.close();
    }

    /// The folder has what the home knows nothing of, and writes it before it hears of anybody.
    private void bob_is_put_back_and_alone() throws Exception {
        HomeFiles.deleteAll(pair.pool.place("bob"));
        Household.copy(place.resolve("backup"), pair.pool.place("bob"));
    }

    private void bob_writes_before_he_hears_of_ann() throws Exception {
        pair.pool.stop("ann");
        pair.pool.start("bob");
        pair.awaitInStep("bob");
        assertThat(pair.files("bob")).isEqualTo(IN_THE_END);
        pair.pool.start("ann");
        pair.pool.meet();
    }

    private void timesOfBirthAreKept() throws IOException {
        var life = place.resolve("backup/life");
        assumeThat(Files.size(life)).as("this file system keeps when files were made").isPositive();
    }

    private List<String> problems(String name) throws Exception {
        return pair.pool.daemon(name).node().status().problems().stream()
                .map(Problem::what)
                .toList();
    }

    @Test
    void a_home_that_was_put_back_goes_on_as_another_and_nothing_comes_back_or_goes()
            throws Exception {
        timesOfBirthAreKept();
        bob_is_put_back_and_alone();
        bob_writes_before_he_hears_of_ann();
        pair.write("bob", "later", "by Bob");
        pair.write("ann", "later too", "by Ann");
        var files = pair.awaitBoth(all -> all.containsKey("later") && all.containsKey("later too"));
        assertThat(files).hasSize(IN_THE_END.size() + 2).containsAllEntriesOf(IN_THE_END);
        pair.awaitInStep("ann");
        pair.awaitInStep("bob");
        assertThat(pair.files("ann")).isEqualTo(files);
        assertThat(pair.files("bob")).isEqualTo(files);
        assertThat(problems("ann")).noneMatch(what -> what.contains("two histories"));
        assertThat(pair.pool.daemon("bob").node().status().notes())
                .anyMatch(note -> note.contains("is a copy, or an older state"));
    }

    /// As an image of a disk that is put back: nothing tells that the home is an older one.
    @Test
    void where_nobody_could_know_it_all_that_either_folder_has_is_in_both_again() throws Exception {
        bob_is_put_back_and_alone();
        var life = new LifeFile(pair.pool.files("bob"), InstantSource.system());
        life.write(Optional.empty());
        bob_writes_before_he_hears_of_ann();
        var _ =
                Household.await(
                        () -> problems("ann"),
                        all -> all.stream().anyMatch(p -> p.contains("bob wrote two histories")));
        pair.write("bob", "later", "by Bob");
        pair.write("ann", "later too", "by Ann");
        pair.awaitBoth(
                all ->
                        all.keySet().containsAll(List.of("later", "later too"))
                                && all.values().containsAll(IN_THE_END.values()));
        pair.awaitInStep("ann");
        pair.awaitInStep("bob");
    }

    /// The folder was copied with the home, so it is another directory, and asks before it begins.
    private void a_copy_with_a_folder_of_its_own() throws Exception {
        Household.copy(place.resolve("backup"), pair.pool.place("copy"));
        Household.copy(pair.folder("bob"), pair.folder("copy"));
        var list = new FolderList(pair.pool.files("copy"));
        var entry = list.read().getFirst();
        list.write(
                List.of(
                        new FolderList.Entry(
                                entry.id(),
                                pair.folder("copy").toString(),
                                entry.at(),
                                entry.volume(),
                                entry.mode(),
                                entry.only(),
                                entry.isPaused())));
    }

    private boolean copyKnowsWhatBobWroteSince() throws Exception {
        var all = new Command.ListEntries(Household.at("/docs"), true, Optional.empty());
        return pair.pool.run("copy", all).rows().stream()
                .anyMatch(row -> row.path().equals("/docs/by bob"));
    }

    @Test
    void two_that_run_in_turn_keep_all_that_either_has() throws Exception {
        timesOfBirthAreKept();
        a_copy_with_a_folder_of_its_own();
        pair.pool.start("copy");
        var _ = Household.await(() -> pair.links("copy").state(), LinkState.ASKING::equals);
        var _ = Household.await(this::copyKnowsWhatBobWroteSince, known -> known);
        pair.pool.run("copy", new Command.Resume(pair.folder("copy").toString(), true, false));
        pair.write("copy", "by the copy", "first");
        var _ = pair.await("ann", files -> files.containsKey("by the copy"));
        pair.pool.stop("copy");

        pair.pool.start("bob");
        pair.write("bob", "by bob", "later");
        var _ = pair.await("bob", files -> files.containsKey("by the copy"));
        var files = pair.awaitBoth(all -> "later".equals(all.get("by bob")));
        pair.pool.stop("bob");

        pair.pool.start("copy");
        var _ = pair.await("copy", files::equals);
        assertThat(files)
                .hasSize(IN_THE_END.size() + 1)
                .containsEntry("by the copy", "first")
                .containsEntry("edited", "by Bob, since");
        assertThat(problems("ann")).noneMatch(what -> what.contains("two histories"));
    }
}
