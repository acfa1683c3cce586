package dev.holdfast.tui.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.api.Event;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.tui.render.UnheardException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.util.List;

class ExitCodesTest {

    private final FakeDevice device = new FakeDevice();
    private final Shell shell = new Shell(device);

    @Test
    void zero_when_as_many_copies_are_durable_as_asked_for() {
        device.answers(Outcomes.stored(3, 3, 3));
        assertThat(shell.run("put", "lake.jpg", "files:", "--wait", "copies:3")).isZero();
        assertThat(shell.out())
                .contains("1 file, 29.6 KiB", "3 of 3 copies; ann, bob, cat have all of it.");
        assertThat(shell.err()).isEmpty();
    }

    @Test
    void more_copies_than_asked_for_are_not_so_many_of_fewer() {
        device.answers(Outcomes.stored(3, 2, 3));
        assertThat(shell.run("put", "lake.jpg", "files:")).isZero();
        assertThat(shell.out()).contains("3 of 3 copies");
    }

    @Test
    void zero_with_a_remark_for_one_device_alone() {
        device.answers(Outcomes.stored(1, 1, 1));
        assertThat(shell.run("put", "lake.jpg", "files:")).isZero();
        assertThat(shell.out()).contains("No other device has it", "holdfast invite");
    }

    @Test
    void zero_with_a_remark_when_no_daemon_runs() {
        device.running = false;
        device.answers(Outcomes.stored(2, 2, 2));
        assertThat(shell.run("put", "lake.jpg", "files:")).isZero();
        assertThat(shell.out()).contains("start it with `holdfast start`");
    }

    @Test
    void three_with_the_honest_count_when_the_pool_is_too_small() {
        device.online = 3;
        device.answers(Outcomes.stored(2, 3, 2));
        assertThat(shell.run("put", "lake.jpg", "files:", "--wait", "copies:3")).isEqualTo(3);
        assertThat(shell.err().lines())
                .containsExactly(
                        "2 of 3 copies; the devices that are here can hold 2.",
                        "Add a device with `holdfast invite`; the missing copies then follow.");
    }

    @Test
    void three_with_patience_when_the_pool_is_large_enough_and_some_are_away() {
        device.online = 2;
        device.answers(Outcomes.stored(2, 3, 2));
        assertThat(shell.run("put", "lake.jpg", "files:", "--wait", "copies:3")).isEqualTo(3);
        assertThat(shell.err()).contains("can hold 2.", "when devices are back");
    }

    @Test
    void three_when_devices_are_away() {
        device.answers(Outcomes.stored(1, 3, 3));
        assertThat(shell.run("put", "lake.jpg", "files:", "--wait", "all")).isEqualTo(3);
        assertThat(shell.err()).contains("1 of 3 copies", "Keep Holdfast running");
    }

    @Test
    void five_when_some_files_were_missed_each_by_name() {
        device.answers(
                (command, events) -> {
                    events.accept(missed("/home/ann/locked"));
                    return Outcomes.stored(3, 3, 3);
                });
        assertThat(shell.run("put", "a", "b", "files:")).isEqualTo(5);
        assertThat(shell.err()).contains("/home/ann/locked: It cannot be read.", "Allow it.");
    }

    @Test
    void the_code_of_the_first_miss_when_nothing_was_done() {
        device.answers(
                (command, events) -> {
                    events.accept(missed("/home/ann/locked"));
                    return Outcomes.stored(0, new Outcome.Copies(0, 0, 0, List.of()));
                });
        assertThat(shell.run("put", "a", "files:")).isEqualTo(4);
        assertThat(shell.out()).as("nothing was stored").isEmpty();
        device.answers(
                (command, events) -> {
                    events.accept(missed("/locked"));
                    return Outcomes.fetched(0);
                });
        assertThat(shell.run("get", "files:/a")).isEqualTo(4);
        assertThat(shell.out()).as("nothing was fetched").isEmpty();
    }

    @Test
    void nothing_is_said_to_who_has_read_enough() {
        var closed = new UnheardException(new IOException("Broken pipe"));
        device.answers(
                (command, events) -> {
                    throw new NodeException(
                            new Problem(Problem.Code.FAILED, "It broke.", "Try again."), closed);
                });
        assertThat(shell.run("cat", "files:/lake.jpg")).isEqualTo(1);
        assertThat(shell.err()).isEmpty();
    }

    @Test
    void five_when_one_of_several_removals_fails() {
        device.answers(
                (command, events) -> {
                    if (device.asked.size() == 2) {
                        throw new NodeException(
                                Problem.Code.NO_SUCH, "There is no b.", "Look with ls.");
                    }
                    return new Outcome.Changed(1);
                });
        assertThat(shell.run("rm", "files:/a", "files:/b", "files:/c")).isEqualTo(5);
        assertThat(device.asked).hasSize(3);
        assertThat(shell.err()).contains("files:/b: There is no b.");
    }

    @ParameterizedTest
    @CsvSource({
        "NO_SUCH,4",
        "USAGE,2",
        "CANCELLED,130",
        "EXISTS,1",
        "FULL,1",
        "UNREACHABLE,1",
        "BUSY,1",
        "REFUSED,1",
        "DAMAGED,1",
        "FAILED,1"
    })
    void each_problem_has_its_code_and_says_what_and_then_what_to_do(Problem.Code code, int exit) {
        device.fails(code);
        assertThat(shell.run("stat", "files:/lake.jpg")).isEqualTo(exit);
        assertThat(shell.out()).isEmpty();
        assertThat(shell.err().lines()).containsExactly("It went wrong.", "Do it otherwise.");
    }

    @Test
    void two_for_words_that_do_not_fit() {
        assertThat(shell.run("ls")).isEqualTo(2);
        assertThat(shell.run("ls", "no-colon")).isEqualTo(2);
        assertThat(shell.run("put", "files:")).isEqualTo(2);
        assertThat(shell.run("put", "a", "b")).isEqualTo(2);
        assertThat(shell.run("put", "a", "files:", "--wait", "copies:9")).isEqualTo(2);
        assertThat(shell.run("put", "a", "-", "files:/x")).isEqualTo(2);
        assertThat(shell.run("cat", "files:/a", "--json")).isEqualTo(2);
        assertThat(shell.run("device")).isEqualTo(2);
        assertThat(shell.run("dance")).isEqualTo(2);
        assertThat(device.asked).isEmpty();
        assertThat(shell.err()).contains("See `holdfast --help` for what fits.");
    }

    @Test
    void one_for_an_error_of_our_own_without_losing_it() {
        device.answers(
                (command, events) -> {
                    throw new IllegalStateException("a bug");
                });
        assertThat(shell.run("stat", "files:/a", "--json")).isEqualTo(1);
        assertThat(shell.json().toString()).contains("a bug");
    }

    @Test
    void one_hundred_and_thirty_when_the_command_is_interrupted() {
        device.answers(
                (command, events) -> {
                    throw new InterruptedException();
                });
        assertThat(shell.run("get", "files:/a")).isEqualTo(130);
        assertThat(shell.err()).startsWith("Cancelled.");
    }

    @Test
    void help_and_no_command_are_fine() {
        assertThat(shell.run()).isZero();
        assertThat(shell.out()).contains("Usage: holdfast", "devices", "Exit: 0 done");
        assertThat(shell.run("put", "--help")).isZero();
        assertThat(shell.out()).contains("--patience");
    }

    private static Event missed(String path) {
        return new Event.Missed(
                path, new Problem(Problem.Code.NO_SUCH, "It cannot be read.", "Allow it."));
    }
}
