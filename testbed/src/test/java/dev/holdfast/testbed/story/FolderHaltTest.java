package dev.holdfast.testbed.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testbed.cluster.Cluster;
import dev.holdfast.testbed.cluster.Member;
import dev.holdfast.testbed.fault.Halts;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Ann changes her folder; Bob's process ends at a step of bringing it to his, and is started
/// again.
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayName("V5 a process that ends at any step of changing a linked folder loses nothing")
class FolderHaltTest {

    private static final Duration END_MAX = Duration.ofSeconds(60);
    private static final int LARGE = 3 << 20;

    private Path place;
    private Cluster cluster;
    private Member ann;
    private Member bob;
    private int round;

    @BeforeAll
    void two_linked_folders(@TempDir Path temporary) throws Exception {
        place = temporary;
        var manner = new Cluster.Manner(Cluster.Manner.PATIENT.settings(), List.of(Halts.FLAG));
        cluster = Cluster.of(place.resolve("pool"), manner, "ann", "bob");
        ann = cluster.member("ann");
        bob = cluster.member("bob");
        for (var member : List.of(ann, bob)) {
            Files.createDirectories(folder(member));
            member.holdfast("link", folder(member).toString(), "files:/docs").expect(0);
        }
    }

    @AfterAll
    void all_stop() {
        cluster.close();
    }

    static Stream<String> steps() {
        return Stream.of(
                        "begin", "write", "force", "name", "sync", "make", "link", "rename",
                        "delete", "note")
                .flatMap(what -> Stream.of(what + "/before", what + "/after"));
    }

    private Path folder(Member member) {
        return place.resolve("folders").resolve(member.name());
    }

    private static Path text(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    /// All that stands in a folder, parts of files included.
    private Map<String, String> all(Member member) throws IOException {
        var all = new TreeMap<String, String>();
        var folder = folder(member);
        try (var walk = Files.walk(folder)) {
            for (var path : walk.filter(each -> !each.equals(folder)).toList()) {
                all.put(folder.relativize(path).toString(), what(path));
            }
        } catch (NoSuchFileException | UncheckedIOException e) {
            return Map.of();
        }
        return all;
    }

    private static String what(Path path) throws IOException {
        if (Files.isSymbolicLink(path)) {
            return "-> " + Files.readSymbolicLink(path);
        }
        return Files.isDirectory(path)
                ? "directory"
                : Files.readString(path, StandardCharsets.ISO_8859_1);
    }

    private void awaitSame() throws Exception {
        cluster.await(
                "bob has what ann has",
                () -> List.of(all(bob), all(ann)),
                both -> !both.getLast().isEmpty() && both.getFirst().equals(both.getLast()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("steps")
    void all_comes_to_the_same(String step) throws Exception {
        prepare();
        awaitSame();
        Halts.at(bob.directory(), "folder/" + step, 1);
        change();
        assertThat(bob.awaitEnd(END_MAX)).as(step).isEqualTo(Halts.EXIT);
        Halts.nowhere(bob.directory());
        bob.start();
        awaitSame();
        assertThat(all(ann)).containsEntry("kept", "kept in round " + round);
    }

    private void prepare() throws Exception {
        round++;
        var mine = folder(ann);
        Samples.random(mine.resolve("large"), LARGE, round);
        text(mine.resolve("kept"), "kept in round " + (round - 1));
        text(mine.resolve("renamed"), "renamed in round " + round);
        text(mine.resolve("gone/below"), "gone in round " + round);
        Files.deleteIfExists(mine.resolve("link"));
        Files.createSymbolicLink(mine.resolve("link"), Path.of("before " + round));
        Files.deleteIfExists(mine.resolve("renamed again"));
        Files.deleteIfExists(mine.resolve("fresh/deep"));
        Files.deleteIfExists(mine.resolve("fresh"));
    }

    private void change() throws Exception {
        var mine = folder(ann);
        Files.move(mine.resolve("renamed"), mine.resolve("renamed again"));
        Files.delete(mine.resolve("gone/below"));
        Files.delete(mine.resolve("gone"));
        Files.delete(mine.resolve("link"));
        Files.createSymbolicLink(mine.resolve("link"), Path.of("after " + round));
        text(mine.resolve("fresh/deep"), "fresh in round " + round);
        text(mine.resolve("kept"), "kept in round " + round);
        Samples.random(mine.resolve("large"), LARGE, -round);
    }
}
