package dev.holdfast.engine.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.Outcome.LinkState;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.namespace.VersionVector;
import dev.holdfast.engine.core.namespace.VolumeId;
import dev.holdfast.engine.core.sync.Plan;
import dev.holdfast.engine.core.sync.Plan.Brake;
import dev.holdfast.engine.core.sync.Plan.Reason;
import dev.holdfast.engine.files.Passed;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Whatever keeps a file or a folder from being in step is said, with what to do about it.
class FolderReportTest {

    private static final FolderList.Entry DOCS =
            new FolderList.Entry(
                    "1",
                    "/home/ann/docs",
                    Household.at("/docs"),
                    new VolumeId(new Hash(1, 2, 3, 4)),
                    Outcome.Mode.BOTH,
                    Set.of(),
                    false);

    private static Passed passed(
            List<Plan.Problem> problems,
            Optional<Brake> brake,
            Map<String, String> unfit,
            Map<EntryPath, Passed.Miss> missed) {
        return new Passed(
                new Plan(List.of(), problems, brake),
                unfit,
                missed,
                new Passed.Sight(VersionVector.EMPTY, Set.of(), Map.of(), Optional.empty()),
                false,
                Optional.empty());
    }

    private static Outcome.Link link(Passed passed) {
        var state = new Keeping.State(Optional.of(passed), Optional.empty());
        return FolderReport.of(DOCS, Optional.of(state), Optional.empty());
    }

    @Test
    void what_was_seen_before_a_person_asked_is_no_answer() {
        var passed = passed(List.of(), Optional.empty(), Map.of(), Map.of());
        assertThat(link(passed).state()).isEqualTo(LinkState.IN_STEP);
        var state = new Keeping.State(Optional.of(passed), Optional.empty(), true);
        var asked = FolderReport.of(DOCS, Optional.of(state), Optional.empty());
        assertThat(asked.state()).isEqualTo(LinkState.WORKING);
    }

    private static void assertTold(String why, String remedy) {
        assertThat(why).matches("[A-Z].{10,}\\.");
        assertThat(remedy).matches("[A-Z].{5,}\\.").isNotEqualTo(why);
    }

    @ParameterizedTest
    @EnumSource
    void every_reason_of_a_plan_has_its_words_and_its_remedy(Reason reason) {
        var problem = new Plan.Problem(new EntryPath("d/a"), reason);
        var link = link(passed(List.of(problem), Optional.empty(), Map.of(), Map.of()));
        assertThat(link.state()).isEqualTo(LinkState.PARTLY);
        assertThat(link.left().waiting()).isEqualTo(1);
        var waiting = link.waiting().getFirst();
        assertThat(waiting.path()).isEqualTo("/d/a");
        assertTold(waiting.why(), waiting.remedy());
    }

    @Test
    void no_two_reasons_have_the_same_words() {
        var problems =
                Stream.of(Reason.values())
                        .map(each -> new Plan.Problem(new EntryPath("a"), each))
                        .toList();
        var link = link(passed(problems, Optional.empty(), Map.of(), Map.of()));
        assertThat(link.waiting())
                .extracting(Outcome.Waiting::why)
                .doesNotHaveDuplicates()
                .hasSize(problems.size());
    }

    static Stream<Brake> brakes() {
        return Stream.of(
                new Brake.RootLost(),
                new Brake.Emptied(80),
                new Brake.Missed(1),
                new Brake.Many(80, 0, 200),
                new Brake.Many(0, 80, 200),
                new Brake.Many(80, 80, 200));
    }

    @ParameterizedTest
    @MethodSource("brakes")
    void every_question_says_how_it_is_answered(Brake brake) {
        var link = link(passed(List.of(), Optional.of(brake), Map.of(), Map.of()));
        assertThat(link.state()).isEqualTo(LinkState.ASKING);
        var asked = link.problem().orElseThrow();
        assertTold(asked.what(), asked.remedy());
        assertThat(asked.remedy()).contains("resume --confirm");
    }

    @Test
    void what_could_not_be_done_says_whom_it_waits_for() {
        var nobody = new Problem(Problem.Code.UNREACHABLE, "Nobody has it.", "Start them.");
        var miss = new Passed.Miss(nobody, List.of("bob", "cat"));
        var link =
                link(
                        passed(
                                List.of(),
                                Optional.empty(),
                                Map.of(),
                                Map.of(new EntryPath("a"), miss)));
        assertThat(link.waiting())
                .containsExactly(
                        new Outcome.Waiting(
                                "/a", "Nobody has it.", List.of("bob", "cat"), "Start them."));
    }

    @Test
    void what_the_volume_has_lost_says_who_wrote_it() {
        var lost = new Plan.Problem(new EntryPath("a"), Reason.VOLUME_BEHIND);
        var awaited = Map.of(new EntryPath("a"), "bob");
        var passed =
                new Passed(
                        new Plan(List.of(), List.of(lost), Optional.empty()),
                        Map.of(),
                        Map.of(),
                        new Passed.Sight(VersionVector.EMPTY, Set.of(), awaited, Optional.empty()),
                        false,
                        Optional.empty());
        assertThat(link(passed).waiting())
                .extracting(Outcome.Waiting::path, Outcome.Waiting::waitsFor)
                .containsExactly(tuple("/a", List.of("bob")));
    }

    @Test
    void what_is_known_to_be_unreadable_is_named_once_with_its_reason() {
        var unread = new Plan.Problem(new EntryPath("socket"), Reason.UNREAD);
        var unfit = Map.of("socket", "it is no file", "a:b", "a name has no colon");
        var link = link(passed(List.of(unread), Optional.empty(), unfit, Map.of()));
        assertThat(link.waiting())
                .extracting(Outcome.Waiting::path, Outcome.Waiting::why)
                .containsExactlyInAnyOrder(
                        tuple("/socket", "It is left as it is: it is no file."),
                        tuple("/a:b", "It stays here only: a name has no colon."));
        for (var waiting : link.waiting()) {
            assertTold(waiting.why(), waiting.remedy());
        }
    }
}
