package dev.holdfast.tui.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.Outcome.Deed;
import dev.holdfast.engine.api.Outcome.Standing;
import dev.holdfast.engine.api.VolumePath;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The commands that look back and bring back.
class PastCommandsTest {

    private static final Instant MAY = Instant.parse("2026-05-31T18:04:09.250Z");
    private static final VolumePath LETTER = new VolumePath("files", "/letter");

    private final FakeDevice device = new FakeDevice();
    private final Shell shell = new Shell(device);

    private static Outcome.Version version(Deed deed, Standing standing, Optional<String> to) {
        var row = new Outcome.Row("/letter", Outcome.Kind.FILE, 2048, MAY, "abc");
        return new Outcome.Version(row, deed, standing, MAY, "ann", to);
    }

    @Test
    void history_tells_what_was_done_by_whom_and_what_cannot_come_back() {
        device.answers(
                new Outcome.History(
                        List.of(
                                version(Deed.MOVED_AWAY, Standing.STANDS, Optional.of("/new")),
                                version(Deed.WRITTEN, Standing.GONE, Optional.empty())),
                        true));
        assertThat(shell.run("history", "files:/letter", "--max", "2")).isZero();
        assertThat(device.asked).containsExactly(new Command.ReadHistory(LETTER, 2));
        assertThat(shell.out())
                .contains("moved to /new", "written; kept no more", "2.00 KiB", "ann");
        assertThat(shell.out()).contains("more than these 2");
    }

    @Test
    void history_is_a_document_too() {
        var version = version(Deed.MOVED_AWAY, Standing.REPLACED, Optional.of("/new"));
        device.answers(new Outcome.History(List.of(version), false));
        shell.run("history", "files:/letter", "--json");
        var document = shell.json().getAsJsonObject();
        assertThat(document.get("is_more").getAsBoolean()).isFalse();
        var one = document.get("versions").getAsJsonArray().get(0).getAsJsonObject();
        assertThat(one.get("at").getAsString()).isEqualTo("2026-05-31T18:04:09.250Z");
        assertThat(one.get("deed").getAsString()).isEqualTo("moved_away");
        assertThat(one.get("standing").getAsString()).isEqualTo("replaced");
        assertThat(one.get("to").getAsString()).isEqualTo("/new");
        assertThat(one.get("by").getAsString()).isEqualTo("ann");
        assertThat(one.get("path").getAsString()).isEqualTo("/letter");
        assertThat(one.has("size")).isFalse();
    }

    @Test
    void restore_passes_what_when_and_where() {
        device.answers(new Outcome.Restored(3, 2, 1, List.of()));
        var at = MAY.toString();
        assertThat(shell.run("restore", "files:/letter", "--at", at)).isZero();
        assertThat(shell.out()).contains("3 entries came back; 2 stood so already, 1 removed.");
        var old = new VolumePath("files", "/old");
        assertThat(shell.run("restore", "files:/letter", "files:/old", "--at", at, "--exact"))
                .isZero();
        assertThat(device.asked)
                .containsExactly(
                        new Command.Restore(LETTER, MAY, Optional.empty(), false),
                        new Command.Restore(LETTER, MAY, Optional.of(old), true));
    }

    @Test
    void what_is_too_old_is_named_and_the_exit_says_so() {
        var at = MAY.toString();
        device.answers(new Outcome.Restored(3, 0, 0, List.of("/letter")));
        assertThat(shell.run("restore", "files:", "--at", at)).isEqualTo(5);
        assertThat(shell.err()).contains("/letter as it stood then is kept no more");
        device.answers(new Outcome.Restored(0, 0, 0, List.of("/letter")));
        assertThat(shell.run("restore", "files:", "--at", at, "--json")).isEqualTo(1);
        var document = shell.json().getAsJsonObject();
        assertThat(document.get("gone").getAsJsonArray()).hasSize(1);
        assertThat(document.get("entries").getAsLong()).isZero();
    }

    @Test
    void restore_needs_a_time_that_is_one() {
        assertThat(shell.run("restore", "files:/letter")).isEqualTo(2);
        assertThat(shell.err()).contains("At which time it stood must be said.");
        assertThat(shell.run("restore", "files:/letter", "--at", "yesterdayish")).isEqualTo(2);
        assertThat(shell.err()).contains("is not a time such as");
        assertThat(device.asked).isEmpty();
    }

    @Test
    void the_past_is_listed_drawn_fetched_and_written_out() {
        device.answers(new Outcome.Listing(List.of(), Optional.empty()));
        var at = MAY.toString();
        shell.run("ls", "files:/letter", "--at", at);
        shell.run("tree", "files:/letter", "--at", at);
        assertThat(device.asked)
                .containsExactly(
                        new Command.ListEntries(LETTER, false, Optional.empty(), Optional.of(MAY)),
                        new Command.ListEntries(LETTER, true, Optional.empty(), Optional.of(MAY)));
        device.answers(
                new Outcome.Fetched(1, 1, Optional.empty(), java.time.Duration.ofSeconds(1)));
        shell.run("get", "files:/letter", "/tmp", "--at", at);
        shell.run("cat", "files:/letter", "--at", at);
        assertThat(device.asked.get(2))
                .isEqualTo(new Command.Get(LETTER, "/tmp", Optional.of(MAY)));
        assertThat(((Command.GetStream) device.asked.get(3)).asOf()).contains(MAY);
    }
}
