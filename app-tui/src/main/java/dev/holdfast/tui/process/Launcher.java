package dev.holdfast.tui.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/// Starts processes that run Holdfast as this process runs it: the same Java, the same classes.
/// What they print goes to files in a directory of the launcher's, so nothing has to be pumped and
/// all of it can be read after a failure. Closing ends what still runs of what was started here,
/// and nothing else. Safe for many threads.
public final class Launcher implements AutoCloseable {

    /// How long a process that was told to stop may take before it is killed.
    public static final Duration STOP_MAX = Duration.ofSeconds(25);

    /// Small devices that share a machine: one collector thread, little memory at rest, and what a
    /// collection of all of the heap leaves empty goes back at once. What the compiler and
    /// libraries have freed goes back to the system every ten seconds, where the system can do
    /// that, and nothing is said where it cannot.
    public static final List<String> SMALL =
            List.of(
                    "-XX:+UseSerialGC",
                    "-Xms32m",
                    "-Xmx256m",
                    "-XX:NewSize=7m",
                    "-XX:MaxNewSize=16m",
                    "-XX:MinHeapFreeRatio=5",
                    "-XX:MaxHeapFreeRatio=10",
                    "-XX:-ShrinkHeapInSteps",
                    "-XX:TrimNativeHeapInterval=10000",
                    "-Xlog:trimnative=off",
                    "-XX:-UsePerfData");

    private final List<String> program;
    private final Path outputs;
    private final Set<Running> started = ConcurrentHashMap.newKeySet();
    private final AtomicInteger count = new AtomicInteger();
    private final Thread onShutdown = Thread.ofPlatform().name("end").unstarted(this::killAll);

    private Launcher(List<String> program, Path outputs) {
        this.program = List.copyOf(program);
        this.outputs = outputs;
    }

    private void killAll() {
        started.forEach(Running::kill);
    }

    /// A launcher of what this process is made of.
    ///
    /// @param flags for the Java of each process, such as `-Xmx256m`; `-cp` among them takes the
    ///   place of the class path of this process
    /// @param outputs an existing directory for what they print
    public static Launcher likeThisProcess(List<String> flags, Path outputs) {
        return by(List.of(), flags, outputs);
    }

    /// The same by way of a program that becomes the one whose words stand behind its own, such as
    /// one that chooses another network first.
    public static Launcher by(List<String> way, List<String> flags, Path outputs) {
        var program = Stream.concat(way.stream(), Program.words(flags).stream()).toList();
        var launcher = new Launcher(program, outputs);
        Runtime.getRuntime().addShutdownHook(launcher.onShutdown);
        return launcher;
    }

    /// What it starts, without the words behind `holdfast`.
    public List<String> program() {
        return program;
    }

    /// Starts one process and does not wait for it.
    ///
    /// @param label names its output files
    /// @param words the command line after `holdfast`
    public Running start(String label, List<String> words) throws IOException {
        return start(label, words, Program.nothing());
    }

    /// The same with a file as standard input.
    public Running start(String label, List<String> words, File input) throws IOException {
        var name = "%s-%03d".formatted(label, count.incrementAndGet());
        var out = outputs.resolve(name + ".out");
        var err = outputs.resolve(name + ".err");
        var builder =
                new ProcessBuilder(Stream.concat(program.stream(), words.stream()).toList())
                        .redirectInput(input)
                        .redirectOutput(Files.createFile(out).toFile())
                        .redirectError(Files.createFile(err).toFile());
        builder.environment().keySet().removeIf(each -> each.startsWith("HOLDFAST_"));
        var running = new Running(label, builder.start(), out, err);
        started.removeIf(each -> !each.isAlive());
        started.add(running);
        return running;
    }

    /// Runs one command to its end.
    ///
    /// @throws ProcessFailure when it has not ended in time; it is killed then
    public Finished run(String label, List<String> words, Duration atMost)
            throws IOException, InterruptedException {
        var running = start(label, words);
        try {
            return running.awaitExit(atMost);
        } finally {
            running.kill();
        }
    }

    /// Tells all that still run to stop, and kills those that do not within [#STOP_MAX].
    @Override
    public void close() {
        var alive = started.stream().filter(Running::isAlive).toList();
        alive.forEach(Running::tellToStop);
        boolean interrupted = Thread.interrupted();
        for (var each : alive) {
            try {
                each.stop(interrupted ? Duration.ofSeconds(2) : STOP_MAX);
            } catch (InterruptedException e) {
                interrupted = true;
                each.kill();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        forgetShutdown();
    }

    private void forgetShutdown() {
        try {
            Runtime.getRuntime().removeShutdownHook(onShutdown);
        } catch (IllegalStateException e) {
            // The machine is shutting down, and the hook has nothing left to kill.
            return;
        }
    }
}
