package dev.holdfast.tui.process;

import dev.holdfast.tui.words.Words;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A process that was started, until it ends.
public final class Running {

    /// How often files are looked at while a process is waited for; its end is noticed at once.
    private static final Duration LOOK = Duration.ofMillis(15);

    /// How much of the last output a failure tells.
    private static final int LAST_LINES = 12;

    private final String label;
    private final Process process;
    private final Path out;
    private final Path err;

    Running(String label, Process process, Path out, Path err) {
        this.label = label;
        this.process = process;
        this.out = out;
        this.err = err;
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /// The file that gets its standard output.
    public Path output() {
        return out;
    }

    /// Waits until it has printed a whole line that begins with `start`, and returns the line.
    public String awaitLine(String start, Duration atMost)
            throws ProcessFailure, InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        while (true) {
            boolean ended = process.waitFor(LOOK.toMillis(), TimeUnit.MILLISECONDS);
            var line = line(start);
            if (line.isPresent()) {
                return line.get();
            }
            if (ended) {
                throw failure(Words.say("process.ended", process.exitValue()), start);
            }
            if (System.nanoTime() > end) {
                throw failure(Words.say("process.mute", atMost.toSeconds()), start);
            }
        }
    }

    /// The device's address, once it is ready.
    public String awaitReady(Duration atMost) throws ProcessFailure, InterruptedException {
        return awaitLine("ready ", atMost).substring("ready ".length());
    }

    /// Waits for its end.
    public Finished awaitExit(Duration atMost) throws ProcessFailure, InterruptedException {
        if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
            throw failure(Words.say("process.endless", atMost.toSeconds()), "");
        }
        var words = process.info().arguments().map(List::of).orElse(List.of(label));
        return new Finished(words, process.exitValue(), text(out), text(err));
    }

    /// SIGKILL: it gets no chance to put anything in order. Returns when it is gone.
    public void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /// Asks it to stop (SIGTERM), and kills it if it has not in time. True when it went by itself.
    public boolean stop(Duration atMost) throws InterruptedException {
        tellToStop();
        if (process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
            return true;
        }
        kill();
        return false;
    }

    void tellToStop() {
        process.destroy();
    }

    private Optional<String> line(String start) {
        var text = text(out);
        return text.substring(0, text.lastIndexOf('\n') + 1)
                .lines()
                .filter(line -> line.startsWith(start))
                .findFirst();
    }

    private ProcessFailure failure(String what, String line) {
        var last = text(err).lines().toList();
        var tail = last.subList(Math.max(0, last.size() - LAST_LINES), last.size());
        return new ProcessFailure(
                Words.say("process.failed", label, pid(), what, line, String.join("\n", tail)));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return Words.say("process.unread", file, e.getMessage());
        }
    }
}
