package dev.holdfast.engine.core.namespace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.holdfast.engine.core.canonical.CanonicalReader;
import dev.holdfast.engine.core.canonical.CanonicalWriter;
import dev.holdfast.engine.core.canonical.MalformedException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

@SuppressWarnings("UnusedVariable") // the tables are read by name
class EntryPathTest {

    private static final List<String> HOSTILE =
            List.of(
                    "..",
                    "../etc",
                    "a/../b",
                    "a/..",
                    ".",
                    "a/./b",
                    "...",
                    ".. ",
                    " ",
                    "/etc",
                    "//",
                    "a//b",
                    "a/",
                    "a\\b",
                    "\\\\host\\share",
                    "C:",
                    "c:/windows",
                    "file.txt:stream",
                    "a\0b",
                    "a\nb",
                    "\u007f",
                    "\u0085",
                    "CON",
                    "con.txt",
                    "aux/x",
                    "x/NUL",
                    "com1",
                    "Lpt9.log",
                    "COM¹",
                    "conin$",
                    "nul .txt",
                    "\ud800",
                    "a\udc00b");

    private static final List<String> HARMLESS =
            List.of(
                    "a",
                    "a/b",
                    ".hidden",
                    "..a",
                    "a..b",
                    "a.",
                    " a",
                    "console",
                    "nullable",
                    "com",
                    "com10",
                    "naïve résumé.pdf",
                    "日本語/ファイル",
                    "😀",
                    "\u202egnp.exe",
                    "a b/c&d;e'f\"g*?<>|");

    @ParameterizedTest
    @FieldSource("HOSTILE")
    void a_name_that_would_mean_something_else_somewhere_is_refused(String text) throws Exception {
        assertThat(EntryPath.fault(text)).isPresent();
        assertThatThrownBy(() -> new EntryPath(text)).isInstanceOf(IllegalArgumentException.class);
        var sent = new CanonicalWriter().text(text).toBytes();
        if (!new String(sent, UTF_8).endsWith(text)) {
            return; // cannot even be sent
        }
        assertThatThrownBy(() -> EntryPath.read(new CanonicalReader(sent)))
                .isInstanceOf(MalformedException.class);
    }

    @ParameterizedTest
    @FieldSource("HARMLESS")
    void other_names_are_kept_as_they_were_typed(String text) throws Exception {
        var to = new CanonicalWriter();
        new EntryPath(text).write(to);
        assertThat(EntryPath.read(new CanonicalReader(to.toBytes())).text()).isEqualTo(text);
    }

    @Test
    void composed_and_decomposed_names_are_one_place() {
        var composed = new EntryPath("caf\u00e9/x");
        var decomposed = new EntryPath("cafe\u0301/x");
        assertThat(composed.isSamePlaceAs(decomposed)).isTrue();
        assertThat(composed.compareTo(decomposed)).isZero();
        assertThat(decomposed.text()).isNotEqualTo(composed.text());
        assertThat(composed.isBelow(new EntryPath("cafe\u0301"))).isTrue();
    }

    @Test
    void names_and_paths_have_limits() {
        assertThat(EntryPath.fault("x".repeat(EntryPath.NAME_MAX))).isEmpty();
        assertThat(EntryPath.fault("x".repeat(EntryPath.NAME_MAX + 1))).isPresent();
        assertThat(EntryPath.fault("é".repeat(EntryPath.NAME_MAX / 2 + 1))).isPresent();
        assertThat(EntryPath.fault("a/".repeat(EntryPath.DEPTH_MAX - 1) + "a")).isEmpty();
        assertThat(EntryPath.fault("a/".repeat(EntryPath.DEPTH_MAX) + "a")).isPresent();
        var name = "x".repeat(EntryPath.NAME_MAX);
        assertThat(EntryPath.fault((name + "/").repeat(16) + "x")).isPresent();
        assertThat(EntryPath.fault("x".repeat(1 << 20))).isPresent();
    }

    @Test
    void there_is_room_for_any_name_beside_any_other() {
        var above = "x".repeat(EntryPath.NAME_MAX) + "/";
        var most = above.repeat(14) + "x/";
        var deepest = most + "x".repeat(EntryPath.ABOVE_MAX - most.length());
        assertThat(EntryPath.fault(deepest + "/x")).isEmpty();
        assertThat(EntryPath.fault(deepest + "/" + "x".repeat(EntryPath.NAME_MAX))).isEmpty();
        assertThat(EntryPath.fault(deepest + "x")).isEmpty();
        assertThat(EntryPath.fault(deepest + "x/x")).isPresent();
    }

    @Test
    void knows_its_parent_its_name_and_what_is_below() {
        var path = new EntryPath("a/b/c");
        assertThat(path.name()).isEqualTo("c");
        assertThat(path.names()).containsExactly("a", "b", "c");
        assertThat(path.parent()).isEqualTo(new EntryPath("a/b"));
        assertThat(new EntryPath("a").parent()).isEqualTo(EntryPath.ROOT);
        assertThat(EntryPath.ROOT.child("a").child("b")).isEqualTo(new EntryPath("a/b"));
        assertThat(path.isBelow(new EntryPath("a"))).isTrue();
        assertThat(new EntryPath("ab").isBelow(new EntryPath("a"))).isFalse();
        assertThat(path.isBelow(path)).isFalse();
    }

    @Test
    void the_order_is_that_of_the_bytes() {
        var beyond = new EntryPath("\ud83d\ude00");
        var late = new EntryPath("\uff5e");
        assertThat(beyond.text()).isLessThan(late.text());
        assertThat(beyond).isGreaterThan(late);
    }

    @Test
    void names_with_marks_that_may_be_composed_are_in_the_order_of_their_keys() {
        var letters = List.of("a", "e", "z", "\u00e9", "\u0301", "\uff5e", "\ud83d\ude00");
        var all = new ArrayList<EntryPath>();
        for (var first : letters) {
            all.add(new EntryPath(first));
            for (var second : letters) {
                all.add(new EntryPath(first + second));
                letters.forEach(third -> all.add(new EntryPath(first + second + third)));
            }
        }
        for (var one : all) {
            for (var other : all) {
                int order =
                        Arrays.compareUnsigned(
                                one.key().getBytes(UTF_8), other.key().getBytes(UTF_8));
                assertThat(Integer.signum(one.compareTo(other)))
                        .as("%s beside %s", one, other)
                        .isEqualTo(Integer.signum(order));
            }
        }
    }
}
