package dev.holdfast.tui.words;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

class WordsTest {

    private static final Pattern KEY = Pattern.compile("\"([a-z]+(?:\\.[a-z]+)+)\"");
    private static final Pattern COUNTED = Pattern.compile("Words\\.count\\(\\s*\"([a-z]+)\"");
    private static final Pattern PLACE = Pattern.compile("\\{(.*?)}");

    /// Texts of the form of a key that are none.
    private static final Set<String> OTHER =
            Set.of(
                    "daemon.aot",
                    "daemon.log",
                    "daemon.options",
                    "links.next",
                    "version.properties");

    /// Keys whose last part is a name of the program's.
    private static final String MADE = "top.order.";

    private static final Properties THERE = new Properties();
    private static String sources = "";

    @BeforeAll
    static void read() throws IOException {
        try (var in = WordsTest.class.getResourceAsStream("words.properties")) {
            THERE.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        }
        try (var all = Files.walk(Path.of("src/main/java"))) {
            for (var source : all.filter(Files::isRegularFile).toList()) {
                sources += Files.readString(source);
            }
        }
    }

    @Test
    void every_sentence_is_used_and_every_used_one_is_there() {
        var rooms =
                THERE.stringPropertyNames().stream()
                        .map(key -> key.substring(0, key.indexOf('.')))
                        .collect(Collectors.toSet());
        var used = new TreeSet<String>();
        KEY.matcher(sources)
                .results()
                .map(each -> each.group(1))
                .filter(key -> rooms.contains(key.substring(0, key.indexOf('.'))))
                .forEach(used::add);
        COUNTED.matcher(sources)
                .results()
                .map(each -> "count." + each.group(1))
                .forEach(thing -> used.addAll(List.of(thing + ".one", thing + ".more")));
        used.removeAll(OTHER);
        var said = new TreeSet<>(THERE.stringPropertyNames());
        said.removeIf(key -> key.startsWith(MADE));
        assertThat(used).isEqualTo(said);
    }

    @Test
    void the_places_of_a_sentence_are_numbered_from_the_first() {
        for (var key : THERE.stringPropertyNames()) {
            var places =
                    PLACE.matcher(THERE.getProperty(key))
                            .results()
                            .map(each -> each.group(1))
                            .collect(Collectors.toCollection(TreeSet::new));
            for (int i = 0; i < places.size(); i++) {
                assertThat(places).as(key).contains(String.valueOf(i));
            }
        }
    }

    @Test
    void each_sentence_stands_in_one_line_and_is_said_as_it_stands() {
        for (var key : THERE.stringPropertyNames()) {
            assertThat(Words.say(key)).as(key).isEqualTo(THERE.getProperty(key));
        }
    }

    @Test
    void places_are_filled_wherever_they_stand_and_values_are_left_as_they_are() {
        assertThat(Words.filled("{1} of {0}", "{1}", 7)).isEqualTo("7 of {1}");
        assertThat(Words.filled("all there")).isEqualTo("all there");
    }

    @Test
    void counts_are_read_as_people_say_them() {
        assertThat(Words.count("copy", 1)).isEqualTo("1 copy");
        assertThat(Words.count("copy", 0)).isEqualTo("0 copies");
    }

    @Test
    void a_key_that_is_not_there_is_named() {
        assertThatThrownBy(() -> Words.say("no.such")).hasMessageContaining("no.such");
    }
}
