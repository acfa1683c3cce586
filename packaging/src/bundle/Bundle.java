import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardCopyOption.COPY_ATTRIBUTES;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/// Makes what people install, from the jars of the app: a runtime with only the modules that are
/// used, an image of the app that needs no Java on the machine, a cache of loaded classes so that a
/// command answers fast, and on request the installer of this system.
///
/// Arguments: `image|installer SOURCES GATHERED OUT VERSION`: the directory with what installers
/// are told, and one with the `jars` the app runs on and the `modules` that become part of its
/// Java.
final class Bundle {

    static final String NAME = "holdfast";
    static final String GUI = "holdfast-gui";

    /// What the jars on the class path use; they do not say it themselves.
    private static final String MODULES =
            String.join(
                    ",",
                    "java.base",
                    "java.desktop",
                    "java.logging",
                    "java.management",
                    "java.naming",
                    "java.sql",
                    "java.xml",
                    "javafx.controls",
                    "jdk.crypto.ec",
                    "jdk.httpserver",
                    "jdk.unsupported",
                    "jdk.zipfs");

    /// A collector for small heaps, which gives back at once what a collection of all of it leaves
    /// empty and whose young generation begins small, since that stays touched however little is in
    /// it; and what keeps Java and libraries with native code from writing warnings into answers.
    private static final List<String> OPTIONS =
            List.of(
                    "-Xms32m",
                    "-Xmx256m",
                    "-XX:NewSize=7m",
                    "-XX:MaxNewSize=16m",
                    "-XX:+UseSerialGC",
                    "-XX:MinHeapFreeRatio=5",
                    "-XX:MaxHeapFreeRatio=10",
                    "-XX:-ShrinkHeapInSteps",
                    "-XX:-UsePerfData",
                    "-Xlog:disable",
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow");

    /// The window only lays out and draws, so code that is compiled fast serves it better than code
    /// that is compiled well.
    private static final List<String> GUI_OPTIONS =
            Stream.concat(
                            OPTIONS.stream(),
                            Stream.of(
                                    "-XX:TieredStopAtLevel=1",
                                    "--enable-native-access=javafx.graphics"))
                    .toList();

    /// Those of the modules above that are used, which Java names first. One that it names and does
    /// not find it looks for in every jar, and sets up what it meets there: all of Bouncy Castle, a
    /// thousand classes and 10 MiB of a daemon that needs none of them.
    private static final Set<String> PROVIDERS =
            Set.of("SUN", "SunRsaSign", "SunEC", "SunJSSE", "SunJCE");

    /// Where the jar of native hashes and ciphers has its library, and what that is called.
    private static final String ALGORITHMS = "com/amazon/corretto/crypto/provider";

    private static final String ALGORITHMS_LIBRARY = "amazonCorrettoCryptoProvider";

    /// How a daemon compiles. The loops that need code that is compiled well are hashes and
    /// ciphers: where those are native, code that is compiled fast serves the rest better. Where
    /// they are Java's, what is called most is known from the rehearsal, and the rest need not be
    /// compiled that soon.
    private static final String DAEMON_NATIVE = "-XX:TieredStopAtLevel=1";

    private static final String DAEMON_JAVA = "-XX:CompileThresholdScaling=4";

    /// What a daemon is started with beside the other options, as Java reads it after `@`.
    static final String DAEMON_OPTIONS = "daemon.options";

    private static final boolean ON_LINUX = System.getProperty("os.name").equals("Linux");

    private final Path jars;
    private final Path modules;
    private final Path out;
    private final String version;

    private final Path sources;

    private Bundle(Path sources, Path gathered, Path out, String version) {
        this.sources = sources;
        jars = gathered.resolve("jars");
        modules = gathered.resolve("modules");
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
        new Rehearsal(bundle.app(), Files.createDirectory(bundle.out.resolve("rehearsal"))).hold();
        if (ON_LINUX) {
            bundle.scripts();
        }
        if (words[0].equals("installer")) {
            bundle.installer();
        }
    }

    private void runtime() throws IOException {
        var words =
                new ArrayList<>(List.of("--add-modules", MODULES, "--output", runtimeDirectory()));
        words.addAll(List.of("--module-path", modules.toString()));
        words.addAll(
                List.of(
                        "--strip-java-debug-attributes",
                        "--no-header-files",
                        "--no-man-pages",
                        "--compress=zip-0"));
        run("jlink", words);
        settleProviders(Path.of(runtimeDirectory(), "conf", "security", "java.security"));
    }

    private static void settleProviders(Path file) throws IOException {
        var provider = Pattern.compile("security\\.provider\\.\\d+=(.*)");
        var kept = new ArrayList<String>();
        for (var line : Files.readAllLines(file)) {
            var named = provider.matcher(line);
            if (!named.matches() || PROVIDERS.contains(named.group(1))) {
                kept.add(line);
            }
        }
        Files.write(file, kept);
    }

    private void image() throws IOException {
        var words = new ArrayList<>(List.of("--type", "app-image", "--name", NAME));
        words.addAll(List.of("--app-version", version, "--dest", out.toString()));
        words.addAll(List.of("--input", jars.toString(), "--runtime-image", runtimeDirectory()));
        words.addAll(List.of("--main-jar", jar("app-tui"), "--main-class", main("tui.TuiMain")));
        for (var option : OPTIONS) {
            words.addAll(List.of("--java-options", option));
        }
        var gui =
                List.of(
                        "main-jar=" + jar("app-gui"),
                        "main-class=" + main("gui.GuiMain"),
                        "java-options=" + String.join(" ", GUI_OPTIONS));
        var launcher = Files.write(out.resolve(GUI + ".properties"), gui);
        words.addAll(List.of("--add-launcher", GUI + "=" + launcher));
        run("jpackage", words);
        Files.delete(launcher);
        settleJars();
        wipe(Path.of(runtimeDirectory()));
    }

    /// A class cache takes no classes without stack maps and none of signed jars, and is good only
    /// for jars of the very time it was made with; installers keep no parts of seconds.
    private void settleJars() throws IOException {
        Files.writeString(app().resolve(DAEMON_OPTIONS), DAEMON_JAVA);
        try (var all = Files.list(app())) {
            for (var jar : all.filter(each -> each.toString().endsWith(".jar")).toList()) {
                OldClasses.renew(jar);
                layBeside(jar);
                long seconds = Files.getLastModifiedTime(jar).to(TimeUnit.SECONDS);
                Files.setLastModifiedTime(jar, FileTime.from(seconds, TimeUnit.SECONDS));
            }
        }
    }

    /// A library of native code that its jar would copy to a temporary directory at each start lies
    /// beside those of Java, where it is looked for.
    private void layBeside(Path jar) throws IOException {
        try (var inside = FileSystems.newFileSystem(jar)) {
            var library = inside.getPath(ALGORITHMS, System.mapLibraryName(ALGORITHMS_LIBRARY));
            if (Files.exists(library)) {
                var beside = app().resolveSibling("runtime").resolve("lib");
                Files.move(library, beside.resolve(library.getFileName().toString()));
                Files.writeString(app().resolve(DAEMON_OPTIONS), DAEMON_NATIVE);
            }
        }
    }

    /// What `jpackage` makes to start an app asks `rpm` and `dpkg` which package it is from, each
    /// time, which takes longer than the app; a script does not.
    private void scripts() throws IOException {
        for (var name : List.of(NAME, GUI)) {
            var file = app().resolve(name + ".cfg");
            var script = Config.read(file).script(sources.resolve("launcher.sh"), name);
            Files.writeString(imageDirectory().resolve("bin").resolve(name), script);
            Files.delete(file);
        }
        Files.delete(imageDirectory().resolve("lib/libapplauncher.so"));
    }

    private void installer() throws IOException, InterruptedException {
        if (ON_LINUX) {
            debian();
        } else {
            var image = imageDirectory().toString();
            run(
                    "jpackage",
                    List.of("--app-image", image, "--name", NAME, "--dest", out.toString()));
        }
    }

    /// The class cache does not outlive new times of the jars, which `jpackage` would give them, so
    /// the package is made of a copy that keeps them.
    private void debian() throws IOException, InterruptedException {
        var root = out.resolve("debian");
        copy(sources.resolve("linux"), root);
        copy(imageDirectory(), Files.createDirectories(root.resolve("opt")).resolve(NAME));
        var bin = Files.createDirectories(root.resolve("usr/bin"));
        for (var command : List.of(NAME, GUI)) {
            Files.createSymbolicLink(bin.resolve(command), Path.of("/opt", NAME, "bin", command));
        }
        words(root.resolve("usr/share"));
        var machine = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
        var control = root.resolve("DEBIAN/control");
        var said = Files.readString(control).replace("@version@", version);
        Files.writeString(control, said.replace("@architecture@", machine));
        var words = List.of("dpkg-deb", "--root-owner-group", "-Zzstd", "--build", root.toString());
        var file = out.resolve("%s_%s_%s.deb".formatted(NAME, version, machine)).toString();
        var line = Stream.concat(words.stream(), Stream.of(file)).toList();
        Rehearsal.end(new ProcessBuilder(line).inheritIO().start(), 0);
        wipe(root);
    }

    /// The manual page and what completes words in three shells, as the commands tell them.
    private void words(Path share) throws IOException, InterruptedException {
        var page = share.resolve("man/man1/" + NAME + ".1");
        tell(page, "manual");
        Rehearsal.end(new ProcessBuilder("gzip", "-9n", page.toString()).inheritIO().start(), 0);
        tell(share.resolve("bash-completion/completions/" + NAME), "completion", "bash");
        tell(share.resolve("zsh/vendor-completions/_" + NAME), "completion", "zsh");
        tell(share.resolve("fish/vendor_completions.d/" + NAME + ".fish"), "completion", "fish");
    }

    private void tell(Path file, String... words) throws IOException, InterruptedException {
        Files.createDirectories(file.getParent());
        var line = new ArrayList<>(List.of(imageDirectory().resolve("bin/" + NAME).toString()));
        line.addAll(List.of(words));
        Rehearsal.end(new ProcessBuilder(line).redirectOutput(file.toFile()).start(), 0);
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

    private static void copy(Path from, Path to) throws IOException {
        try (var all = Files.walk(from)) {
            for (var each : all.toList()) {
                var copy = to.resolve(from.relativize(each).toString());
                Files.copy(each, copy, COPY_ATTRIBUTES, NOFOLLOW_LINKS);
            }
        }
    }

    static void wipe(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (var all = Files.walk(directory)) {
                for (var each : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(each);
                }
            }
        }
    }
}
