package dev.holdfast.engine.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.Node;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.api.Role;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/// What a person may change of a device, on one that is alone in its pool.
@Timeout(60)
class DeviceChangesTest {

    private static final long GIB = 1L << 30;

    @TempDir private Path folder;
    private Node node;

    @BeforeEach
    void a_pool_of_one() throws Exception {
        var home = Home.at(folder.resolve("ann"));
        home.init(
                new Home.Beginning("ann", OptionalLong.of(GIB), Optional.of("127.0.0.1:0")),
                words -> {});
        node = home.node();
    }

    @AfterEach
    void it_stops() {
        node.close();
    }

    @Test
    void it_is_shown_with_all_that_is_known_of_it() throws Exception {
        var shown = show("ann");
        assertThat(shown.device().name()).isEqualTo("ann");
        assertThat(shown.device().duty()).isEqualTo(Outcome.Duty.ACTIVE);
        assertThat(shown.seniority()).isOne();
        assertThat(shown.admittedBy()).isEmpty();
        assertThat(shown.room()).isEqualTo(new Outcome.Room(GIB, GIB, GIB));
        assertThat(shown.share().partitions()).isEqualTo(shown.share().of());
        assertThat(show(shown.code())).as("its id is a name too").isEqualTo(show("ann"));
        refuses(new Command.ShowDevice("zoe"), Problem.Code.NO_SUCH, "no device named zoe");
    }

    @Test
    void it_gets_another_name() throws Exception {
        run(new Command.RenameDevice("ann", "anna"));
        assertThat(show("anna").device().name()).isEqualTo("anna");
        refuses(new Command.ShowDevice("ann"), Problem.Code.NO_SUCH, "no device named ann");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a\u001b[2J", "a\nb", "\u202eann"})
    void a_name_that_cannot_be_shown_is_none(String name) {
        refuses(new Command.RenameDevice("ann", name), Problem.Code.USAGE, "cannot be named");
    }

    @Test
    void what_it_contributes_changes_at_once_and_an_owner_grants_itself_more() throws Exception {
        run(new Command.ResizeDevice("ann", 4 * GIB));
        assertThat(show("ann").room()).isEqualTo(new Outcome.Room(4 * GIB, 4 * GIB, 4 * GIB));
        run(new Command.ResizeDevice("ann", 1_000_000_000));
        assertThat(show("ann").room().claimedBytes()).isEqualTo(1_000_000_000);
        assertThat(show("ann").room().offeredBytes())
                .as("in steps of an eighth of an octave")
                .isBetween(900_000_000L, 1_000_000_000L);
        run(new Command.ResizeDevice("ann", 0));
        assertThat(show("ann").device().capacityBytes()).isZero();
        refuses(new Command.ResizeDevice("ann", -1), Problem.Code.USAGE, "less than nothing");
    }

    @Test
    void what_it_contributes_beyond_its_disk_is_told_with_how_it_stands() throws Exception {
        assertThat(node.status().notes()).isEmpty();
        run(new Command.ResizeDevice("ann", 1L << 60));
        assertThat(node.status().notes())
                .singleElement()
                .asString()
                .startsWith("This device is to give the pool 1,152,921,504,606 MB, and its whole");
    }

    @Test
    void the_only_device_is_neither_drained_nor_parked_nor_removed() {
        refuses(
                new Command.DrainDevice("ann", false),
                Problem.Code.REFUSED,
                "No other device can keep what ann keeps.");
        refuses(new Command.ParkDevice("ann", false), Problem.Code.REFUSED, "ann is here");
        refuses(new Command.RemoveDevice("ann", false), Problem.Code.USAGE, "cannot remove itself");
    }

    @Test
    void the_only_owner_stays_one() {
        refuses(
                new Command.PlaceDevice("ann", Role.MEMBER),
                Problem.Code.REFUSED,
                "does not change its own role");
    }

    @Test
    void what_is_so_already_is_not_stated_again() throws Exception {
        assertThat(run(new Command.PlaceDevice("ann", Role.OWNER)).entries()).isZero();
        var cancelled = run(new Command.DrainDevice("ann", true));
        assertThat(cancelled.duty()).isEqualTo(Outcome.Duty.ACTIVE);
        assertThat(run(new Command.ParkDevice("ann", true)).entries()).isZero();
    }

    private Outcome.DeviceShown show(String name) throws Exception {
        var shown = run(new Command.ShowDevice(name));
        return new Outcome.DeviceShown(
                new Outcome.Device(
                        shown.device().id(),
                        shown.device().name(),
                        shown.device().role(),
                        shown.device().online(),
                        shown.device().capacityBytes(),
                        shown.device().usedBytes(),
                        shown.device().address(),
                        Optional.empty(),
                        shown.device().duty()),
                shown.code(),
                shown.seniority(),
                shown.admittedBy(),
                shown.room(),
                shown.share(),
                shown.owed(),
                shown.leaving());
    }

    private <R extends Outcome> R run(Command<R> command) throws Exception {
        return node.run(command, event -> {});
    }

    private void refuses(Command<?> command, Problem.Code code, String what) {
        assertThatThrownBy(() -> run(command))
                .isInstanceOfSatisfying(
                        NodeException.class, e -> assertThat(e.problem().code()).isEqualTo(code))
                .hasMessageContaining(what);
    }
}
