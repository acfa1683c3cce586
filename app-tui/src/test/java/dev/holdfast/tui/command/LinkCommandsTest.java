package dev.holdfast.tui.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.Outcome.LinkState;
import dev.holdfast.engine.api.Outcome.Mode;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.api.VolumePath;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

class LinkCommandsTest {

    private static final VolumePath DOCS = new VolumePath("files", "/docs");

    private final FakeDevice device = new FakeDevice();
    private final Shell shell = new Shell(device);

    private static Outcome.Link link(LinkState state, Optional<Problem> problem) {
        return link(state, problem, DOCS);
    }

    private static Outcome.Link link(LinkState state, Optional<Problem> problem, VolumePath at) {
        return new Outcome.Link(
                "/home/ann/docs",
                at,
                Mode.BOTH,
                List.of("letters", "photos/2026"),
                state,
                problem,
                Optional.empty(),
                List.of(
                        new Outcome.Waiting(
                                "/a:b", "a name has a colon.", List.of("bob"), "Rename it.")),
                new Outcome.Left(3, 2, Optional.of(Outcomes.NOON)));
    }

    @Test
    void a_directory_is_linked_paused_resumed_and_unlinked() {
        device.answers(link(LinkState.WORKING, Optional.empty()));
        assertThat(
                        shell.run(
                                "link",
                                "/home/ann/docs",
                                "files:/docs",
                                "--mode",
                                "send",
                                "--only",
                                "letters",
                                "--only",
                                "photos"))
                .isZero();
        assertThat(shell.run("pause", "/home/ann/docs")).isZero();
        assertThat(shell.run("resume", "/home/ann/docs", "--confirm")).isZero();
        device.answers(new Outcome.Changed(1));
        assertThat(shell.run("unlink", "/home/ann/docs")).isZero();
        assertThat(device.asked)
                .containsExactly(
                        new Command.Link(
                                "/home/ann/docs", DOCS, Mode.SEND, List.of("letters", "photos")),
                        new Command.Pause("/home/ann/docs"),
                        new Command.Resume("/home/ann/docs", true, false),
                        new Command.Unlink("/home/ann/docs"));
    }

    @Test
    void the_directory_and_its_place_stand_before_between_or_behind_the_parts() {
        device.answers(link(LinkState.WORKING, Optional.empty()));
        var orders =
                List.of(
                        "--only letters /home/ann/docs files:/docs --only photos",
                        "--only letters photos /home/ann/docs files:/docs",
                        "/home/ann/docs --only letters photos files:/docs",
                        "/home/ann/docs files:/docs --only letters photos",
                        "--only=letters --only photos --mode both /home/ann/docs files:/docs");
        for (var order : orders) {
            assertThat(shell.run(("link " + order).split(" "))).as(order).isZero();
            assertThat(device.asked.removeLast())
                    .isEqualTo(
                            new Command.Link(
                                    "/home/ann/docs",
                                    DOCS,
                                    Mode.BOTH,
                                    List.of("letters", "photos")));
        }
    }

    @Test
    void links_say_how_each_stands_and_why_a_file_is_not_in_step() {
        var asks = new Problem(Problem.Code.REFUSED, "The folder is empty.", "Say so.");
        device.answers(new Outcome.Links(List.of(link(LinkState.ASKING, Optional.of(asks)))));
        assertThat(shell.run("links")).isZero();
        assertThat(shell.out())
                .contains("/home/ann/docs", "files:/docs", "both", "asks")
                .contains("/home/ann/docs: only letters, photos/2026")
                .contains("/home/ann/docs: The folder is empty. Say so.")
                .contains("/a:b: a name has a colon. Rename it.", "It is with: bob.")
                .contains("2 files more are not in step", "holdfast conflicts files:/docs");
    }

    @Test
    void who_agrees_is_told_how_to_take_it_back_and_who_does_not_what_comes_back() {
        device.answers(link(LinkState.ASKING, Optional.empty()));
        shell.run("resume", "/home/ann/docs", "--confirm");
        assertThat(shell.out()).contains("holdfast restore files:/docs --at 2026-01-02T12:00:00Z");
        shell.run("resume", "/home/ann/docs", "--undo");
        assertThat(shell.out()).contains("all that is gone or was replaced comes back now");
        assertThat(device.asked.getLast())
                .isEqualTo(new Command.Resume("/home/ann/docs", false, true));
    }

    @Test
    void a_place_from_elsewhere_reaches_the_terminal_only_as_text_and_can_be_copied() {
        var place = new VolumePath("files", "/my \u001b[2Jdocs");
        var link = link(LinkState.ASKING, Optional.empty(), place);
        device.links = List.of(link);
        device.answers(link);
        shell.run("resume", "/home/ann/docs", "--confirm");
        assertThat(shell.out()).contains("holdfast restore 'files:/my \\x{1b}[2Jdocs' --at 2026");
        shell.run("link", "/home/ann/docs", "files:/docs");
        assertThat(shell.out()).doesNotContain("\u001b");
        shell.run("status");
        assertThat(shell.out()).contains("files:/my \\x{1b}[2Jdocs").doesNotContain("\u001b");
        device.answers(new Outcome.Links(List.of(link)));
        shell.run("links");
        assertThat(shell.out()).contains("files:/my \\x{1b}[2Jdocs").doesNotContain("\u001b");
    }

    @Test
    void status_names_each_folder_and_what_is_not_in_step() {
        device.links = List.of(link(LinkState.PARTLY, Optional.empty()));
        assertThat(shell.run("status")).isZero();
        assertThat(shell.out())
                .contains("folder   /home/ann/docs, with files:/docs: in step but for the files")
                .contains("/a:b: a name has a colon. Rename it.");
        shell.run("--json", "status");
        var folder = shell.json().getAsJsonObject().getAsJsonArray("links").get(0);
        assertThat(folder.getAsJsonObject().get("waiting_files").getAsInt()).isEqualTo(3);
    }

    @Test
    void links_are_a_document_for_programs() {
        device.answers(new Outcome.Links(List.of(link(LinkState.PARTLY, Optional.empty()))));
        assertThat(shell.run("--json", "links")).isZero();
        var first = shell.json().getAsJsonArray().get(0).getAsJsonObject();
        assertThat(first.get("state").getAsString()).isEqualTo("partly");
        assertThat(first.get("at").getAsString()).isEqualTo("files:/docs");
        assertThat(first.get("waiting").getAsJsonArray()).hasSize(1);
    }
}
