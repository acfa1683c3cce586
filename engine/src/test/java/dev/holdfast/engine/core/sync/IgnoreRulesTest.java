package dev.holdfast.engine.core.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.sync.IgnoreRules.UnfitException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

class IgnoreRulesTest {

    private static IgnoreRules rules(String... lines) throws UnfitException {
        var text = String.join("\n", lines);
        return IgnoreRules.read(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    /// Whether a file is left alone, by itself or by a directory above it.
    private static boolean leaves(IgnoreRules rules, String path) {
        return !covers(rules, path, false);
    }

    private static boolean covers(IgnoreRules rules, String path, boolean isDirectory) {
        return new Coverage(Set.of(), List.of(rules)).covers(new EntryPath(path), isDirectory);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*.o           | a.o           | a.c",
                "*.o           | d/e/a.o       | a.o.c",
                "*.o           | .o            | o",
                "a?c           | abc           | ac",
                "a?c           | a\uD83D\uDE00c | abbc",
                "a*b*c         | axxbyyc       | axxcyyb",
                "cache         | cache/x       | cached",
                "cache         | d/cache/x     | d/cache2",
                "/cache        | cache/x       | d/cache",
                "d/cache       | d/cache       | e/d/cache",
                "d/*.txt       | d/a.txt       | d/e/a.txt",
                "**/d/a        | d/a           | d/b",
                "**/d/a        | x/y/d/a       | x/d/y/a",
                "d/**          | d/x/y         | d",
                "a/**/b        | a/b           | b",
                "a/**/b        | a/x/y/b       | a/x/y",
                "a/**/b/**/c   | a/b/x/b/c     | a/x/c",
                "build/        | build/a       | build",
                "[abc]1        | b1            | d1",
                "[!abc]1       | d1            | b1",
                "[a-c]1        | b1            | d1",
                "[]x]1         | ]1            | y1",
                "[a            | [a            | a",
                "\\*a           | *a            | ba",
                "\\#a           | #a            | a",
                "\\!a           | !a            | a",
                "(?i)*.JPG     | a.jpg         | a.jpeg",
                "*.JPG         | a.JPG         | a.jpg",
                "e\u0301       | \u00E9        | e",
            })
    void a_pattern_leaves_alone_what_it_says(String pattern, String alone, String other)
            throws Exception {
        assertThat(leaves(rules(pattern), alone)).as(alone).isTrue();
        assertThat(leaves(rules(pattern), other)).as(other).isFalse();
    }

    @Test
    void the_last_pattern_that_matches_decides() throws Exception {
        var rules = rules("*.log", "!keep.log", "/d/*.log");
        assertThat(leaves(rules, "a.log")).isTrue();
        assertThat(leaves(rules, "d/e/keep.log")).isFalse();
        assertThat(leaves(rules, "d/keep.log")).isTrue();
    }

    @Test
    void nothing_below_a_directory_that_is_left_alone_comes_back() throws Exception {
        var rules = rules("d", "!d/a", "!a");
        assertThat(leaves(rules, "d/a")).isTrue();
        assertThat(leaves(rules, "e/a")).isFalse();
    }

    @Test
    void a_pattern_for_directories_does_not_mean_files() throws Exception {
        assertThat(covers(rules("build/"), "d/build", false)).isTrue();
        assertThat(covers(rules("build/"), "d/build", true)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# *", "   ", "/", "!", "(?i)", "\uFEFF", "//"})
    void what_says_nothing_leaves_nothing_alone(String line) throws Exception {
        assertThat(leaves(rules(line), "a")).isFalse();
    }

    @Test
    void blanks_at_the_end_and_returns_are_not_meant() throws Exception {
        assertThat(leaves(rules("a  ", "b\r"), "a")).isTrue();
        assertThat(leaves(rules("a  ", "b\r"), "b")).isTrue();
        assertThat(leaves(rules("a\\ "), "a ")).isTrue();
    }

    @Test
    void the_file_of_the_rules_is_never_left_alone() throws Exception {
        assertThat(leaves(rules("*"), ".holdfastignore")).isFalse();
        assertThat(leaves(rules("*"), "d/.holdfastignore")).isTrue();
    }

    /// Each of these takes years where all ways to match are tried.
    @Test
    @Timeout(30)
    void hostile_patterns_take_no_longer_than_others() throws Exception {
        var name = "a".repeat(EntryPath.NAME_MAX - 1) + "b";
        assertThat(leaves(rules("*a".repeat(120) + "c"), name)).isFalse();
        assertThat(leaves(rules("*?".repeat(100) + "c"), name)).isFalse();
        var deep = "a/".repeat(EntryPath.DEPTH_MAX - 1) + "b";
        assertThat(leaves(rules("**/a/".repeat(60) + "c"), deep)).isFalse();
        assertThat(leaves(rules("**/".repeat(2_000) + "c"), deep)).isFalse();
    }

    @Test
    void rules_that_are_too_much_or_no_text_are_refused() {
        assertThatThrownBy(() -> rules("x".repeat(IgnoreRules.BYTES_MAX + 1)))
                .isInstanceOf(UnfitException.class);
        assertThatThrownBy(() -> rules("x\n".repeat(IgnoreRules.PATTERNS_MAX + 1)))
                .hasMessageContaining("1000 patterns");
        assertThatThrownBy(() -> IgnoreRules.read(ByteBuffer.wrap(new byte[] {(byte) 0xff})))
                .hasMessageContaining("UTF-8");
    }
}
