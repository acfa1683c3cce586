package dev.holdfast.tui.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.Event;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.Outcome.Duty;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.api.Role;
import dev.holdfast.tui.render.Times;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

class DeviceCommandsTest {

    private final FakeDevice device = new FakeDevice();
    private final Shell shell = new Shell(device);

    @Test
    void join_reads_the_code_from_standard_input_when_it_is_not_given() {
        for (var words : List.of(List.of("join"), List.of("join", "-"))) {
            assertThat(shell.reading("tree lamp owl cabin\n").run(words.toArray(String[]::new)))
                    .isZero();
            assertThat(device.joinedWith).isEqualTo("tree lamp owl cabin at nowhere");
        }
        assertThat(shell.out()).contains("shows the same words: tree lamp owl");
        assertThat(shell.reading("\n").run("join")).isEqualTo(2);
    }

    @Test
    void a_device_is_shown_with_all_that_a_person_asks_for() {
        device.answers(shown(Duty.DRAINING, 40));
        assertThat(shell.run("device", "show", "attic")).isZero();
        assertThat(device.asked).containsExactly(new Command.ShowDevice("attic"));
        assertThat(shell.out().lines())
                .containsExactly(
                        "name     attic",
                        "id       ABCDE-FGHIJ",
                        "role     member",
                        "member   number 2 in the order of admission; admitted by ann",
                        "here     yes",
                        "seen     " + Times.text(Outcomes.NOON),
                        "address  -",
                        "state    gives its copies to others",
                        "room     100 B claimed, 90 B granted, 80 B counted",
                        "used     40 B",
                        "share    25.0 % of the partitions have it among their owners",
                        "owed     3 chunks still to be made; 1 chunk there that belong on others");
    }

    @Test
    void a_document_has_it_all_too() {
        device.answers(shown(Duty.PARKED, 40));
        assertThat(shell.run("--json", "device", "show", "attic")).isZero();
        var json = shell.json().getAsJsonObject();
        assertThat(json.get("duty").getAsString()).isEqualTo("parked");
        assertThat(json.get("code").getAsString()).isEqualTo("ABCDE-FGHIJ");
        assertThat(json.get("admitted_by").getAsString()).isEqualTo("ann");
        assertThat(json.get("granted_bytes").getAsLong()).isEqualTo(90);
        assertThat(json.get("partitions").getAsInt()).isEqualTo(1024);
        assertThat(json.get("leaving").getAsLong()).isEqualTo(1);
    }

    @Test
    void a_device_is_renamed_placed_parked_adopted_and_removed() {
        device.answers(new Outcome.Changed(1));
        assertThat(shell.run("device", "rename", "attic", "loft")).isZero();
        assertThat(shell.out()).isEqualTo("attic is called loft now.\n");
        assertThat(shell.run("device", "role", "attic", "reader")).isZero();
        assertThat(shell.out()).isEqualTo("attic is reader now.\n");
        assertThat(shell.run("device", "park", "attic")).isZero();
        assertThat(shell.out()).contains("nobody waits for it");
        assertThat(shell.run("device", "park", "attic", "--cancel")).isZero();
        assertThat(shell.out()).isEqualTo("attic is waited for again.\n");
        assertThat(shell.run("device", "adopt", "attic")).isZero();
        assertThat(shell.out()).isEqualTo("attic is in the pool.\n");
        assertThat(shell.run("device", "remove", "attic")).isZero();
        assertThat(shell.run("device", "remove", "--now", "attic")).isZero();
        assertThat(shell.out()).isEqualTo("attic is out of the pool.\n");
        assertThat(device.asked)
                .containsExactly(
                        new Command.RenameDevice("attic", "loft"),
                        new Command.PlaceDevice("attic", Role.READER),
                        new Command.ParkDevice("attic", false),
                        new Command.ParkDevice("attic", true),
                        new Command.AdoptDevice("attic"),
                        new Command.RemoveDevice("attic", false),
                        new Command.RemoveDevice("attic", true));
        assertThat(shell.run("device", "role", "attic", "king")).isEqualTo(2);
        assertThat(shell.run("device", "rename", "attic")).isEqualTo(2);
        assertThat(shell.run("device")).isEqualTo(2);
    }

