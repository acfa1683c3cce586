package dev.holdfast.engine.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.node.LogBook.Entry;
import dev.holdfast.engine.node.LogBook.Level;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What is noted stands in lines that a program can read, and never takes more room than it may.
class LogBookTest {

    private static final Instant AT = Instant.parse("2026-03-02T10:00:00.123Z");

    @TempDir Path home;

    private static Entry entry(Level level, String message) {
        return new Entry(AT, level, "dev.holdfast.Somebody", message, Optional.empty());
    }

    private List<String> lines() throws IOException {
        return Files.readAllLines(LogBook.file(home));
    }

    @Test
    void a_line_is_pairs_of_keys_and_values() {
        var line = LogLine.of(entry(Level.WARN, "Removed 3 chunks."), "mending-0");
        assertThat(line)
                .isEqualTo(
                        "time=2026-03-02T10:00:00.123Z level=warn logger=dev.holdfast.Somebody"
                                + " thread=mending-0 message=\"Removed 3 chunks.\"\n");
    }

    @Test
    void what_would_not_show_or_show_as_something_else_is_escaped() {
        var hostile = "a\nlevel=error \"\\ \u001b[31m \u202e \ud83d\ude00 \ud800 ü";
        assertThat(LogLine.of(entry(Level.INFO, hostile), "t"))
                .endsWith(
                        "message=\"a\\n"
                            + "level=error \\\"\\\\ \\u001b[31m \\u202e \ud83d\ude00 \\ud800 ü\"\n")
                .hasLineCount(1);
    }

    @Test
    void what_went_wrong_is_told_with_its_causes_and_where_when_nobody_foresaw_it() {
        var why = new IOException("no room", new IllegalStateException("a\nb"));
        var warned = new Entry(AT, Level.WARN, "x", "Waits.", Optional.of(why));
        assertThat(LogLine.of(warned, "t"))
                .endsWith(
                        "message=Waits. error=\"java.io.IOException: no room <"
                                + " java.lang.IllegalStateException: a\\nb\"\n");
        var unforeseen = new Entry(AT, Level.ERROR, "x", "Broken.", Optional.of(why));
        assertThat(LogLine.of(unforeseen, "t"))
                .contains(" stack=\"java.io.IOException: no room\\n\\tat ")
                .hasLineCount(1);
    }

    @Test
    void a_long_text_is_cut() {
        var line = LogLine.of(entry(Level.INFO, "x ".repeat(10_000)), "t");
        assertThat(line.length()).isLessThan(LogLine.TEXT_CHARS_MAX + 200);
    }

    @Test
    void what_matters_less_than_asked_for_is_not_noted() throws Exception {
        try (var book = LogBook.in(home, Level.WARN)) {
            book.add(entry(Level.INFO, "less"));
            assertThat(home.resolve("logs")).doesNotExist();
            book.add(entry(Level.WARN, "enough"));
            book.add(entry(Level.ERROR, "more"));
        }
        assertThat(lines()).hasSize(2);
    }

    @Test
    void only_the_owner_can_read_it() throws Exception {
        try (var book = LogBook.in(home, Level.INFO)) {
            book.add(entry(Level.INFO, "something"));
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(LogBook.file(home))))
                .isEqualTo("rw-------");
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(home.resolve("logs"))))
                .isEqualTo("rwx------");
    }

    @Test
    void files_that_are_full_are_kept_up_to_a_number_and_go_on_after_a_start() throws Exception {
        long bytesMax = 1_000;
        for (int start = 0; start < 3; start++) {
            try (var book = LogBook.in(home, Level.INFO, bytesMax)) {
                for (int n = 0; n < 40; n++) {
                    book.add(entry(Level.INFO, "entry " + (start * 40 + n)));
                }
            }
        }
        assertThat(lines().getLast()).contains("entry 119");
        try (var all = Files.list(home.resolve("logs"))) {
            var files = all.toList();
            assertThat(files).hasSize(LogBook.FILES_MAX);
            for (var file : files) {
                assertThat(Files.size(file)).isLessThan(bytesMax + 200);
            }
        }
        var before = Files.readAllLines(home.resolve("logs/holdfast.log.1"));
        assertThat(number(before.getLast()) + 1).isEqualTo(number(lines().getFirst()));
    }

    private static int number(String line) {
        return Integer.parseInt(line.replaceFirst(".*entry ([0-9]+).*", "$1"));
    }

    @Test
    void a_log_that_cannot_be_written_stops_nobody_and_goes_on_when_it_can() throws Exception {
        Files.writeString(home.resolve("logs"), "in the way");
        try (var book = LogBook.in(home, Level.INFO)) {
            book.add(entry(Level.INFO, "lost"));
            Files.delete(home.resolve("logs"));
            Thread.currentThread().interrupt();
            book.add(entry(Level.INFO, "noted"));
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(lines()).hasSize(1).first().asString().contains("noted");
    }
}
