package dev.holdfast.tui.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.api.Role;
import dev.holdfast.engine.api.recovery.Found;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

class RecoverCommandTest {

    private static final Instant THEN = Instant.parse("2026-11-20T18:12:07Z");
    private static final String AT = "127.0.0.1:4711";

    @TempDir private Path folder;
    private final FakeDevice device = new FakeDevice();
    private final Shell shell = new Shell(device);
    private String words = "";

    @BeforeEach
    void a_pool_of_three() throws IOException {
        words = Files.writeString(folder.resolve("words"), "one two three\n").toString();
        device.found = found(0);
    }

    private static Found found(long lacking) {
        return new Found(
                "id-of-pool",
                List.of(
                        new Found.Survivor("1", "laptop", Role.OWNER, false, Optional.of(THEN)),
                        new Found.Survivor("2", "attic", Role.MEMBER, true, Optional.of(THEN)),
                        new Found.Survivor("3", "shelf", Role.KEEPER, false, Optional.empty())),
                7,
                4096,
                lacking == 0 ? List.of() : List.of(new Found.Lacking("files:/a\u001b", 3, 2)),
                lacking,
                0);
    }

    @Test
    void a_rehearsal_shows_what_there_is_and_asks_nobody() {
        assertThat(shell.run("recover", "--at", AT, "--phrase-file", words, "--rehearse")).isZero();
        assertThat(device.returned.orElseThrow().isRehearsal()).isTrue();
        assertThat(device.returned.orElseThrow().at()).contains(AT);
        assertThat(device.returned.orElseThrow().words()).contains("one two three");
        assertThat(shell.out())
                .contains("attic   member  yes", "shelf   keeper  no        never", "7 files")
                .contains("nothing was changed anywhere");
    }

    @Test
    void what_is_missing_is_named_and_the_exit_says_so() {
        device.found = found(1);
        assertThat(shell.run("recover", "--at", AT, "--phrase-file", words, "--rehearse"))
                .isEqualTo(Exit.PARTLY);
        assertThat(shell.out()).contains("2 of 3 chunks are nowhere").doesNotContain("\u001b");
        assertThat(shell.run("--json", "recover", "--at", AT, "--phrase-file", words))
                .isEqualTo(Exit.PARTLY);
        var document = shell.json().getAsJsonObject();
        assertThat(document.get("lacking_files").getAsInt()).isEqualTo(1);
        assertThat(document.getAsJsonArray("devices")).hasSize(3);
    }

    @Test
    void whoever_is_not_kept_is_put_out() {
        assertThat(run("--keep", "attic")).isZero();
        assertThat(device.putOut).containsExactly("1", "3");
        assertThat(run("--keep", "attic", "shelf")).isZero();
        assertThat(device.putOut).containsExactly("1");
        assertThat(run("--keep", "attic", "--keep", "2", "--keep", "shelf")).isZero();
        assertThat(device.putOut).containsExactly("1");
        assertThat(run("--revoke", "laptop")).isZero();
        assertThat(device.putOut).containsExactly("1");
    }

    @Test
    void without_a_word_and_a_terminal_nobody_is_put_out() {
        assertThat(run()).isZero();
        assertThat(device.putOut).isEmpty();
        assertThat(shell.err()).contains("No device was put out");
    }

    @Test
    void names_that_do_not_fit_change_nothing() {
        assertThat(run("--keep", "zoe")).isEqualTo(Exit.NO_SUCH);
        assertThat(shell.err()).contains("no device named zoe");
        assertThat(run("--keep", "attic", "--revoke", "attic")).isEqualTo(Exit.USAGE);
        assertThat(device.putOut).isEmpty();
    }

    @Test
    void without_an_address_devices_nearby_are_asked() {
        assertThat(shell.run("recover", "--phrase-file", words, "--rehearse")).isZero();
        assertThat(device.returned.orElseThrow().at()).isEmpty();
    }

    @Test
    void a_person_is_asked_for_each() {
        shell.onATerminal().reading("n\ny\nperhaps\nYES\n");
        assertThat(run()).isZero();
        assertThat(device.putOut).containsExactly("1");
        shell.reading("n\n");
        assertThat(run()).as("who goes away decides nothing").isEqualTo(Exit.CANCELLED);
    }

    @Test
    void the_words_are_asked_for_until_there_are_enough() {
        var typed = "alpha ".repeat(12) + "\n" + "beta ".repeat(12) + "\nn\nn\nn\n";
        assertThat(shell.onATerminal().reading(typed).run("recover", "--at", AT)).isZero();
        assertThat(device.returned.orElseThrow().words().split(" ")).hasSize(24);
        assertThat(device.returned.orElseThrow().toString()).doesNotContain("alpha");
        assertThat(device.putOut).hasSize(3);
        assertThat(shell.out()).doesNotContain("alpha");
    }

    @Test
    void what_is_needed_must_be_named() {
        assertThat(shell.run("recover", "--phrase-file", words, "--no-discovery"))
                .as("then nobody is looked for")
                .isEqualTo(Exit.USAGE);
        assertThat(shell.run("recover", "--at", AT)).isEqualTo(Exit.USAGE);
        assertThat(shell.onATerminal().run("--json", "recover", "--at", AT)).isEqualTo(Exit.USAGE);
        var nowhere = folder.resolve("nowhere").toString();
        assertThat(shell.run("recover", "--at", AT, "--phrase-file", nowhere))
                .isEqualTo(Exit.NO_SUCH);
        assertThat(device.returned).isEmpty();
    }

    private int run(String... more) {
        var all = new ArrayList<>(List.of("recover", "--at", AT, "--phrase-file", words));
        all.addAll(List.of(more));
        return shell.run(all.toArray(String[]::new));
    }
}
