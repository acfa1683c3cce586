package dev.holdfast.engine.files;

import static dev.holdfast.engine.files.Desk.at;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.Problem;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Somebody chooses between versions.
@Timeout(60)
class ConflictVerbsTest {

    private static final String LETTER = "files:/d/letter.txt";

    private final Desk desk = new Desk();

    ConflictVerbsTest() throws Exception {}

    @BeforeEach
    void two_versions() throws Exception {
        desk.put(1, 100, LETTER);
        desk.elsewhere("bob", "bob's", LETTER);
    }

    private List<Outcome.Conflict> conflicts(String... places) throws Exception {
        var at = places.length == 0 ? Optional.<String>empty() : Optional.of(places[0]);
        return desk.files.conflicts(new Command.ListConflicts(at.map(Desk::at))).conflicts();
    }

    private Outcome.Resolved resolve(String... keep) throws Exception {
        return desk.files.resolve(new Command.Resolve(at(LETTER), List.of(keep), List.of()));
    }

    private static void assertProblem(Problem.Code code, ThrowingCallable asking) {
        assertThatThrownBy(asking)
                .isInstanceOfSatisfying(
                        NodeException.class, e -> assertThat(e.problem().code()).isEqualTo(code));
    }

    @Test
    void both_versions_are_listed_from_wherever_one_looks() throws Exception {
        var found = conflicts();
        assertThat(found).hasSize(1);
        assertThat(found.getFirst().place()).isEqualTo(at(LETTER));
        assertThat(found.getFirst().versions())
                .extracting(Outcome.Rival::by)
                .containsExactlyInAnyOrder("me", "bob");
        assertThat(found.getFirst().versions())
                .extracting(Outcome.Rival::mine)
                .contains(true, false);
        var copy = found.getFirst().versions().getLast().row().path();
        for (var place : List.of("files:/", "files:/d", LETTER, "files:" + copy)) {
            assertThat(conflicts(place)).as(place).isEqualTo(found);
        }
        desk.put(2, 100, "files:/other");
        assertThat(conflicts("files:/other")).isEmpty();
        assertProblem(Problem.Code.NO_SUCH, () -> conflicts("files:/never"));
    }

    @Test
    void mine_theirs_a_device_a_name_and_a_version_each_mean_one() throws Exception {
        List<Function<Outcome.Row, String>> words =
                List.of(_ -> "theirs", _ -> "bob", Outcome.Row::path, Outcome.Row::version);
        for (int i = 0; i < words.size(); i++) {
            var letter = "files:/e/letter-" + i;
            desk.put(1, 100, letter);
            desk.elsewhere("bob", "bob's", letter);
            var rivals = conflicts(letter).getFirst().versions();
            var bobs = rivals.stream().filter(rival -> !rival.mine()).findFirst().orElseThrow();
            var keep = List.of(words.get(i).apply(bobs.row()));
            desk.files.resolve(new Command.Resolve(at(letter), keep, List.of()));
            assertThat(size(letter)).as("%s", keep).isEqualTo(bobs.row().size());
        }
        assertThat(desk.paths("files:/e")).hasSize(words.size());
        assertThat(resolve("mine")).isEqualTo(new Outcome.Resolved(List.of("/d/letter.txt"), 1));
        assertThat(size(LETTER)).isEqualTo(100);
    }

    private long size(String place) throws Exception {
        var list = new Command.ListEntries(at(place), false, Optional.empty());
        return desk.files.list(list).rows().getFirst().size();
    }

    @Test
    void both_are_kept_and_nothing_is_asked_any_more() throws Exception {
        var resolved = resolve("both");
        assertThat(resolved.over()).isZero();
        assertThat(resolved.kept()).hasSize(2).contains("/d/letter.txt");
        assertThat(resolved.kept()).last().asString().matches("/d/letter \\((me|bob)\\)\\.txt");
        assertThat(desk.paths("files:/d")).containsExactlyInAnyOrderElementsOf(resolved.kept());
        assertThat(conflicts()).isEmpty();
        assertProblem(Problem.Code.NO_SUCH, () -> resolve("both"));
    }

    @Test
    void what_is_not_kept_comes_back_from_the_history() throws Exception {
        var before = desk.now("files");
        resolve("theirs");
        var restore = new Command.Restore(at("files:/d"), before, Optional.empty(), false);
        assertThat(desk.files.restore(restore).entries()).isPositive();
        assertThat(desk.paths("files:/d")).hasSize(2);
    }

    @Test
    void a_word_that_means_none_is_refused_with_those_that_do() {
        assertThatThrownBy(() -> resolve("cat"))
                .isInstanceOfSatisfying(
                        NodeException.class,
                        e ->
                                assertThat(e.problem().remedy())
                                        .contains("mine, theirs, both", "letter.conflict-"));
    }

    @Test
    void what_came_meanwhile_is_not_decided_unseen() throws Exception {
        var seen =
                conflicts().getFirst().versions().stream()
                        .map(rival -> rival.row().version())
                        .toList();
        desk.elsewhere("cat", "cat's", LETTER);
        assertProblem(
                Problem.Code.CHANGED,
                () -> desk.files.resolve(new Command.Resolve(at(LETTER), List.of("mine"), seen)));
        desk.meanwhile = () -> write("dan");
        assertProblem(Problem.Code.CHANGED, () -> resolve("mine"));
        assertThat(desk.paths("files:/d")).hasSize(4);
    }

    private void write(String who) {
        try {
            desk.elsewhere(who, who + "'s", LETTER);
        } catch (NodeException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void a_directory_keeps_its_name() throws Exception {
        desk.put(3, 100, "files:/x/below");
        desk.elsewhere("bob", "bob's", "files:/x");
        var at = at("files:/x");
        assertProblem(
                Problem.Code.USAGE,
                () -> desk.files.resolve(new Command.Resolve(at, List.of("bob"), List.of())));
        var kept = desk.files.resolve(new Command.Resolve(at, List.of("both"), List.of())).kept();
        assertThat(kept).containsExactly("/x", "/x (bob)");
        assertThat(desk.paths("files:/x")).containsExactly("/x/below");
    }
}
