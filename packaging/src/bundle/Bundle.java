import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/// Makes what people install, from the jars of the app: a runtime with only the modules that are
/// used, an image of the app that needs no Java on the machine, a cache of loaded classes so that a
/// command answers fast, and on request the installer of this system.
///
/// Arguments: `image|installer SOURCES JARS OUT VERSION`: the directory with what installers are
/// told, and one with everything the app runs on.
final class Bundle {

    private static final String NAME = "holdfast";

    /// What the jars on the class path use of the JDK; they do not say it themselves.
    private static final String JDK_MODULES =
            String.join(
                    ",",
                    "java.base",
                    "java.desktop",
                    "java.logging",
                    "java.management",
                    "java.naming",
                    "java.sql",
                    "java.xml",
                    "jdk.crypto.ec",
                    "jdk.httpserver",
                    "jdk.unsupported",
                    "jdk.zipfs");

    /// A collector for small heaps, and what keeps libraries with native code from warning. The
    /// class cache is found beside the jars.
    private static final List<String> OPTIONS =
            List.of(
                    "-Xmx256m",
                    "-XX:+UseSerialGC",
                    "-XX:-UsePerfData",
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow");

    /// How long one run of the app to learn its classes may take, in seconds.
    private static final long REHEARSAL_MAX_S = 120;

    private final Path jars;
    private final Path out;
    private final String version;

    private final Path linux;

    private Bundle(Path sources, Path jars, Path out, String version) {
        linux = sources.resolve("linux");
        this.jars = jars;
        this.out = out;
        this.version = version;
    }

    public static void main(String... words) throws IOException, InterruptedException {
        var version = words[4].replace("-SNAPSHOT", "");
        var bundle = new Bundle(Path.of(words[1]), Path.of(words[2]), Path.of(words[3]), version);
        wipe(bundle.out);
        Files.createDirectories(bundle.out);
        bundle.runtime();
        bundle.image();
        bundle.remember();
        if (words[0].equals("installer")) {
            bundle.installer();
        }
    }

    private void runtime() throws IOException {
        var words =
                new ArrayList<>(
                        List.of("--add-modules", JDK_MODULES, "--output", runtimeDirectory()));
        words.addAll(
                List.of(
                        "--strip-java-debug-attributes",
                        "--no-header-files",
                        "--no-man-pages",
                        "--compress=zip-0"));
        run("jlink", words);
    }

    private void image() throws IOException {
        var words = new ArrayList<>(List.of("--type", "app-image", "--name", NAME));
        words.addAll(List.of("--app-version", version, "--dest", out.toString()));
        words.addAll(List.of("--input", jars.toString(), "--runtime-image", runtimeDirectory()));
        words.addAll(List.of("--main-jar", jar("app-tui"), "--main-class", main("tui.TuiMain")));
        for (var option : OPTIONS) {
            words.addAll(List.of("--java-options", option));
        }
        run("jpackage", words);
        wipe(Path.of(runtimeDirectory()));
    }

    /// Runs the app once as a person would, so that later starts find its classes laid out.
    private void remember() throws IOException, InterruptedException {
        var scratch = Files.createDirectory(out.resolve("rehearsal"));
        var home = scratch.resolve("home").toString();
        var file = Files.writeString(scratch.resolve("file"), "rehearsal");
        var words = scratch.resolve("words").toString();
        var begin = List.of("--home", home, "init", "--name", "one", "--capacity", "1G");
        var cfg = Config.read(app().resolve(NAME + ".cfg"));
        java(cfg, List.of(), Stream.concat(begin.stream(), Stream.of("--phrase-file", words)));
        var cache = app().resolve(NAME + ".aot");
        var put = Stream.of("--home", home, "put", file.toString(), "files:/", "--wait", "local");
        java(cfg, List.of("-XX:AOTCacheOutput=" + cache), put);
        wipe(scratch);
        Config.addOption(app().resolve(NAME + ".cfg"), "-XX:AOTCache=$APPDIR/" + NAME + ".aot");
    }

    private void java(Config config, List<String> options, Stream<String> words)
            throws IOException, InterruptedException {
        var line = new ArrayList<String>();
        line.add(imageDirectory().resolve("lib/runtime/bin/java").toString());
        line.addAll(config.options());
        line.addAll(options);
        line.addAll(List.of("-cp", config.classPath(app()), config.main()));
        words.forEach(line::add);
        var process = new ProcessBuilder(line).inheritIO().start();
        if (!process.waitFor(REHEARSAL_MAX_S, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException("The rehearsal failed: " + String.join(" ", line));
        }
    }

    private void installer() throws IOException {
        var words = new ArrayList<>(List.of("--app-image", imageDirectory().toString()));
        words.addAll(List.of("--name", NAME, "--app-version", version, "--dest", out.toString()));
        words.addAll(List.of("--vendor", "Holdfast"));
        words.addAll(List.of("--description", "Your own machines as one place for files"));
        if (Files.isDirectory(Path.of("/proc"))) {
            words.addAll(List.of("--resource-dir", linux.toString()));
            words.addAll(List.of("--linux-app-category", "utils"));
        }
        run("jpackage", words);
    }

    private static String main(String simple) {
        return "dev.holdfast." + simple;
    }

    private String runtimeDirectory() {
        return out.resolve("runtime").toString();
    }

    private Path imageDirectory() {
        return out.resolve(NAME);
    }

    private Path app() {
        return imageDirectory().resolve("lib/app");
    }

    /// The file name of the jar of one of our modules.
    private String jar(String module) throws IOException {
        try (var all = Files.list(jars)) {
            return all.map(each -> each.getFileName().toString())
                    .filter(each -> each.startsWith(module + "-") && each.endsWith(".jar"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("There is no jar of " + module + "."));
        }
    }

    private static void run(String tool, List<String> words) throws IOException {
        int exit =
                ToolProvider.findFirst(tool)
                        .orElseThrow()
                        .run(System.out, System.err, words.toArray(String[]::new));
        if (exit != 0) {
            throw new IOException(tool + " failed: " + String.join(" ", words));
        }
    }

    private static void wipe(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (var all = Files.walk(directory)) {
                for (var each : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(each);
                }
            }
        }
    }

    /// How a launcher of the image starts Java, as its `.cfg` says.
    private record Config(List<String> entries, List<String> options, String main) {

        static Config read(Path file) throws IOException {
            var lines = Files.readAllLines(file);
            return new Config(
                    values(lines, "app.classpath="),
                    values(lines, "java-options="),
                    values(lines, "app.mainclass=").getFirst());
        }

        private static List<String> values(List<String> lines, String key) {
            return lines.stream()
                    .filter(line -> line.startsWith(key))
                    .map(line -> line.substring(key.length()))
                    .toList();
        }

        /// The cache is good only for the very class path it was made with.
        String classPath(Path app) {
            return String.join(
                    System.getProperty("path.separator"),
                    entries.stream().map(each -> each.replace("$APPDIR", app.toString())).toList());
        }

        static void addOption(Path file, String option) throws IOException {
            var lines = new ArrayList<>(Files.readAllLines(file));
            lines.add(lines.indexOf("[JavaOptions]") + 1, "java-options=" + option);
            Files.write(file, lines);
        }
    }
}
