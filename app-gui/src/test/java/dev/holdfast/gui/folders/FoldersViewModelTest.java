package dev.holdfast.gui.folders;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.Outcome.LinkState;
import dev.holdfast.engine.api.Outcome.Mode;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.api.VolumePath;
import dev.holdfast.gui.memory.Desk;
import dev.holdfast.gui.memory.MemoryNode;
import dev.holdfast.gui.theme.Tone;
import dev.holdfast.gui.work.Live;
import dev.holdfast.gui.work.Work;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

class FoldersViewModelTest {

    private static final VolumePath DOCS = new VolumePath("files", "/docs");
    private static final VolumePath LETTER = new VolumePath("files", "/docs/letter.txt");
    private static final Problem ASKS =
            new Problem(Problem.Code.CHANGED, "80 were deleted here.", "Say so.");

    private final Desk desk = new Desk();
    private final MemoryNode node = new MemoryNode();
    private final Work work = desk.work();
    private final Live live = new Live(node, work, desk);
    private final FoldersViewModel model = new FoldersViewModel(node, work, live);

    private static Outcome.Link link(LinkState state, Optional<Problem> problem) {
        return link(state, problem, List.of());
    }

    private static Outcome.Link link(
            LinkState state, Optional<Problem> problem, List<String> only) {
        var waiting = new Outcome.Waiting("/a", "Nobody has it.", List.of("bob"), "Start bob.");
        var left = new Outcome.Left(3, 2, Optional.empty());
        return new Outcome.Link(
                "/home/ann/docs",
                DOCS,
                Mode.BOTH,
                only,
                state,
                problem,
                Optional.empty(),
                List.of(waiting),
                left);
    }

    private FolderCard shown(LinkState state, Optional<Problem> problem)
            throws InterruptedException {
        return shown(link(state, problem));
    }

    private FolderCard shown(Outcome.Link link) throws InterruptedException {
        node.pool(MemoryNode.device("ann", true, 1)).links(link);
        live.tick();
        desk.settle();
        return model.folders().getFirst();
    }

    private static Outcome.Rival rival(String path, String by, boolean mine) {
        var row = new Outcome.Row(path, Outcome.Kind.FILE, 20, MemoryNode.NOON, "v-of-" + by);
        return new Outcome.Rival(row, Optional.of(MemoryNode.NOON), by, mine);
    }

    private static Outcome.Conflict conflict() {
        return new Outcome.Conflict(
                LETTER,
                List.of(
                        rival("/docs/letter.txt", "bob", false),
                        rival("/docs/letter.conflict-1.txt", "ann", true)));
    }

    @Test
    void each_folder_says_how_it_stands_and_why_a_file_is_not_in_step()
            throws InterruptedException {
        var card = shown(LinkState.PARTLY, Optional.empty());
        assertThat(card.tone()).isEqualTo(Tone.WARN);
        assertThat(card.way()).isEqualTo("both ways with files:/docs");
        assertThat(card.lines())
                .containsExactly(
                        "/a: Nobody has it. Start bob. It is with: bob.",
                        "2 more files are not in step.");
        assertThat(card.conflicts()).isEqualTo(2);
        assertThat(card.spoken()).contains("in step but for some files");
    }

    @Test
    void what_a_folder_asks_has_two_answers() throws InterruptedException {
        var card = shown(LinkState.ASKING, Optional.of(ASKS));
        assertThat(card.isAsking()).isTrue();
        node.answers((command, events) -> link(LinkState.WORKING, Optional.empty()));
        model.undo(card);
        model.agree(card);
        desk.settle();
        assertThat(node.asked())
                .containsExactlyInAnyOrder(
                        new Command.Resume("/home/ann/docs", false, true),
                        new Command.Resume("/home/ann/docs", true, false));
    }

