package dev.holdfast.engine.node;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/// A device in a process of its own, which writes down all that is in its memory when asked.
final class KeeperProcess implements AutoCloseable {

    private static final String READY = "ready";

    private final Process process;
    private final BufferedReader answers;

    private KeeperProcess(Process process) {
        this.process = process;
        answers = process.inputReader(StandardCharsets.UTF_8);
    }

    static KeeperProcess start(Path home) throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var classes = System.getProperty("java.class.path");
        var process =
                new ProcessBuilder(
                                List.of(
                                        java,
                                        "-Xmx192m",
                                        "--enable-native-access=ALL-UNNAMED",
                                        "-cp",
                                        classes,
                                        KeeperProcess.class.getName(),
                                        home.toString()))
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        var started = new KeeperProcess(process);
        started.expectReady();
        return started;
    }

    private void expectReady() throws IOException {
        var line = answers.readLine();
        if (!READY.equals(line)) {
            throw new IOException("the process said " + line);
        }
    }

    /// Returns when every object in its memory, also those that are garbage, is in the file.
    void dump(Path to) throws IOException, InterruptedException {
        var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        var command = List.of(jcmd, "" + process.pid(), "GC.heap_dump", "-all", to.toString());
        int exit =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor();
        if (exit != 0) {
            throw new IOException("jcmd ended with " + exit);
        }
    }

    @Override
    public void close() {
        process.destroy();
        var _ = process.onExit().join();
    }

    /// @param words the home
    public static void main(String[] words) throws Exception {
        try (var daemon = Home.at(Path.of(words[0])).daemon()) {
            System.out.println(READY);
            daemon.awaitStop();
        }
    }
}
