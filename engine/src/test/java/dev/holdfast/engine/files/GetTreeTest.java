package dev.holdfast.engine.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.VolumePath;
import dev.holdfast.engine.core.content.ChunkRef;
import dev.holdfast.engine.folder.LocalPlace;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A directory comes back as it was, whatever fails on the way, and a get that was broken off goes
/// on where it was.
@Timeout(120)
class GetTreeTest {

    private static final int MANY = 600;

    @TempDir Path temp;
    private Den den;
    private Path source;
    private Path back;

    @BeforeEach
    void tree() throws Exception {
        den = new Den();
        source = Files.createDirectories(temp.resolve("source"));
        back = temp.resolve("back");
        for (int i = 0; i < MANY; i++) {
            var file = source.resolve("d" + i % 7 + "/e" + i % 3 + "/f" + i);
            Files.createDirectories(file.getParent());
            Files.write(file, Den.noise(i, i * 17 % 9000));
        }
        Files.writeString(source.resolve("same"), "twice the same");
        Files.writeString(source.resolve("d1/same"), "twice the same");
        Files.write(source.resolve("large"), Den.noise(1, 9_000_000));
        Files.createDirectories(source.resolve("nothing in it"));
        Files.createSymbolicLink(source.resolve("out"), Path.of("../../elsewhere/that is not"));
        var script = Files.writeString(source.resolve("d2/script"), "#!/bin/sh\n");
        var permissions = Files.getPosixFilePermissions(script);
        permissions.add(PosixFilePermission.OWNER_EXECUTE);
        Files.setPosixFilePermissions(script, permissions);
        Files.setLastModifiedTime(script, FileTime.from(Instant.parse("2001-02-03T04:05:06Z")));
        Files.setLastModifiedTime(
                source.resolve("d1"), FileTime.from(Instant.parse("2011-02-03T04:05:06Z")));
    }

    /// Everything at and below a directory: kind, content, time and bit of each.
    static Map<String, String> picture(Path root) throws IOException {
        var picture = new TreeMap<String, String>();
        try (var all = Files.walk(root)) {
            for (var each : (Iterable<Path>) all::iterator) {
                picture.put(root.relativize(each).toString(), face(each));
            }
        }
        picture.remove("");
        return picture;
    }

    private static String face(Path each) throws IOException {
        if (Files.isSymbolicLink(each)) {
            return "link " + Files.readSymbolicLink(each);
        }
        var mtime = Files.getLastModifiedTime(each, LinkOption.NOFOLLOW_LINKS);
        return Files.isDirectory(each)
                ? "directory " + mtime
                : Den.sha(Files.readAllBytes(each)) + " " + mtime + Files.isExecutable(each);
    }

    @Test
    void comes_back_as_it_was_from_this_device() throws Exception {
        den.put(source, "/tree");

        var fetched = den.get("/tree", back);

        assertThat(picture(back)).isEqualTo(picture(source));
        assertThat(fetched.files()).isEqualTo(MANY + 4);
        assertThat(den.missed()).isEmpty();
        assertThat(den.fetched).isEmpty();
    }

    @Test
    void comes_back_as_it_was_from_a_neighbour_asked_for_many_at_once() throws Exception {
        den.put(source, "/tree");
        den.giveAway();

        den.get("/tree", back);

        assertThat(picture(back)).isEqualTo(picture(source));
        assertThat(den.questions).hasValueBetween(2, 4);
        assertThat(den.fetched).as("the large file's only").hasSizeLessThan(20);
    }

    @Test
    void what_a_neighbour_does_not_give_at_once_is_fetched_by_itself() throws Exception {
        den.put(source, "/tree");
        den.giveAway();
        den.silentAfter = 10;

        den.get("/tree", back);

        assertThat(picture(back)).isEqualTo(picture(source));
    }

    @Test
    void what_cannot_be_had_is_named_and_the_rest_comes() throws Exception {
        den.put(source, "/tree");
        den.giveAway();
        den.silentAfter = 10;
        den.answersMax = 30;

        den.get("/tree", back);

        var missed = den.missed();
        assertThat(missed).isNotEmpty().allMatch(path -> path.startsWith("/tree/"));
        var wanted = picture(source);
        for (var path : missed) {
            assertThat(wanted.remove(path.substring("/tree/".length()))).isNotNull();
        }
        assertThat(picture(back)).isEqualTo(wanted);
    }

    @Test
    void a_directory_in_the_way_of_a_file_is_named_and_left_alone() throws Exception {
        den.put(source, "/tree");
        Files.createDirectories(back.resolve("tree/same/mine"));
        Files.writeString(back.resolve("tree/same/mine/note"), "mine");

        den.get("/tree", back);

        assertThat(den.missed()).containsExactly("/tree/same");
        assertThat(back.resolve("tree/same/mine/note")).hasContent("mine");
        assertThat(back.resolve("tree/large")).hasBinaryContent(Den.noise(1, 9_000_000));
    }

