package dev.holdfast.testbed.cluster;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.tui.process.Launcher;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What the Java of a device learns of its classes when it starts, kept in a file of the build for
/// every later start, which then takes half the work (JEP 483 and 514). A run of many devices
/// starts hundreds of processes on the cores that also do the work of its stories.
///
/// Java keeps this for classes in archives only, so there is none where the program runs from
/// directories, and one is made anew when an archive is younger.
final class Learnt {

    private static final Logger LOG = LoggerFactory.getLogger(Learnt.class);
    private static final Duration MAKING_MAX = Duration.ofMinutes(2);

    private Learnt() {}

    private static final class Once {
        static final List<String> FLAGS = make();
    }

    /// For the Java of each device; none where nothing can be kept.
    static List<String> flags() {
        return Once.FLAGS;
    }

    private static List<String> make() {
        try {
            var archives = archives();
            if (archives.isEmpty()) {
                return List.of();
            }
            var build = Objects.requireNonNull(place(Learnt.class).getParent());
            var kept = build.resolve("devices.aot");
            if (!Files.exists(kept) || isYounger(archives, kept)) {
                var folder = Files.createTempDirectory(build, "learning");
                var path = archives.stream().map(Path::toString);
                var made = learn(folder, path.collect(Collectors.joining(File.pathSeparator)));
                Files.move(made, kept, StandardCopyOption.ATOMIC_MOVE);
            }
            return List.of("-XX:AOTCache=" + kept, "-Xlog:disable");
        } catch (IOException | NodeException | URISyntaxException e) {
            LOG.warn("devices start with nothing learnt", e);
            return List.of();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    private static Path place(Class<?> one) throws URISyntaxException {
        return Path.of(one.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    /// The archives of the class path; none when the program itself is not in one.
    private static List<Path> archives() throws URISyntaxException {
        if (!Files.isRegularFile(place(Launcher.class))) {
            return List.of();
        }
        return Stream.of(System.getProperty("java.class.path", "").split(File.pathSeparator))
                .map(Path::of)
                .filter(Files::isRegularFile)
                .toList();
    }

    private static boolean isYounger(List<Path> archives, Path kept) throws IOException {
        var made = Files.getLastModifiedTime(kept);
        for (var archive : archives) {
            if (Files.getLastModifiedTime(archive).compareTo(made) > 0) {
                return true;
            }
        }
        return false;
    }

    /// Runs one device through what every story does, and then the step that lays it out.
    private static Path learn(Path folder, String archives)
            throws IOException, NodeException, InterruptedException {
        var seen = "-XX:AOTConfiguration=" + folder.resolve("seen");
        var recording = List.of("-XX:AOTMode=record", seen, "-cp", archives);
        try (var cluster = Cluster.by(recording, folder, Cluster.Manner.PATIENT)) {
            cluster.found("one");
            var one = cluster.member("one");
            var file = Files.write(folder.resolve("file"), new byte[1 << 20]);
            one.put(file, "/file", 1);
            one.get("/file", folder.resolve("back"));
            one.stop();
        }
        var kept = folder.resolve("kept");
        var making = List.of("-XX:AOTMode=create", seen, "-XX:AOTCache=" + kept, "-cp", archives);
        var flags = Stream.concat(Launcher.SMALL.stream(), making.stream()).toList();
        try (var launcher = Launcher.likeThisProcess(flags, folder)) {
            launcher.run("making", List.of(), MAKING_MAX).expect(0);
        }
        return kept;
    }
}
