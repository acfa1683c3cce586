package dev.holdfast.testbed.cluster;

import static java.util.stream.Collectors.joining;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.tui.process.Launcher;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/// What the Java of devices and of commands learns of its classes when it starts, kept in files of
/// the build for every later start, which then takes half the work (JEP 483 and 514). A run of many
/// devices starts hundreds of processes on the cores that also do the work of its stories.
///
/// Java keeps this for classes in archives only, so there is none where the program runs from
/// directories, and it is made anew when an archive is younger.
///
/// @param daemons flags for the Java of a daemon
/// @param commands flags for the Java of a command
record Learnt(List<String> daemons, List<String> commands) {

    private static final Logger LOG = LoggerFactory.getLogger(Learnt.class);
    private static final Duration MAKING_MAX = Duration.ofMinutes(2);
    private static final Learnt NOTHING = new Learnt(List.of(), List.of());

    private static final class Once {
        static final Learnt LEARNT = make();
    }

    /// Nothing where nothing can be kept.
    static Learnt once() {
        return Once.LEARNT;
    }

    private static Learnt make() {
        try {
            if (!Files.isRegularFile(place(Launcher.class))) {
                return NOTHING;
            }
            var build = Objects.requireNonNull(place(Learnt.class).getParent());
            var path = new ArrayList<>(archives(build));
            var archives = joined(path);
            var daemons = build.resolve("devices.aot");
            var commands = build.resolve("commands.aot");
            if (isYounger(path, daemons) || isYounger(path, commands)) {
                learn(Files.createTempDirectory(build, "learning"), archives, daemons, commands);
            }
            path.addAll(parts(Files::isDirectory));
            return new Learnt(flags(daemons, joined(path)), flags(commands, joined(path)));
        } catch (IOException | NodeException | URISyntaxException e) {
            LOG.warn("devices start with nothing learnt", e);
            return NOTHING;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return NOTHING;
        }
    }

    private static List<String> flags(Path kept, String classPath) {
        return List.of("-XX:AOTCache=" + kept, "-Xlog:disable", "-cp", classPath);
    }

    private static Path place(Class<?> one) throws URISyntaxException {
        return Path.of(one.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    private static List<Path> parts(Predicate<Path> which) {
        return Stream.of(System.getProperty("java.class.path", "").split(File.pathSeparator))
                .map(Path::of)
                .filter(which)
                .toList();
    }

    private static String joined(List<Path> classPath) {
        return classPath.stream().map(Path::toString).collect(joining(File.pathSeparator));
    }

    /// The archives of the class path. Java learns nothing of classes that are signed, so copies
    /// without signatures take the place of such archives.
    private static List<Path> archives(Path build) throws IOException {
        var copies = Files.createDirectories(build.resolve("unsigned"));
        var archives = new ArrayList<Path>();
        for (var archive : parts(Files::isRegularFile)) {
            archives.add(unsigned(archive, copies));
        }
        return archives;
    }

    private static Path unsigned(Path archive, Path copies) throws IOException {
        try (var file = new JarFile(archive.toFile(), false)) {
            if (signatures(file.stream().map(ZipEntry::getName)).isEmpty()) {
                return archive;
            }
        }
        var copy = copies.resolve(archive.getFileName());
        if (!isYounger(List.of(archive), copy)) {
            return copy;
        }
        var made = Files.createTempFile(copies, "made", ".jar");
        Files.copy(archive, made, StandardCopyOption.REPLACE_EXISTING);
        try (var inside = FileSystems.newFileSystem(made);
                var meta = Files.list(inside.getPath("META-INF"))) {
            for (var each : signatures(meta.map(one -> "META-INF/" + one.getFileName()))) {
                Files.delete(inside.getPath(each));
            }
        }
        return Files.move(made, copy, StandardCopyOption.ATOMIC_MOVE);
    }

    private static List<String> signatures(Stream<String> names) {
        return names.filter(name -> name.matches("META-INF/[^/]+[.](SF|RSA|DSA|EC)")).toList();
    }

    private static boolean isYounger(List<Path> archives, Path kept) throws IOException {
        if (!Files.exists(kept)) {
            return true;
        }
        var made = Files.getLastModifiedTime(kept);
        for (var archive : archives) {
            if (Files.getLastModifiedTime(archive).compareTo(made) > 0) {
                return true;
            }
        }
        return false;
    }

    /// Runs one device through what every story does, and the commands that people run most, and
    /// then the step that lays out what was seen.
    private static void learn(Path folder, String archives, Path daemons, Path commands)
            throws IOException, NodeException, InterruptedException {
        var daemon = new Step(folder.resolve("daemon"), archives);
        var command = new Step(folder.resolve("command"), archives);
        var recording = new Learnt(daemon.recording(), command.recording());
        try (var cluster = Cluster.by(recording, folder, Cluster.Manner.PATIENT)) {
            cluster.found("one");
            var one = cluster.member("one");
            var file = Files.write(folder.resolve("file"), new byte[1 << 20]);
            one.put(file, "/file", 1);
            one.get("/file", folder.resolve("back"));
            var phrase = Files.writeString(folder.resolve("phrase"), cluster.words());
            one.holdfast("rehearse", phrase.toString()).expect(0);
            one.stop();
        }
        daemon.lay(daemons, folder);
        command.lay(commands, folder);
    }

    /// The two steps of learning.
    ///
    /// @param seen where what was seen is kept in between
    private record Step(Path seen, String archives) {

        List<String> recording() {
            return List.of("-XX:AOTMode=record", "-XX:AOTConfiguration=" + seen, "-cp", archives);
        }

        void lay(Path kept, Path folder) throws IOException, InterruptedException {
            var made = Path.of(seen + ".made");
            var making =
                    Stream.of(
                            "-XX:AOTMode=create",
                            "-XX:AOTConfiguration=" + seen,
                            "-XX:AOTCache=" + made,
                            "-cp",
                            archives);
            var flags = Stream.concat(Launcher.SMALL.stream(), making).toList();
            try (var launcher = Launcher.likeThisProcess(flags, folder)) {
                launcher.run(seen.getFileName() + "s", List.of(), MAKING_MAX).expect(0);
            }
            Files.move(made, kept, StandardCopyOption.ATOMIC_MOVE);
        }
    }
}
