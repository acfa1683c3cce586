package dev.holdfast.tui.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.api.recovery.WordCheck;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// How the recovery words come to the person, and back.
class InitCommandTest {

    private static final List<String> WORDS =
            IntStream.rangeClosed(1, 24).mapToObj(i -> "word" + i).toList();
    private static final Path FILE = Path.of("/desk/words");

    private final FakeDevice device = new FakeDevice();
    private final Shell shell = new Shell(device);

    /// What a person types who has the words on paper: Enter, then those that are asked for.
    private static String readBack() {
        return WordCheck.of(WORDS).places().stream()
                .map(WORDS::get)
                .collect(Collectors.joining("\n", "\n", "\n"));
    }

    @Test
    void the_words_go_to_a_file_and_the_pool_begins_as_it_was_said() {
        var words = "init --name ann --capacity 50G --listen 127.0.0.1:0 --phrase-file " + FILE;
        assertThat(shell.run(words.split(" "))).isZero();
        assertThat(device.papers.get(FILE)).startsWith("word1 word2 ").endsWith(" word24");
        assertThat(device.begun)
                .contains(
                        new Device.Beginning(
                                "ann",
                                OptionalLong.of(50L << 30),
                                Optional.of("127.0.0.1:0"),
                                true));
        assertThat(shell.out()).contains("holdfast start", "holdfast invite");
        assertThat(device.unread).as("whoever takes them from a file").isEmpty();
    }

    @Test
    void no_file_is_overwritten_and_then_nothing_is_made() {
        device.papers.put(FILE, "mine");
        assertThat(shell.run("init", "--phrase-file", FILE.toString())).isEqualTo(1);
        assertThat(shell.run("init", "--phrase-page", FILE.toString())).isEqualTo(1);
        assertThat(shell.err()).contains("cannot be written to " + FILE);
        assertThat(device.begun).isEmpty();
    }

    @Test
    void it_refuses_when_the_words_would_be_lost() {
        assertThat(shell.run("init")).isEqualTo(2);
        assertThat(device.begun).isEmpty();
        assertThat(shell.onATerminal().run("init", "--json")).isEqualTo(2);
        assertThat(device.begun).isEmpty();
    }

    @Test
    void a_person_sees_them_once_and_reads_three_of_them_from_the_paper() {
        assertThat(shell.onATerminal().reading(readBack()).run("init")).isZero();
        assertThat(shell.out()).contains("1 word1 ", "24 word24", "This device is lake");
        for (var place : WordCheck.of(WORDS).places()) {
            assertThat(shell.out()).contains("Word " + (place + 1) + ":");
        }
        assertThat(shell.out().split("word24")).hasSize(2);
        assertThat(device.unread).isEmpty();
    }

    @Test
    void before_they_are_asked_for_the_words_go_from_the_screen() {
        shell.onATerminal().reading(readBack()).run("init");
        assertThat(shell.out()).containsSubsequence("24 word24", "\u001b[14A\u001b[J", "Word ");
    }

    @Test
    void what_is_wrong_is_compared_and_asked_for_again() {
        var typed = "\nword\nword\nword\n" + readBack();
        assertThat(shell.onATerminal().reading(typed).run("init")).isZero();
        assertThat(shell.out()).contains("That is not what was shown");
        assertThat(shell.out().split("word24")).hasSize(3);
        assertThat(device.unread).isEmpty();
    }

    @Test
    void who_puts_it_off_has_a_pool_and_is_reminded_until_it_is_made_up_for() {
        assertThat(shell.onATerminal().reading("\n\n").run("init")).isZero();
        assertThat(device.begun).isPresent();
        assertThat(device.unread).isEqualTo(WORDS);
        assertThat(shell.err()).contains("holdfast recover --check");

        shell.reading("alpha ".repeat(24) + "\n");
        assertThat(shell.run("recover", "--check")).isEqualTo(1);
        assertThat(device.unread).isEqualTo(WORDS);
        shell.reading(String.join(" ", WORDS) + "\n");
        assertThat(shell.run("recover", "--check")).isZero();
        assertThat(shell.out()).contains("These are the words of this pool");
        assertThat(device.unread).isEmpty();
        assertThat(device.returned).as("nothing is looked for").isEmpty();
    }

    @Test
    void who_goes_away_has_put_it_off() {
        assertThat(shell.onATerminal().run("init")).isZero();
        assertThat(device.unread).isEqualTo(WORDS);
    }

    @Test
    void a_page_to_print_is_in_place_of_the_screen_and_is_read_back_too() {
        var page = List.of("init", "--name", "ann", "--phrase-page", FILE.toString());
        shell.onATerminal().reading(readBack());
        assertThat(shell.run(page.toArray(String[]::new))).isZero();
        assertThat(device.papers.get(FILE)).startsWith("ann word1 word2 ").endsWith(" word24");
        assertThat(shell.out()).contains("Print it", "Word ").doesNotContain("word24");
        assertThat(device.unread).isEmpty();
    }

    @Test
    void a_program_gets_a_page_without_a_question() {
        assertThat(shell.run("--json", "init", "--phrase-page", FILE.toString())).isZero();
        assertThat(shell.json().getAsJsonObject().get("phrase_page").getAsString())
                .isEqualTo(FILE.toString());
        assertThat(device.unread).isEmpty();
    }
}
