package dev.holdfast.testbed.bench;

import dev.holdfast.tui.process.Until;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What a short command costs: from the start of its process to its end, beside that of a Java that
/// does nothing. Writes medians to `DIRECTORY/figures`, with what the idle daemon takes of memory.
///
/// Run with the arguments `DIRECTORY ROUNDS COMMAND…`; the directory must not exist, and the
/// command is how this Holdfast is started, such as `./holdfast`.
public final class StartBench {

    private static final Until READY = new Until(Duration.ofSeconds(60), Duration.ofMillis(50));

    private final Path folder;
    private final int rounds;
    private final List<String> command;

    private StartBench(Path folder, int rounds, List<String> command) {
        this.folder = folder;
        this.rounds = rounds;
        this.command = command;
    }

    /// A program that does nothing.
    static final class Nothing {

        private Nothing() {}

        public static void main(String... words) {}
    }

    public static void main(String... words) throws Exception {
        var command = Arrays.asList(words).subList(2, words.length);
        var folder = Files.createDirectory(Path.of(words[0]).toAbsolutePath());
        new StartBench(folder, Integer.parseInt(words[1]), command).measure();
    }

    private void measure() throws Exception {
        run(holdfast("init", "--name", "one", "--capacity", "1G", "--phrase-file", at("words")));
        var daemon = process(holdfast("daemon")).start();
        try {
            READY.holds("a daemon", () -> Files.exists(folder.resolve("home/daemon")), yes -> yes);
            run(holdfast("put", at("words"), "files:/"));
            var works =
                    Map.of(
                            "1 nothing", nothing(),
                            "2 version", holdfast("version"),
                            "3 ls", holdfast("ls", "files:/"),
                            "4 status", holdfast("status"));
            var times = new TreeMap<String, List<Double>>();
            for (int round = 0; round < rounds; round++) {
                for (var work : works.entrySet()) {
                    var all = times.computeIfAbsent(work.getKey(), key -> new ArrayList<>());
                    all.add(run(work.getValue()));
                }
            }
            tell(times, resident(daemon.pid()));
            tellBare();
        } finally {
            daemon.destroy();
            daemon.waitFor();
        }
    }

    private void tell(Map<String, List<Double>> times, String resident) throws IOException {
        var lines = new ArrayList<String>();
        times.forEach(
                (work, all) -> {
                    var sorted = all.stream().sorted().toList();
                    lines.add(
                            "%-10s median %4.0f ms  least %4.0f  most %4.0f"
                                    .formatted(
                                            work,
                                            sorted.get(sorted.size() / 2),
                                            sorted.getFirst(),
                                            sorted.getLast()));
                });
        lines.add("daemon     " + resident);
        Files.write(folder.resolve("figures"), lines);
    }

    /// The memory of a process that has what a daemon stands on, and nothing more.
    private void tellBare() throws Exception {
        var flags = List.of("-Xms32m", "-Xmx256m", "-XX:NewSize=7m", "-XX:MaxNewSize=16m");
        var path = System.getProperty("java.class.path");
        var bare = process(java(flags, path, Bare.class, folder.toString())).start();
        try {
            READY.holds("a bare process", () -> Files.exists(folder.resolve("ready")), yes -> yes);
            var line = "bare       " + resident(bare.pid()) + "\n";
            Files.writeString(folder.resolve("figures"), line, StandardOpenOption.APPEND);
        } finally {
            bare.destroy();
            bare.waitFor();
        }
    }

    /// Milliseconds from its start to its end.
    private double run(List<String> line) throws IOException, InterruptedException {
        long began = System.nanoTime();
        int exit = process(line).start().waitFor();
        double took = (System.nanoTime() - began) / 1e6;
        if (exit != 0) {
            throw new IOException(String.join(" ", line) + " ended with " + exit);
        }
        return took;
    }

    private ProcessBuilder process(List<String> line) {
        return new ProcessBuilder(line)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(folder.resolve("errors").toFile());
    }

    private List<String> holdfast(String... words) {
        var line = new ArrayList<>(command);
        line.addAll(List.of("--home", at("home")));
        line.addAll(List.of(words));
        return line;
    }

    private static List<String> nothing() {
        var classes = System.getProperty("java.class.path").split(":", 2)[0];
        return java(List.of("-XX:TieredStopAtLevel=1"), classes, Nothing.class);
    }

    private static List<String> java(
            List<String> flags, String classPath, Class<?> main, String... words) {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var line = new ArrayList<>(List.of(java, "-XX:+UseSerialGC", "-XX:-UsePerfData"));
        line.addAll(flags);
        line.addAll(List.of("-cp", classPath, main.getName()));
        line.addAll(List.of(words));
        return line;
    }

    private String at(String name) {
        return folder.resolve(name).toString();
    }

    private static String resident(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS"))
                .findFirst()
                .orElse("(no figure on this system)");
    }
}