    @Test
    void a_link_in_the_way_of_a_directory_is_not_followed() throws Exception {
        var outside = Files.createDirectory(temp.resolve("outside"));
        den.put(source, "/tree");
        Files.createDirectories(back.resolve("tree"));
        Files.createSymbolicLink(back.resolve("tree/d1"), outside);

        den.get("/tree", back);

        assertThat(outside).isEmptyDirectory();
        assertThat(den.missed()).containsExactly("/tree/d1");
    }

    @Test
    void a_damaged_chunk_is_never_under_a_name() throws Exception {
        Files.writeString(source.resolve("only"), "only here");
        den.put(source.resolve("only"), "/only");
        var damaged = den.held().iterator().next();
        den.put(source, "/tree");
        den.store.damage(damaged, 20);

        den.get("/tree", back);

        assertThat(den.missed()).containsExactly("/tree/only");
        assertThat(back.resolve("only")).doesNotExist();
        assertThat(back.resolve("large")).exists();
    }

    @Test
    void what_is_damaged_here_comes_from_a_neighbour() throws Exception {
        den.put(source, "/tree");
        den.copyAll();
        for (var chunk : List.copyOf(den.held())) {
            den.store.damage(chunk, 20);
        }

        den.get("/tree", back);

        assertThat(den.missed()).isEmpty();
        assertThat(picture(back)).isEqualTo(picture(source));
    }

    @Test
    void a_get_that_was_cut_off_goes_on_with_what_is_sound() throws Exception {
        var bytes = Den.noise(3, 40_000_000);
        var large = Files.write(temp.resolve("large"), bytes);
        den.put(large, "/large");
        den.giveAway();
        den.get("/large", back);
        int all = den.fetched.size();
        Files.delete(back);

        // As a power cut leaves it: the beginning is there, a part of it is not what was written.
        var part = bytes.clone();
        Arrays.fill(part, 7_000_000, 7_000_500, (byte) 0);
        var directory = Files.createDirectory(temp.resolve("there"));
        leave(directory, "large", Arrays.copyOf(part, 30_000_000));
        den.fetched.clear();
        var again = den.get("/large", directory);

        assertThat(directory.resolve("large")).hasBinaryContent(bytes);
        assertThat(again.sha256()).contains(Den.sha(bytes).toString());
        assertThat(den.fetched.size()).isLessThan(all / 2);
        assertThat(picture(directory)).hasSize(1);
    }

    /// Leaves a part of `/large` as a get does that is killed.
    private void leave(Path directory, String name, byte[] bytes) throws Exception {
        var content = content(name);
        try (var place = LocalPlace.open(directory.toString());
                var growing = place.file(name, content)) {
            growing.write(0, ByteBuffer.wrap(bytes));
            growing.keep();
        }
    }

    private String content(String name) throws Exception {
        return den.files.describe(new Command.Describe(new VolumePath("files", "/" + name))).root();
    }

    @Test
    void a_part_of_another_version_is_cleared_away() throws Exception {
        Files.write(temp.resolve("large"), Den.noise(4, 2_000_000));
        den.put(temp.resolve("large"), "/large");
        var directory = Files.createDirectory(temp.resolve("there"));
        leave(directory, "large", Den.noise(5, 1_000_000));
        Files.write(temp.resolve("large"), Den.noise(6, 2_000_000));
        den.put(temp.resolve("large"), "/large");

        den.get("/large", directory);

        assertThat(directory.resolve("large")).hasBinaryContent(Den.noise(6, 2_000_000));
        assertThat(picture(directory)).hasSize(1);
    }

    @Test
    void a_get_that_fails_late_keeps_what_it_has_and_one_that_fails_early_does_not()
            throws Exception {
        var bytes = Den.noise(8, (int) FileGrower.KEPT_MIN + 3 * ChunkRef.LENGTH_MAX);
        den.put(Files.write(temp.resolve("large"), bytes), "/large");
        den.giveAway();
        var directory = Files.createDirectory(temp.resolve("there"));

        den.answersMax = 5;
        assertThatThrownBy(() -> den.get("/large", directory)).isInstanceOf(NodeException.class);
        assertThat(picture(directory)).isEmpty();

        den.answersMax = Integer.MAX_VALUE;
        den.fetched.clear();
        den.get("/large", back);
        int all = den.fetched.size();
        den.fetched.clear();
        den.answersMax = all - 2;
        assertThatThrownBy(() -> den.get("/large", directory)).isInstanceOf(NodeException.class);
        assertThat(picture(directory).keySet()).allMatch(name -> name.startsWith(".holdfast-"));
        assertThat(picture(directory)).hasSize(1);

        den.fetched.clear();
        den.answersMax = Integer.MAX_VALUE;
        den.get("/large", directory);
        assertThat(directory.resolve("large")).hasBinaryContent(bytes);
        assertThat(picture(directory)).hasSize(1);
        assertThat(den.fetched.size()).isLessThan(12);
    }
}
