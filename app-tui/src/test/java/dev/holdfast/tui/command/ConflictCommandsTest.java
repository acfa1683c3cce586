package dev.holdfast.tui.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.VolumePath;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

/// The commands about versions of which a person is to choose.
class ConflictCommandsTest {

    private static final VolumePath LETTER = new VolumePath("files", "/letter.txt");
    private static final String COPY = "/letter.conflict-20260102T120000Z-0123abcd.txt";

    private final FakeDevice device = new FakeDevice();
    private final Shell shell = new Shell(device);

    private static Outcome.Rival rival(String path, String by, boolean mine) {
        var row = Outcomes.row(path, Outcome.Kind.FILE);
        return new Outcome.Rival(row, Optional.of(Outcomes.NOON), by, mine);
    }

    private static Outcome.Conflicts found(boolean isMore) {
        var rivals = List.of(rival("/letter.txt", "bob", false), rival(COPY, "ann", true));
        return new Outcome.Conflicts(List.of(new Outcome.Conflict(LETTER, rivals)), isMore);
    }

    @Test
    void each_version_is_told_with_who_wrote_it_and_how_to_choose() {
        device.answers(found(true));
        assertThat(shell.run("conflicts")).isZero();
        assertThat(device.asked).containsExactly(new Command.ListConflicts(Optional.empty()));
        assertThat(shell.out())
                .contains("files:/letter.txt", COPY.substring(1), "bob", "ann, here", "29.6 KiB")
                .contains("--keep mine|theirs|both|NAME", "more than these 1000");
    }

    @Test
    void nothing_to_choose_is_said() {
        device.answers(new Outcome.Conflicts(List.of(), false));
        assertThat(shell.run("conflicts", "files:", "films:/a")).isZero();
        assertThat(device.asked).hasSize(2);
        assertThat(shell.out()).contains("No file has versions to choose between.");
    }

    @Test
    void conflicts_are_a_document_for_programs() {
        device.answers(found(false));
        assertThat(shell.run("--json", "conflicts", "files:")).isZero();
        var one =
                shell.json().getAsJsonObject().getAsJsonArray("conflicts").get(0).getAsJsonObject();
        assertThat(one.get("place").getAsString()).isEqualTo("files:/letter.txt");
        var ours = one.getAsJsonArray("versions").get(1).getAsJsonObject();
        assertThat(ours.get("path").getAsString()).isEqualTo(COPY);
        assertThat(ours.get("mine").getAsBoolean()).isTrue();
        assertThat(ours.get("at").getAsString()).isEqualTo("2026-01-02T12:00:00Z");
    }

    @Test
    void a_person_chooses_and_is_told_what_stands() {
        device.answers(new Outcome.Resolved(List.of("/letter.txt", "/letter (ann).txt"), 1));
        assertThat(shell.run("resolve", "files:/letter.txt", "--keep", "mine", "bob")).isZero();
        assertThat(device.asked)
                .containsExactly(new Command.Resolve(LETTER, List.of("mine", "bob"), List.of()));
        assertThat(shell.out())
                .contains("kept /letter.txt, /letter (ann).txt; 1 version in the history now.");
    }

    @Test
    void the_file_stands_before_or_behind_what_is_kept() {
        device.answers(new Outcome.Resolved(List.of("/letter.txt"), 1));
        var orders =
                List.of(
                        "--keep mine bob files:/letter.txt",
                        "files:/letter.txt --keep mine bob",
                        "--keep mine files:/letter.txt --keep bob",
                        "--keep=mine --keep=bob files:/letter.txt",
                        "--keep mine --keep bob files:/letter.txt --quiet");
        for (var order : orders) {
            assertThat(shell.run(("resolve " + order).split(" "))).as(order + shell.err()).isZero();
            assertThat(device.asked.removeLast())
                    .isEqualTo(new Command.Resolve(LETTER, List.of("mine", "bob"), List.of()));
        }
        assertThat(shell.run("resolve", "files:/letter.txt", "--keep")).isEqualTo(2);
        assertThat(shell.run("resolve", "--keep", "files:/letter.txt")).isEqualTo(2);
        assertThat(shell.err()).contains("VOLUME:/PATH");
    }

    @Test
    void what_is_kept_must_be_said() {
        assertThat(shell.run("resolve", "files:/letter.txt")).isEqualTo(2);
        assertThat(shell.err()).contains("What is to be kept must be said.");
        assertThat(device.asked).isEmpty();
    }
}
