package dev.holdfast.testbed.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.holdfast.testbed.cluster.Cluster;
import dev.holdfast.tui.process.Finished;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/// Homes that went wrong on the disk, each a copy of one good home: a real command says what is
/// wrong and what to do, ends as it should, and nothing is lost by it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayName("Each bad input that concerns a disk is told, and loses nothing")
class BadDiskTest {

    /// Within the first chunk of the one pack: no chunk but the last of a file is as short.
    private static final int IN_A_CHUNK = 200_000;

    private static final Duration COMMAND_MAX = Duration.ofMinutes(2);
    private static final String REBUILD = "Run `holdfast doctor --rebuild`.";
    private static final String LATER =
            "Use the version of Holdfast that wrote it, or a later one.";
    private static final String ABSENT = "Bring the devices that hold it online";

    /// What a command logs beside what it says.
    private static final String LOG_LINE = "[0-9]{4}-[0-9]{2}-[0-9]{2}T.* (WARNING|SEVERE) .*";

    private Path folder;
    private Path good;
    private Path file;
    private Cluster cluster;

    @BeforeAll
    void a_device_that_ended_in_order(@TempDir Path temporary) throws Exception {
        folder = temporary;
        cluster = Cluster.of(folder, "ann");
        var ann = cluster.member("ann");
        file = Samples.random(folder.resolve("big"), 3_000_000, 5);
        ann.put(file, "/big", 1);
        assertThat(ann.stop()).isTrue();
        good = ann.directory();
    }

    @AfterAll
    void all_stop() {
        cluster.close();
    }

    /// What happens to the files of a home.
    private interface Blow {
        void to(Path home) throws IOException;
    }

    /// A home that something happened to, and what is said of it.
    private record Ill(String name, Blow blow, String what, String remedy) {
        @Override
        public String toString() {
            return name;
        }
    }

    /// What is refused before anything is done.
    static Stream<Object> unopened() {
        return Stream.concat(ofBooks(), ofPacksAndKeys());
    }

    private static Stream<Object> ofBooks() {
        return Stream.of(
                new Ill(
                        "catalog header",
                        home -> flip(home.resolve("catalog.db"), 0, 64),
                        "The catalog of HOME cannot be read: SQLite says: ",
                        REBUILD),
                new Ill(
                        "catalog middle",
                        home -> flip(home.resolve("catalog.db"), 8192, 60_000),
                        "The catalog of HOME cannot be read: SQLite says: ",
                        REBUILD),
                new Ill(
                        "catalog later",
                        home -> flip(home.resolve("catalog.db"), 63, 1),
                        "The catalog of HOME cannot be read: the catalog has format",
                        LATER),
                new Ill(
                        "journal middle",
                        home -> flip(only(home, "journal", ".wal"), 4096 + 34, 8),
                        "The journal of HOME cannot be opened: record 1 in ",
                        REBUILD),
                new Ill(
                        "journal later",
                        home -> later(only(home, "journal", ".wal")),
                        "The journal of HOME cannot be opened: 0000000000000001.wal has format 2",
                        LATER),
                new Ill(
                        "journal gone",
                        home -> Files.delete(only(home, "journal", ".wal")),
                        "The journal of HOME cannot be opened: the journal ends at 0",
                        REBUILD));
    }