    @Test
    void a_capacity_below_what_is_held_says_where_the_rest_goes() {
        device.answers(
                (command, events) ->
                        command instanceof Command.ResizeDevice
                                ? new Outcome.Changed(1)
                                : shown(Duty.ACTIVE, 4000));
        assertThat(shell.run("device", "capacity", "attic", "1K")).isZero();
        assertThat(device.asked.getFirst()).isEqualTo(new Command.ResizeDevice("attic", 1024));
        assertThat(shell.out())
                .contains("attic contributes 100 B; placement counts 80 B of it.")
                .contains("what is too much goes to others");
        assertThat(shell.run("device", "capacity", "attic", "much")).isEqualTo(2);
    }

    @Test
    void a_capacity_beyond_the_disk_that_is_here_says_what_the_disk_has() {
        device.answers(
                (command, events) ->
                        command instanceof Command.ResizeDevice
                                ? new Outcome.Changed(1)
                                : shown("id-of-ann", Duty.ACTIVE, 40));
        assertThat(shell.run("device", "capacity", "attic", "1P")).isZero();
        assertThat(shell.err())
                .contains("The disk of attic has room for 1.00 GiB, with what is held there")
                .contains("holdfast device capacity attic SIZE");
        assertThat(shell.run("device", "capacity", "attic", "1G")).isZero();
        assertThat(shell.err()).isEmpty();

        device.answers(
                (command, events) ->
                        command instanceof Command.ResizeDevice
                                ? new Outcome.Changed(1)
                                : shown(Duty.ACTIVE, 40));
        assertThat(shell.run("device", "capacity", "attic", "1P")).isZero();
        assertThat(shell.err()).as("of another device's disk nothing is known").isEmpty();
    }

    @Test
    void a_drain_ends_with_what_may_follow() {
        device.answers(new Outcome.Drained(Duty.DRAINED, 0, 3, 3));
        assertThat(shell.run("device", "drain", "attic")).isZero();
        assertThat(shell.out())
                .isEqualTo("attic is drained: nothing is only there, and it may be removed.\n");

        device.answers(new Outcome.Drained(Duty.DRAINED, 0, 2, 3));
        assertThat(shell.run("device", "drain", "attic")).isZero();
        assertThat(shell.out()).contains("Without it the pool can hold 2 copies of each chunk.");

        device.answers(new Outcome.Drained(Duty.ACTIVE, 7, 3, 3));
        assertThat(shell.run("device", "drain", "attic", "--cancel")).isZero();
        assertThat(shell.out()).contains("keeps its copies");
        assertThat(device.asked.getLast()).isEqualTo(new Command.DrainDevice("attic", true));

        device.answers(new Outcome.Drained(Duty.DRAINED, 0, 2, 3));
        assertThat(shell.run("--json", "device", "drain", "attic")).isZero();
        assertThat(shell.json().toString())
                .isEqualTo("{\"duty\":\"drained\",\"left\":0,\"copies\":2,\"wanted\":3}");
    }

    @Test
    void progress_shows_while_copies_go() {
        device.answers(
                (command, events) -> {
                    events.accept(new Event.Progress(Event.Activity.DRAINING, 5, 10));
                    return new Outcome.Drained(Duty.DRAINED, 0, 3, 3);
                });
        assertThat(shell.onATerminal().run("device", "drain", "attic")).isZero();
        assertThat(shell.out()).contains("draining").contains("5 of 10 chunks");
    }

    @Test
    void a_problem_is_told_with_its_code() {
        device.fails(Problem.Code.FULL);
        assertThat(shell.run("device", "drain", "attic")).isEqualTo(1);
        device.fails(Problem.Code.CANCELLED);
        assertThat(shell.run("device", "remove", "attic")).isEqualTo(130);
    }

    private static Outcome.DeviceShown shown(Duty duty, long used) {
        return shown("id", duty, used);
    }

    private static Outcome.DeviceShown shown(String id, Duty duty, long used) {
        return new Outcome.DeviceShown(
                new Outcome.Device(
                        id,
                        "attic",
                        Role.MEMBER,
                        true,
                        80,
                        used,
                        Optional.empty(),
                        Optional.of(Outcomes.NOON),
                        duty),
                "ABCDE-FGHIJ",
                2,
                Optional.of("ann"),
                new Outcome.Room(100, 90, 80),
                new Outcome.Share(1024, 4096),
                3,
                1);
    }
}
