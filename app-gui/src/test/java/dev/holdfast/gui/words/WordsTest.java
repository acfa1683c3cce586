package dev.holdfast.gui.words;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

class WordsTest {

    private static final Pattern KEY = Pattern.compile("\"([a-z]+(?:\\.[a-z]+)+)\"");

    /// Keys whose last part is a name of the program's: a role, a look, a screen, a way.
    private static final Set<String> MADE = Set.of("role", "look", "screen", "setup");

    @Test
    void every_sentence_is_used_and_every_used_one_is_there() throws IOException {
        var there = ResourceBundle.getBundle("dev.holdfast.gui.words.words").keySet();
        var used = new TreeSet<String>();
        try (var sources = Files.walk(Path.of("src/main/java"))) {
            for (var source : sources.filter(Files::isRegularFile).toList()) {
                var keys = KEY.matcher(Files.readString(source));
                while (keys.find()) {
                    used.add(keys.group(1));
                }
            }
        }
        used.removeIf(
                key ->
                        Set.of(
                                        "os.name",
                                        "user.home",
                                        "java.home",
                                        "java.class.path",
                                        "java.exe",
                                        "daemon.log",
                                        "window.properties",
                                        "holdfast.css",
                                        "dev.holdfast.gui.words.words")
                                .contains(key));
        assertThat(there).containsAll(used);
        var idle = new TreeSet<>(there);
        idle.removeAll(used);
        idle.removeIf(key -> MADE.contains(key.substring(0, key.indexOf('.'))));
        assertThat(idle).isEmpty();
    }

    @Test
    void counts_are_read_as_people_say_them() {
        assertThat(Words.say("foot.owed", 1)).isEqualTo("1 copy still to be made");
        assertThat(Words.say("foot.owed", 12_000)).isEqualTo("12,000 copies still to be made");
    }

    @Test
    void sizes_and_spans_have_three_digits_and_a_unit() {
        assertThat(Sizes.text(1023)).isEqualTo("1023 B");
        assertThat(Sizes.text(30_352)).isEqualTo("29.6 KiB");
        assertThat(Sizes.text(Long.MAX_VALUE)).isEqualTo("8192 PiB");
        assertThat(Times.text(Duration.ofSeconds(89))).isEqualTo("89 s");
        assertThat(Times.text(Duration.ofHours(12))).isEqualTo("12 h");
    }
}
