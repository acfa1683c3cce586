package dev.holdfast.testbed.story;

import dev.holdfast.tui.process.ProcessFailure;
import dev.holdfast.tui.process.Until;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// A person at a terminal: one pane of a tmux of its own, with a plain shell in it. What is waited
/// for is what the person sees.
final class Pane {

    static final String PROMPT = "$ ";

    private static final Until SOON = new Until(Duration.ofSeconds(60), Duration.ofMillis(20));
    private static final int LINES_KEPT = 10_000;

    private final List<String> tmux;

    private Pane(List<String> tmux) {
        this.tmux = tmux;
    }

    /// Opens a terminal of this size; the shell in it finds `program` by the name `holdfast`.
    ///
    /// @param folder an empty directory, where the shell starts
    static Pane open(Path folder, List<String> program, Map<String, String> environment)
            throws IOException, InterruptedException {
        var quoted = program.stream().map(Pane::quoted).toList();
        var holdfast = Files.createDirectories(folder.resolve("bin")).resolve("holdfast");
        Files.writeString(holdfast, "#!/bin/sh\nexec " + String.join(" ", quoted) + " \"$@\"\n");
        if (!holdfast.toFile().setExecutable(true)) {
            throw new IOException(holdfast + " cannot be made executable");
        }
        var config = folder.resolve("tmux.conf");
        Files.writeString(
                config,
                "set -g default-terminal screen-256color\nset -g status off\nset -g history-limit "
                        + LINES_KEPT
                        + "\n");
        var pane =
                new Pane(
                        List.of(
                                "tmux",
                                "-u",
                                "-S",
                                folder.resolve("tmux").toString(),
                                "-f",
                                config.toString()));
        pane.start(folder, environment);
        return pane;
    }

    private void start(Path folder, Map<String, String> environment)
            throws IOException, InterruptedException {
        var words = new ArrayList<>(List.of("new-session", "-d", "-x", "80", "-y", "24"));
        words.addAll(List.of("-c", folder.toString()));
        var own = new ArrayList<String>();
        environment.forEach((name, value) -> own.add(name + "=" + quoted(value)));
        own.add("PATH=" + quoted(folder.resolve("bin") + ":") + "\"$PATH\"");
        own.add("PS1=" + quoted(PROMPT));
        own.add("LANG=C.UTF-8");
        words.add("env " + String.join(" ", own) + " sh -i");
        tmux(words.toArray(String[]::new));
        awaitPrompt(PROMPT);
    }

    /// Types a line and ends it.
    void type(String line) throws IOException, InterruptedException {
        letters(line);
        key("Enter");
    }

    /// Types without an end of line.
    void letters(String letters) throws IOException, InterruptedException {
        tmux("send-keys", "-l", "--", letters);
    }

    /// Presses a key by tmux's name of it, such as `C-c` or `Tab`.
    void key(String name) throws IOException, InterruptedException {
        tmux("send-keys", name);
    }

    void resize(int columns, int rows) throws IOException, InterruptedException {
        tmux("resize-window", "-x", String.valueOf(columns), "-y", String.valueOf(rows));
    }

    /// The lines on the screen, from the top, as many as it has rows.
    List<String> screen() throws IOException, InterruptedException {
        return tmux("capture-pane", "-p").lines().map(String::stripTrailing).toList();
    }

    /// All since the last [#clear], lines that the terminal broke in one piece.
    String all() throws IOException, InterruptedException {
        return tmux("capture-pane", "-p", "-J", "-S", "-" + LINES_KEPT);
    }

    /// Forgets what stands above this prompt, which moves to the top.
    void clear(String prompt) throws IOException, InterruptedException {
        if (prompt.equals(PROMPT)) {
            type("clear");
        } else {
            key("C-l");
        }
        awaitScreen("a clear screen", lines -> lines.getFirst().equals(prompt.strip()));
        tmux("clear-history");
    }

    /// Waits until this stands somewhere since the last [#clear].
    String await(String text) throws IOException, InterruptedException {
        return SOON.holds(text, this::all, all -> all.contains(text));
    }

    List<String> awaitScreen(String wanted, Predicate<List<String>> enough)
            throws IOException, InterruptedException {
        return SOON.holds(wanted, this::screen, enough);
    }

    /// Waits until the last thing on the screen is this prompt, with nothing behind it.
    void awaitPrompt(String prompt) throws IOException, InterruptedException {
        awaitScreen(
                "a prompt",
                lines ->
                        lines.stream()
                                .filter(line -> !line.isEmpty() && !isStatus(line))
                                .reduce((_, last) -> last)
                                .filter(prompt.strip()::equals)
                                .isPresent());
    }

    /// The line that stays below the shell's prompt, and the rule above it.
    private static boolean isStatus(String line) {
        return line.startsWith("──")
                || line.contains(" here, ")
                || line.startsWith("no daemon runs here")
                || line.startsWith("no device here")
                || line.startsWith("the daemon gives no answer");
    }

    /// Ends the tmux, and with it what runs in its pane.
    void end() throws IOException, InterruptedException {
        tmux("kill-server");
    }

    private String tmux(String... words) throws IOException, InterruptedException {
        var all = new ArrayList<>(tmux);
        all.addAll(Arrays.asList(words));
        var process = new ProcessBuilder(all).redirectErrorStream(true).start();
        process.getOutputStream().close();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new ProcessFailure(String.join(" ", words) + " failed: " + said);
        }
        return said;
    }

    private static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }
}
