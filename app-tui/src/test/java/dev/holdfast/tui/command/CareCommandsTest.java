package dev.holdfast.tui.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.Outcome;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

/// The commands with which a person looks after copies.
class CareCommandsTest {

    private final FakeDevice device = new FakeDevice();
    private final Shell shell = new Shell(device);

    private static Outcome.Scrubbed scrubbed(long damaged, long alone, long repaired) {
        var files =
                damaged == 0
                        ? List.<Outcome.Hurt>of()
                        : List.of(
                                new Outcome.Hurt("files:/lake.jpg", 1, alone == 0 ? 2 : 0, false));
        return new Outcome.Scrubbed(
                5 << 20, 7, damaged, 0, alone, repaired, 0, files, Duration.ofSeconds(2));
    }

    @Test
    void scrub_reads_all_and_says_that_it_is_sound() {
        device.answers(scrubbed(0, 0, 0));
        assertThat(shell.run("scrub")).isZero();
        assertThat(device.asked).containsExactly(new Command.Scrub(true));
        assertThat(shell.out()).contains("all is sound.");
    }

    @Test
    void scrub_names_what_was_hurt_and_says_what_came_back() {
        device.answers(scrubbed(1, 0, 1));
        assertThat(shell.run("scrub")).isZero();
        assertThat(shell.out())
                .contains("damaged: 1, gone: 0; sound again: 1.")
                .contains("files:/lake.jpg: hurt here, and kept by other devices");
    }

    @Test
    void scrub_says_what_was_read_again_from_linked_folders() {
        var lake = new Outcome.Hurt("files:/lake.jpg", 1, 0, true);
        device.answers(
                new Outcome.Scrubbed(
                        5 << 20, 7, 1, 0, 0, 1, 1, List.of(lake), Duration.ofSeconds(2)));
        assertThat(shell.run("scrub")).isZero();
        assertThat(shell.out())
                .contains("Chunks that were read again from linked folders: 1.")
                .contains("files:/lake.jpg: was hurt here, and is sound again");
    }

    @Test
    void scrub_says_what_to_do_while_sound_copies_are_still_to_come() {
        device.answers(scrubbed(1, 0, 0));
        assertThat(shell.run("scrub")).isEqualTo(3);
        assertThat(shell.err()).contains("Keep Holdfast running here and on the other devices");
    }

    @Test
    void scrub_counts_what_is_gone_as_it_counts_what_is_damaged() {
        var gone =
                new Outcome.Scrubbed(5 << 20, 7, 0, 2, 0, 1, 0, List.of(), Duration.ofSeconds(2));
        device.answers(gone);
        assertThat(shell.run("scrub")).isEqualTo(3);
        assertThat(shell.out()).contains("damaged: 0, gone: 2; sound again: 1.");
        assertThat(shell.err()).contains("sound copies then follow");
    }

    @Test
    void scrub_fails_when_no_other_copy_is_known() {
        device.answers(scrubbed(1, 1, 0));
        assertThat(shell.run("scrub")).isEqualTo(1);
        assertThat(shell.err()).contains("store the files again that you have elsewhere.");
    }

    @Test
    void scrub_is_a_document_for_programs() {
        device.answers(scrubbed(1, 0, 1));
        assertThat(shell.run("scrub", "--json")).isZero();
        assertThat(JsonParser.parseString(shell.out()))
                .isEqualTo(
                        JsonParser.parseString(
                                """
                                {"checked_bytes":5242880,"checked_chunks":7,"damaged":1,"missing":0,
                                 "alone":0,"repaired":1,"from_folders":0,
                                 "files":[{"path":"files:/lake.jpg","chunks":1,"copies":2,
                                           "back":false}],
                                 "seconds":2.0}
                                """));
    }

    private static Outcome.Repaired repaired(long made, long owed, List<String> away) {
        return new Outcome.Repaired(made, made << 20, owed, away, List.of(), Duration.ofSeconds(1));
    }

    @Test
    void repair_says_what_was_made() {
        device.answers(repaired(7, 0, List.of()));
        assertThat(shell.run("repair")).isZero();
        assertThat(device.asked).containsExactly(new Command.Repair());
        assertThat(shell.out()).contains("Copies made: 7;");
    }

    @Test
    void repair_says_for_whom_the_rest_waits() {
        device.answers(repaired(0, 3, List.of("bob", "cat")));
        assertThat(shell.run("repair")).isEqualTo(3);
        assertThat(shell.err())
                .contains("Copies still to be made: 3;")
                .contains("They wait for bob, cat: bring them online,");
    }

    @Test
    void repair_names_the_devices_that_have_no_room() {
        var full = List.of("attic", "shed\u001b[31m");
        device.answers(new Outcome.Repaired(0, 0, 3, List.of(), full, Duration.ofSeconds(1)));
        assertThat(shell.run("repair")).isEqualTo(3);
        assertThat(shell.err()).contains("attic, shed").doesNotContain("\u001b");
    }

    @Test
    void repair_is_a_document_for_programs() {
        device.answers(repaired(1, 3, List.of("bob")));
        assertThat(shell.run("repair", "--json")).isEqualTo(3);
        assertThat(JsonParser.parseString(shell.out()))
                .isEqualTo(
                        JsonParser.parseString(
                                """
                                {"made":1,"sent_bytes":1048576,"owed":3,"away":["bob"],"full":[],
                                 "seconds":1.0}
                                """));
    }

    private static Outcome.Rebalanced rebalanced(long moved, long left, List<String> away) {
        return new Outcome.Rebalanced(
                moved, moved << 20, left, left << 20, away, Duration.ofSeconds(1));
    }

    @Test
    void rebalance_says_what_moved_and_for_whom_the_rest_waits() {
        device.answers(rebalanced(5, 0, List.of()));
        assertThat(shell.run("rebalance")).isZero();
        assertThat(shell.out()).contains("Moved to where they belong: 5 chunks,");

        device.answers(rebalanced(0, 2, List.of("eve")));
        assertThat(shell.run("rebalance")).isEqualTo(3);
        assertThat(shell.err()).contains("and wait for eve: bring them online.");
    }

    @Test
    void rebalance_is_a_document_for_programs() {
        device.answers(rebalanced(1, 2, List.of("eve")));
        assertThat(shell.run("rebalance", "--json")).isEqualTo(3);
        assertThat(JsonParser.parseString(shell.out()))
                .isEqualTo(
                        JsonParser.parseString(
                                """
                                {"moved_chunks":1,"moved_bytes":1048576,"left_chunks":2,
                                 "left_bytes":2097152,"away":["eve"],"seconds":1.0}
                                """));
    }
}
