package dev.holdfast.tui.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.Outcome.Kind;
import dev.holdfast.engine.api.WaitPolicy;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

class VolumeCommandsTest {

    private static final Outcome.Volume FILMS =
            new Outcome.Volume(
                    "films",
                    2,
                    OptionalInt.of(4 << 20),
                    new WaitPolicy.All(),
                    Duration.ofDays(90),
                    Duration.ofDays(400));

    private final FakeDevice device = new FakeDevice();
    private final Shell shell = new Shell(device);

    @Test
    void a_volume_is_made_as_was_asked_for() {
        device.answers(FILMS);
        var words =
                "volume create films --copies 2 --chunk fixed:4M --wait all --keep 90d --daily"
                        + " 400d";
        assertThat(shell.run(words.split(" "))).isZero();
        assertThat(device.asked)
                .containsExactly(
                        new Command.CreateVolume(
                                "films",
                                2,
                                OptionalInt.of(4 << 20),
                                new WaitPolicy.All(),
                                Duration.ofDays(90),
                                Duration.ofDays(400)));
        assertThat(shell.run("volume", "create", "films", "--chunk", "whole")).isEqualTo(2);
        assertThat(shell.run("volume")).isEqualTo(2);
    }

    @Test
    void only_what_is_named_is_changed() {
        device.answers(FILMS);
        assertThat(shell.run("volume", "set", "films", "--copies", "2")).isZero();
        assertThat(shell.out())
                .isEqualTo(
                        "films: 2 copies of each chunk; a put waits for all; keeps for 90d,"
                                + " of each day the last version for 400d.\n");
        assertThat(
                        shell.run(
                                "volume", "set", "films", "--keep", "36h", "--wait", "local",
                                "--daily", "0s"))
                .isZero();
        assertThat(device.asked)
                .containsExactly(
                        new Command.SetVolume(
                                "films",
                                OptionalInt.of(2),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty()),
                        new Command.SetVolume(
                                "films",
                                OptionalInt.empty(),
                                Optional.of(new WaitPolicy.Local()),
                                Optional.of(Duration.ofHours(36)),
                                Optional.of(Duration.ZERO)));
        assertThat(shell.run("volume", "set", "films")).isEqualTo(2);
        assertThat(shell.run("volume", "set", "films", "--copies", "two")).isEqualTo(2);
    }

    @Test
    void a_list_tells_how_each_is_kept() {
        device.answers(new Outcome.Volumes(List.of(FILMS)));
        assertThat(shell.run("volume", "list")).isZero();
        assertThat(shell.out().lines().map(line -> line.replaceAll(" {2,}", "|")))
                .containsExactly(
                        "name|copies|chunks|a put waits for|keep|daily",
                        "films|2|4.00 MiB|all|90d|400d");
    }

    @Test
    void a_volume_goes_when_its_name_is_typed() {
        holding(2);
        assertThat(shell.onATerminal().reading("film\n").run("volume", "remove", "films"))
                .isEqualTo(2);
        assertThat(shell.out())
                .startsWith("films holds 2 files, 59.3 KiB. Type its name to remove it: ");
        assertThat(device.asked).noneMatch(Command.RemoveVolume.class::isInstance);
        assertThat(shell.reading("films\n").run("volume", "remove", "films")).isZero();
        assertThat(shell.out()).endsWith("films is removed, with 2 files, 59.3 KiB.\n");
        assertThat(device.asked).contains(new Command.RemoveVolume("films"));
    }

    @Test
    void where_nobody_types_it_goes_only_with_a_word() {
        holding(1);
        assertThat(shell.run("volume", "remove", "films")).isEqualTo(2);
        assertThat(shell.err()).contains("films holds 1 file, 29.6 KiB.", "Add --yes");
        assertThat(shell.run("volume", "remove", "films", "--json")).isEqualTo(2);
        assertThat(device.asked).noneMatch(Command.RemoveVolume.class::isInstance);
        assertThat(shell.run("volume", "remove", "--yes", "films", "--json")).isZero();
        assertThat(shell.json().getAsJsonObject().get("files").getAsInt()).isOne();
        assertThat(shell.run("volume", "remove", "--yes", "films:")).isEqualTo(2);
    }

    /// The volume holds so many files and a directory.
    private void holding(int files) {
        var rows = new ArrayList<>(List.of(Outcomes.row("/d", Kind.DIRECTORY)));
        for (int i = 0; i < files; i++) {
            rows.add(Outcomes.row("/d/" + i, Kind.FILE));
        }
        device.answers(
                (command, events) ->
                        command instanceof Command.RemoveVolume
                                ? new Outcome.Changed(1)
                                : new Outcome.Listing(rows, Optional.empty()));
    }
}