    @Test
    void a_folder_is_paused_resumed_and_unlinked_after_a_question() throws InterruptedException {
        var card = shown(LinkState.IN_STEP, Optional.empty());
        node.answers((command, events) -> link(LinkState.PAUSED, Optional.empty()));
        model.pause(card);
        desk.settle();
        model.resume(card);
        desk.settle();
        model.askToUnlink(card);
        assertThat(model.partingProperty().get()).contains("/home/ann/docs");
        node.answers((command, events) -> new Outcome.Changed(1));
        model.unlink();
        desk.settle();
        assertThat(model.partingProperty().get()).isEmpty();
        assertThat(node.asked())
                .containsExactly(
                        new Command.Pause("/home/ann/docs"),
                        new Command.Resume("/home/ann/docs", false, false),
                        new Command.Unlink("/home/ann/docs"));
    }

    @Test
    void a_directory_is_linked_to_a_place_that_is_one() throws InterruptedException {
        node.answers((command, events) -> link(LinkState.WORKING, Optional.empty()));
        model.propose("/home/ann/docs");
        model.link("nowhere", Mode.SEND);
        assertThat(model.problemProperty().get().orElseThrow().remedy()).contains("files:/");
        model.link(" files:/docs ", Mode.SEND);
        desk.settle();
        assertThat(node.asked())
                .containsExactly(new Command.Link("/home/ann/docs", DOCS, Mode.SEND, List.of()));
        assertThat(model.proposedProperty().get()).isEmpty();
        assertThat(model.problemProperty().get()).isEmpty();
    }

    @Test
    void a_folder_that_has_parts_only_says_so_and_keeps_them_when_its_mode_is_changed()
            throws InterruptedException {
        var only = List.of("photos/2026", "letters");
        var card = shown(link(LinkState.IN_STEP, Optional.empty(), only));
        assertThat(card.way()).isEqualTo("both ways with files:/docs, only photos/2026, letters");
        node.answers((command, events) -> link(LinkState.WORKING, Optional.empty(), only));
        model.propose("/home/ann/docs");
        model.link("files:/docs", Mode.SEND);
        desk.settle();
        assertThat(node.asked())
                .containsExactly(new Command.Link("/home/ann/docs", DOCS, Mode.SEND, only));
    }

    @Test
    void versions_are_chosen_between_until_none_are_left() throws InterruptedException {
        var card = shown(LinkState.IN_STEP, Optional.empty());
        var left = new ArrayDeque<>(List.of(List.of(conflict()), List.<Outcome.Conflict>of()));
        node.answers(
                (command, events) ->
                        command instanceof Command.ListConflicts
                                ? new Outcome.Conflicts(left.remove(), false)
                                : new Outcome.Resolved(List.of("/docs/letter.txt"), 1));
        model.choose(card);
        assertThat(model.choosingProperty().get()).isEqualTo(new Choosing.Reading());
        desk.settle();
        assertThat(model.choosingProperty().get())
                .isEqualTo(new Choosing.Open(List.of(conflict())));
        model.keep(conflict(), conflict().versions().getLast());
        desk.settle();
        assertThat(model.choosingProperty().get()).isEqualTo(new Choosing.None());
        assertThat(node.asked())
                .contains(
                        new Command.Resolve(
                                LETTER,
                                List.of("/docs/letter.conflict-1.txt"),
                                List.of("v-of-bob", "v-of-ann")));
    }

    @Test
    void a_choice_that_came_too_late_is_told_and_the_versions_stay() throws InterruptedException {
        var card = shown(LinkState.IN_STEP, Optional.empty());
        node.answers(
                (command, events) -> {
                    if (command instanceof Command.Resolve) {
                        throw new NodeException(Problem.changed(LETTER), null);
                    }
                    return new Outcome.Conflicts(List.of(conflict()), false);
                });
        model.choose(card);
        desk.settle();
        model.keepBoth(conflict());
        desk.settle();
        assertThat(model.problemProperty().get()).contains(Problem.changed(LETTER));
        assertThat(model.choosingProperty().get()).isInstanceOf(Choosing.Open.class);
        model.dismiss();
        model.chosen();
        assertThat(model.problemProperty().get()).isEmpty();
    }

