package dev.holdfast.tui.words;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/// The sentences of the terminal face, by their keys. They are read when the first is said: a
/// command that only prints names says none.
///
/// One is looked up in the text of the file as it is, and its places are filled as they are, `{0}`
/// with the first value. A [java.util.ResourceBundle] and a [java.text.MessageFormat] would take
/// longer to load than all that a short command says.
public final class Words {

    private Words() {}

    /// The sentence of `key` with its places filled.
    public static String say(String key, @Nullable Object... values) {
        return filled(sentence(key), values);
    }

    /// So many of something: `count("file", 2)` is `2 files`.
    public static String count(String thing, long count) {
        return say("count." + thing + (count == 1 ? ".one" : ".more"), count);
    }

    /// The titles of a table; `>` before one aligns its column to the right.
    public static List<String> titles(String key) {
        return List.of(sentence(key).split("\\|", -1));
    }

    private static String sentence(String key) {
        var start = "\n" + key + "=";
        int at = File.TEXT.indexOf(start);
        if (at < 0) {
            throw new IllegalArgumentException("there is no sentence " + key);
        }
        int from = at + start.length();
        return File.TEXT.substring(from, File.TEXT.indexOf('\n', from)).replace("\\n", "\n");
    }

    static String filled(String sentence, @Nullable Object... values) {
        var text = new StringBuilder();
        int from = 0;
        for (int open = sentence.indexOf('{');
                open >= 0 && values.length > 0;
                open = sentence.indexOf('{', from)) {
            int close = sentence.indexOf('}', open);
            int place = Integer.parseInt(sentence, open + 1, close, 10);
            text.append(sentence, from, open).append(values[place]);
            from = close + 1;
        }
        return text.append(sentence, from, sentence.length()).toString();
    }

    private static final class File {

        static final String TEXT = read();

        private static String read() {
            try (var in = Words.class.getResourceAsStream("words.properties")) {
                return new String(
                        Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
