import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/// Runs the app as people will, so that Java keeps beside it what it learns: the classes of short
/// commands, of a daemon and of the window, laid out and linked, and of a daemon which code is
/// called most, so that this is compiled well as soon as there is work (JEP 483, 514 and 515).
final class Rehearsal {

    private static final String DAEMON = "daemon";
    private static final String LISTEN = "--listen";

    /// Only for this machine, so nothing of it is told to others.
    private static final String HERE = "127.0.0.1:0";

    /// A window that is drawn in memory, on whatever machine this is built.
    private static final List<String> WITHOUT_SCREEN =
            List.of("-Dglass.platform=Headless", "-Dprism.order=sw");

    /// How long one step may take, in seconds.
    private static final long STEP_MAX_S = 120;

    /// What a daemon stores and gives back to learn, in MiB and in small files.
    private static final int LARGE_MIB = 96;

    private static final int SMALL_FILES = 1_000;

    /// How long the window is left to come up, in seconds.
    private static final long WINDOW_S = 12;

    /// The exit of a process that SIGTERM ended.
    private static final int TERMINATED = 143;

    private static final String READY = "ready ";

    private final Path app;
    private final Path scratch;
    private final Config config;
    private final Random chance = new Random(1);

    /// @param app where the jars of the image are
    /// @param scratch an empty directory, which is gone afterwards
    Rehearsal(Path app, Path scratch) throws IOException {
        this.app = app;
        this.scratch = scratch;
        config = Config.read(app.resolve(Bundle.NAME + ".cfg"));
    }

    void hold() throws IOException, InterruptedException {
        var one = home("one");
        var phrase = scratch.resolve("phrase").toString();
        run(
                one,
                "init",
                "--name",
                "one",
                "--capacity",
                "1G",
                "--phrase-file",
                phrase,
                LISTEN,
                HERE);
        rehearseDaemon(one);
        rehearseCommands(one, phrase);
        rehearseWindow();
        Bundle.wipe(scratch);
    }

    /// Only the short commands: every start loads the whole cache.
    private void rehearseCommands(String home, String phrase)
            throws IOException, InterruptedException {
        run(home, "start");
        try {
            var words = List.of("rehearse", phrase);
            end(start(config, List.of(keeping(Bundle.NAME)), home, words), 0);
        } finally {
            run(home, "stop");
        }
        Config.addOption(
                app.resolve(Bundle.NAME + ".cfg"), "-XX:AOTCache=$APPDIR/" + Bundle.NAME + ".aot");
    }

    /// A daemon keeps more: what each is there for. All of it is in memory from a start on, so what
    /// comes only with other devices is left out.
    private void rehearseDaemon(String home) throws IOException, InterruptedException {
        try (var daemon = new Daemon(home)) {
            storeAndGiveBack(home);
            daemon.stop();
        }
    }

    private void storeAndGiveBack(String home) throws IOException, InterruptedException {
        var files = Files.createDirectory(scratch.resolve("files"));
        fill(files);
        run(home, "put", files.toString(), "files:/");
        run(home, "put", files.toString(), "files:/");
        run(home, "get", "files:/files", scratch.resolve("back").toString());
        run(home, "status");
        run(home, "ls", "-R", "files:/");
    }

    private void fill(Path directory) throws IOException {
        var bytes = new byte[1 << 20];
        try (var large = Files.newOutputStream(directory.resolve("large"))) {
            for (int i = 0; i < LARGE_MIB; i++) {
                chance.nextBytes(bytes);
                large.write(bytes);
            }
        }
        for (int i = 0; i < SMALL_FILES; i++) {
            chance.nextBytes(bytes);
            Files.write(directory.resolve("small" + i), Arrays.copyOf(bytes, i));
        }
    }

    /// The window, which asks for a first run and is closed.
    private void rehearseWindow() throws IOException, InterruptedException {
        var file = app.resolve(Bundle.GUI + ".cfg");
        var options = new ArrayList<>(WITHOUT_SCREEN);
        options.add(keeping(Bundle.GUI));
        var window = start(Config.read(file), options, home("none"), List.of());
        if (!window.waitFor(WINDOW_S, TimeUnit.SECONDS)) {
            window.destroy();
        }
        end(window, TERMINATED);
        Config.addOption(file, "-XX:AOTCache=$APPDIR/" + Bundle.GUI + ".aot");
    }

    private String home(String name) {
        return scratch.resolve(name).toString();
    }

    private String keeping(String cache) {
        return "-XX:AOTCacheOutput=" + app.resolve(cache + ".aot");
    }

    private void run(String home, String... words) throws IOException, InterruptedException {
        var all = new ArrayList<>(List.of("--quiet"));
        all.addAll(List.of(words));
        end(start(config, List.of(), home, all), 0);
    }

    private Process start(Config which, List<String> options, String home, List<String> words)
            throws IOException {
        return new ProcessBuilder(line(which, options, home, words)).inheritIO().start();
    }

    private List<String> line(Config which, List<String> options, String home, List<String> words) {
        var line = new ArrayList<String>();
        line.add(app.resolveSibling("runtime").resolve("bin/java").toString());
        line.addAll(which.options());
        line.addAll(options);
        line.addAll(List.of("-cp", which.classPath(app), which.main(), "--home", home));
        line.addAll(words);
        return line;
    }

    private static void await(BufferedReader said, String beginning) throws IOException {
        for (var next = said.readLine(); next != null; next = said.readLine()) {
            if (next.startsWith(beginning)) {
                return;
            }
        }
        throw new IOException("A rehearsal failed: nobody said " + beginning + ".");
    }

    static void end(Process process, int exit) throws IOException, InterruptedException {
        if (!process.waitFor(STEP_MAX_S, TimeUnit.SECONDS) || process.exitValue() != exit) {
            process.destroyForcibly();
            throw new IOException("A rehearsal failed: " + process.info().commandLine());
        }
    }

    /// A device that runs.
    private final class Daemon implements AutoCloseable {

        private final String home;
        private final Process process;

        Daemon(String home) throws IOException {
            this.home = home;
            var options = List.of(keeping(DAEMON), "@" + app.resolve(Bundle.DAEMON_OPTIONS));
            var line = line(config, options, home, List.of(DAEMON));
            process = new ProcessBuilder(line).redirectError(Redirect.INHERIT).start();
            await(process.inputReader(), READY);
        }

        void stop() throws IOException, InterruptedException {
            run(home, "stop");
            process.inputReader().transferTo(Writer.nullWriter());
            end(process, 0);
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }
}