    private static final VolumePath RULES = new VolumePath("files", "/docs/.holdfastignore");

    /// A volume in which these rules stand, or none.
    private void rules(Optional<String> text, List<String> written) {
        node.answers(
                (command, events) ->
                        switch (command) {
                            case Command.Describe(var at) when text.isEmpty() ->
                                    throw new NodeException(
                                            Problem.Code.NO_SUCH, "There is no " + at, "Look.");
                            case Command.Describe(var at) -> {
                                var row =
                                        new Outcome.Row(
                                                at.path(),
                                                Outcome.Kind.FILE,
                                                20,
                                                MemoryNode.NOON,
                                                "v7");
                                yield new Outcome.Description(row, "root", List.of());
                            }
                            case Command.GetStream get -> {
                                write(text.orElseThrow(), get.destination());
                                yield new Outcome.Fetched(
                                        1, 1, Optional.empty(), Duration.ofMillis(1));
                            }
                            case Command.PutStream put -> {
                                var stands = text.isEmpty() ? Command.NOTHING : "v7";
                                if (!put.expected().equals(Optional.of(stands))) {
                                    throw new NodeException(Problem.changed(RULES), null);
                                }
                                written.add(put.to() + " " + read(put.source()));
                                yield stored();
                            }
                            default -> throw new AssertionError("nothing is known of " + command);
                        });
    }

    @Test
    void what_is_left_alone_is_shown_and_edited_for_all_devices() throws InterruptedException {
        var card = shown(LinkState.IN_STEP, Optional.empty());
        var written = new ArrayList<String>();
        rules(Optional.of("*.tmp"), written);
        model.showLeftAlone(card);
        desk.settle();
        assertThat(model.leftAloneProperty().get()).contains(new LeftAlone(RULES, "*.tmp", "v7"));
        model.leaveAlone("*.tmp\n/build/");
        desk.settle();
        assertThat(written).containsExactly("files:/docs/.holdfastignore *.tmp\n/build/");
        assertThat(model.leftAloneProperty().get()).isEmpty();
    }

    @Test
    void where_nothing_is_left_alone_yet_the_first_rules_are_written_down()
            throws InterruptedException {
        var card = shown(LinkState.IN_STEP, Optional.empty());
        var written = new ArrayList<String>();
        rules(Optional.empty(), written);
        model.showLeftAlone(card);
        desk.settle();
        model.leaveAlone("*.log");
        desk.settle();
        assertThat(written).containsExactly("files:/docs/.holdfastignore *.log");
    }

    @Test
    void rules_that_cannot_be_written_down_stay_to_be_edited() throws InterruptedException {
        var card = shown(LinkState.IN_STEP, Optional.empty());
        var written = new ArrayList<String>();
        rules(Optional.of("*.tmp"), written);
        model.showLeftAlone(card);
        desk.settle();
        model.leaveAlone("x".repeat(LeftAlone.BYTES_MAX + 1));
        assertThat(model.problemProperty().get().orElseThrow().what()).contains("64 KiB");
        rules(Optional.empty(), written);
        model.leaveAlone("*.log");
        desk.settle();
        assertThat(model.problemProperty().get()).contains(Problem.changed(RULES));
        assertThat(written).isEmpty();
        assertThat(model.leftAloneProperty().get()).isPresent();
    }

    private static Outcome.Stored stored() {
        var copies = new Outcome.Copies(1, 1, 1, List.of("ann"));
        return new Outcome.Stored(1, 20, 1, 1, 1, 1, copies, Duration.ZERO);
    }

    private static void write(String text, OutputStream to) {
        try {
            to.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(InputStream from) {
        try {
            return new String(from.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