    private static Stream<Object> ofPacksAndKeys() {
        return Stream.of(
                new Ill(
                        "pack later",
                        home -> {
                            Files.delete(only(home, "packs", ".index"));
                            later(only(home, "packs", ".pack"));
                        },
                        "The packs of HOME cannot be opened: 0000000000000001.pack has format 2",
                        LATER),
                new Ill(
                        "key missing",
                        home -> Files.delete(home.resolve("device.key")),
                        "There is no device key at HOME/device.key.",
                        "Put it back from a backup"),
                new Ill(
                        "key damaged",
                        home -> flip(home.resolve("device.key"), 60, 2),
                        "The device key at HOME/device.key is damaged.",
                        "Put it back from a backup"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unopened")
    void what_cannot_be_opened_is_told_and_left_as_it_is(Object each) throws Exception {
        var ill = (Ill) each;
        var home = copy(ill.name);
        ill.blow.to(home);
        var before = contents(home);
        var finished = run(home, "get", "files:/big", folder.resolve("none").toString());
        refused(finished, ill.name.equals("key missing") ? 4 : 1, home, ill.what, ill.remedy);
        assertThat(folder.resolve("none")).doesNotExist();
        if (!ill.name.equals("journal gone")) {
            assertThat(contents(home)).isEqualTo(before);
        }
    }

    @Test
    void the_doctor_names_what_keeps_a_device_from_starting_and_how_bad_it_is() throws Exception {
        var home = copy("ill");
        flip(home.resolve("catalog.db"), 8192, 60_000);
        later(only(home, "packs", ".pack"));
        flip(home.resolve("device.key"), 60, 2);
        assertThat(run(home, "doctor").expect(1).out().lines())
                .anyMatch(line -> line.startsWith("halted      key       The device key "))
                .anyMatch(line -> line.startsWith("halted      packs     A later version of"))
                .anyMatch(line -> line.startsWith("halted      books     The catalog of "))
                .endsWith("Not all is sound.");
    }

    @Test
    void a_catalog_that_is_gone_is_made_again_by_itself() throws Exception {
        var home = copy("uncatalogued");
        Files.delete(home.resolve("catalog.db"));
        gives(home);
        assertThat(run(home, "doctor").expect(0).out()).contains("All is sound.");
    }

    @Test
    void a_damaged_catalog_is_made_anew_on_demand() throws Exception {
        var home = copy("rebuilt");
        flip(home.resolve("catalog.db"), 8192, 60_000);
        assertThat(run(home, "doctor", "--rebuild").expect(0).out())
                .contains("rebuilt   Made anew from ", "All is sound.");
        gives(home);
    }

    @Test
    void a_torn_end_of_the_journal_is_cut_and_what_came_before_stands() throws Exception {
        var home = copy("torn");
        var journal = only(home, "journal", ".wal");
        var whole = Files.readAllBytes(journal);
        Files.write(journal, Arrays.copyOf(whole, whole.length - 4096 + 100));
        gives(home);
        assertThat(run(home, "doctor").expect(0).out()).contains("All is sound.");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("losses")
    void packs_that_lost_chunks_are_told_by_a_get_and_by_the_doctor(Object each) throws Exception {
        var ill = (Ill) each;
        var home = copy(ill.name);
        ill.blow.to(home);
        refused(
                run(home, "get", "files:/big", folder.resolve("none").toString()),
                1,
                home,
                ill.what,
                ill.remedy);
        assertThat(folder.resolve("none")).doesNotExist();
        assertThat(run(home, "ls", "files:").expect(0).out()).isEqualTo("big\n");
        assertThat(run(home, "doctor", "--deep", "--fix").expect(1).out())
                .contains("files:/big: ", "no other copy is known.");
    }

    /// Chunks that are gone, or not what they were.
    static Stream<Object> losses() {
        return Stream.of(
                new Ill(
                        "cut short",
                        home -> {
                            var pack = only(home, "packs", ".pack");
                            Files.write(pack, Arrays.copyOf(Files.readAllBytes(pack), 1_000_000));
                        },
                        "No device that can be reached now holds a part of this file.",
                        ABSENT),
                new Ill(
                        "missing",
                        home -> Files.delete(only(home, "packs", ".pack")),
                        "No device that can be reached now holds a part of this file.",
                        ABSENT),
                new Ill(
                        "flipped",
                        home -> flip(only(home, "packs", ".pack"), IN_A_CHUNK, 1),
                        "A chunk on this device's disk is damaged, and no other copy answered.",
                        "Bring the other devices online and try again."));
    }

    @Test
    void settings_that_cannot_be_read_are_put_aside_on_demand() throws Exception {
        var home = copy("unset");
        var settings = home.resolve("settings");
        var listen = Files.readString(settings);
        Files.writeString(settings, listen + "colour = red\n");
        refused(run(home, "daemon"), 2, home, "There is no setting named \"colour\".", "Choose ");
        assertThat(run(home, "doctor", "--fix").expect(0).out()).contains("settings.unreadable");
        gives(home);
        assertThat(Files.readString(home.resolve("settings.unreadable"))).startsWith(listen);
    }

    @Test
    void a_home_that_is_a_file_is_no_home() throws Exception {
        var home = Files.writeString(folder.resolve("plain"), "a file");
        var words = folder.resolve("words").toString();
        for (var command : new String[][] {{"status"}, {"init", "--phrase-file", words}}) {
            refused(
                    run(home, command),
                    1,
                    home,
                    "HOME is a file, and a device lives in a directory.",
                    "Name another place with --home.");
        }
        assertThat(Files.readString(home)).isEqualTo("a file");
    }

    @Test
    void a_port_that_another_program_has_is_told() throws Exception {
        var home = copy("deaf");
        try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var listen = "127.0.0.1:" + other.getLocalPort();
            run(home, "config", "set", "listen", listen).expect(0);
            refused(
                    run(home, "daemon"),
                    1,
                    home,
                    "Cannot listen on " + listen + ": Address already in use.",
                    "Stop the program that uses this port, or set another one with `holdfast config"
                            + " set listen HOST:PORT`.");
        }
    }

    @Test
    void a_home_that_cannot_be_written_is_told() throws Exception {
        var home = copy("sealed");
        mount("--bind", home.toString(), home.toString());
        try {
            mount("-o", "remount,ro,bind", home.toString());
            refused(
                    run(home, "get", "files:/big", folder.resolve("none").toString()),
                    1,
                    home,
                    "Could not lock HOME: HOME/lock: Read-only file system.",
                    "Check that the disk is there and can be written, and that the home belongs to"
                            + " you.");
            assertThat(run(home, "doctor").expect(1).out())
                    .contains("halted      home      Nothing can be written in " + home);
        } finally {
            assertThat(start(List.of("umount", home.toString()))).isZero();
        }
        gives(home);
    }

    /// Without a way to mount, there is nothing to see; that is wrong where all must be seen.
    private static void mount(String... words) throws IOException, InterruptedException {
        if (start(with(words, "mount")) != 0) {
            assertThat(System.getenv("CI")).as("a mount is needed here").isNotEqualTo("true");
            abort("only root can mount a directory for reading");
        }
    }

    private static List<String> with(String[] words, String... before) {
        return Stream.concat(Stream.of(before), Stream.of(words)).toList();
    }

    private static int start(List<String> words) throws IOException, InterruptedException {
        return new ProcessBuilder(words).inheritIO().start().waitFor();
    }

    private Finished run(Path home, String... words) throws IOException, InterruptedException {
        return cluster.commands().run("bad", with(words, "--home", home.toString()), COMMAND_MAX);
    }

    private static void refused(
            Finished finished, int exit, Path home, String what, String remedy) {
        var all = finished.err().replace(home.toString(), "HOME").lines();
        var said = all.filter(line -> !line.matches(LOG_LINE)).toList();
        assertThat(said).as(finished.err()).hasSize(2);
        assertThat(said.getFirst()).startsWith(what).endsWith(".");
        assertThat(said.getLast()).startsWith(remedy).endsWith(".");
        assertThat(finished.exit()).as(finished.err()).isEqualTo(exit);
        assertThat(finished.out()).isEmpty();
    }

    /// All that was acknowledged can be read.
    private void gives(Path home) throws Exception {
        var copy = Files.createTempDirectory(folder, "read").resolve("copy");
        run(home, "get", "files:/big", copy.toString()).expect(0);
        assertThat(copy).hasSameBinaryContentAs(file);
    }

    private Path copy(String name) throws IOException {
        var to = folder.resolve("homes").resolve(name);
        try (var all = Files.walk(good)) {
            for (var each : all.filter(path -> !path.endsWith("seen")).toList()) {
                var target = to.resolve(good.relativize(each).toString());
                if (Files.isDirectory(each)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(each, target);
                }
                Files.setPosixFilePermissions(target, Files.getPosixFilePermissions(each));
            }
        }
        return to;
    }

    /// What is in the files of a home that hold something for good.
    private static Map<String, Integer> contents(Path home) throws IOException {
        var contents = new TreeMap<String, Integer>();
        try (var all = Files.walk(home)) {
            for (var each : all.filter(Files::isRegularFile).toList()) {
                var name = home.relativize(each).toString();
                if (name.matches(".*(\\.(wal|pack|index|db|key)|version)")) {
                    contents.put(name, Arrays.hashCode(Files.readAllBytes(each)));
                }
            }
        }
        return contents;
    }

    private static Path only(Path home, String directory, String end) throws IOException {
        try (var all = Files.list(home.resolve(directory))) {
            var found = all.filter(path -> path.toString().endsWith(end)).toList();
            assertThat(found).hasSize(1);
            return Objects.requireNonNull(found.getFirst());
        }
    }

    private static void flip(Path file, int from, int count) throws IOException {
        var bytes = Files.readAllBytes(file);
        for (int at = from; at < Math.min(bytes.length, from + count); at++) {
            bytes[at] ^= 0x55;
        }
        Files.write(file, bytes);
    }

    /// Makes the first block of a pack or a journal one of the next format.
    private static void later(Path file) throws IOException {
        var bytes = Files.readAllBytes(file);
        bytes[7] = 2;
        var crc = new CRC32C();
        crc.update(bytes, 0, 4092);
        ByteBuffer.wrap(bytes).putInt(4092, (int) crc.getValue());
        Files.write(file, bytes);
    }
}
