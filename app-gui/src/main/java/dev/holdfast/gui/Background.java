package dev.holdfast.gui;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Problem;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Starts the daemon as this process was started: the same Java, the same classes. It outlives this
/// process. It has a log of its own; the file in the home has what else it prints, which is what
/// kept it from starting, or what its Java says.
record Background(Path home) {

    static final String OUTPUT_FILE = "daemon.log";

    /// Gives the daemon a session of its own, so that Ctrl-C where the window was started from does
    /// not reach it. Systems without it do not need it.
    private static final Path SESSION = Path.of("/usr/bin/setsid");

    /// Serial collection and a bounded heap suit a device that mostly waits; what a collection of
    /// all of it leaves empty goes back at once.
    private static final List<String> FLAGS =
            List.of(
                    "-Xms32m",
                    "-Xmx256m",
                    "-XX:NewSize=7m",
                    "-XX:MaxNewSize=16m",
                    "-XX:MinHeapFreeRatio=5",
                    "-XX:MaxHeapFreeRatio=10",
                    "-XX:-ShrinkHeapInSteps",
                    "-XX:TrimNativeHeapInterval=10000",
                    "-Xlog:trimnative=off",
                    "-XX:+UseSerialGC",
                    "-XX:-UsePerfData",
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow");

    Process start() throws NodeException {
        try {
            return new ProcessBuilder(words())
                    .redirectInput(Redirect.from(nothing()))
                    .redirectErrorStream(true)
                    .redirectOutput(home.resolve(OUTPUT_FILE).toFile())
                    .start();
        } catch (IOException e) {
            throw new NodeException(
                    new Problem(
                            Problem.Code.FAILED,
                            "Holdfast could not be started: " + e.getMessage() + ".",
                            "Start it in a terminal with `holdfast daemon`, which says more."),
                    e);
        }
    }

    private List<String> words() {
        var words = new ArrayList<String>();
        if (Files.isExecutable(SESSION)) {
            words.add(SESSION.toString());
        }
        var java = File.separatorChar == '\\' ? "java.exe" : "java";
        words.add(Path.of(System.getProperty("java.home"), "bin", java).toString());
        words.addAll(FLAGS);
        words.add("-cp");
        words.add(System.getProperty("java.class.path"));
        words.add("dev.holdfast.gui.DaemonMain");
        words.add(home.toString());
        return words;
    }

    private static File nothing() {
        return new File(File.separatorChar == '\\' ? "NUL" : "/dev/null");
    }
}
