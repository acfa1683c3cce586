package dev.holdfast.tui.process;

import dev.holdfast.tui.words.Words;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Starts a process that runs Holdfast as this process runs it and outlives it.
///
/// @param log gets what it prints; what an earlier one printed is overwritten
public record Background(Path log) {

    /// Is `true` in a process that was started so.
    public static final String PROPERTY = "dev.holdfast.background";

    /// How often is looked whether it is ready; its end is noticed at once.
    private static final Duration LOOK = Duration.ofMillis(50);

    /// How much of the log a failure tells.
    private static final int LAST_LINES = 4;

    /// Gives the process a session of its own, so that Ctrl-C in the terminal it was started from
    /// does not reach it. Systems without it do not need it.
    private static final Path SESSION = Path.of("/usr/bin/setsid");

    /// Starts it, and returns when it has printed a line that begins with `ready`.
    ///
    /// @param words the command line after `holdfast`
    /// @throws ProcessFailure when it ends before that, or takes longer than `atMost`; it is ended
    ///   then
    public void start(List<String> words, String ready, Duration atMost)
            throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        if (Files.isExecutable(SESSION)) {
            command.add(SESSION.toString());
        }
        var flags = new ArrayList<>(Launcher.SMALL);
        flags.add("-D" + PROPERTY + "=true");
        command.addAll(Program.words(flags));
        command.addAll(words);
        var process =
                new ProcessBuilder(command)
                        .redirectInput(Redirect.from(Program.nothing()))
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        boolean isReady = false;
        try {
            await(process, ready, atMost);
            isReady = true;
        } finally {
            if (!isReady) {
                process.destroy();
            }
        }
    }

    private void await(Process process, String ready, Duration atMost)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        while (lines().stream().noneMatch(line -> line.startsWith(ready))) {
            if (process.waitFor(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new ProcessFailure(last());
            }
            if (System.nanoTime() > end) {
                throw new ProcessFailure(Words.say("start.late", atMost.toSeconds()));
            }
        }
    }

    private List<String> lines() throws IOException {
        return Files.readAllLines(log).stream().filter(line -> !line.isBlank()).toList();
    }

    /// What it printed at last.
    private String last() throws IOException {
        var lines = lines();
        return lines.isEmpty()
                ? Words.say("start.silent")
                : String.join(
                        " ", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
    }
}
