package dev.holdfast.engine.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// What a person gets appears whole, under its own name, inside the directory they named.
class LocalPlaceTest {

    private static final Instant MTIME = Instant.parse("2020-02-02T02:02:02Z");

    @TempDir Path temp;
    private Path inside;
    private Path outside;

    @BeforeEach
    void directories() throws IOException {
        inside = Files.createDirectory(temp.resolve("inside"));
        outside = Files.createDirectory(temp.resolve("outside"));
    }

    @Test
    void a_file_has_no_name_until_it_is_whole() throws Exception {
        try (var place = LocalPlace.open(inside.toString());
                var file = place.file("lake.jpg", "v1")) {
            file.write(0, ByteBuffer.wrap("a lake".getBytes(UTF_8)));
            assertThat(inside.resolve("lake.jpg")).doesNotExist();

            file.dress(MTIME, true);
            file.force();
            file.place();
        }
        assertThat(inside.resolve("lake.jpg")).hasContent("a lake").isExecutable();
        assertThat(Files.getLastModifiedTime(inside.resolve("lake.jpg")).toInstant())
                .isEqualTo(MTIME);
        assertThat(namesIn(inside)).containsExactly("lake.jpg");
    }

    @Test
    void what_was_not_finished_leaves_nothing_and_the_older_file_stays() throws Exception {
        Files.writeString(inside.resolve("lake.jpg"), "older");
        try (var place = LocalPlace.open(inside.toString());
                var file = place.file("lake.jpg", "v1")) {
            file.write(0, ByteBuffer.wrap("half".getBytes(UTF_8)));
        }
        assertThat(inside.resolve("lake.jpg")).hasContent("older");
        assertThat(namesIn(inside)).containsExactly("lake.jpg");
    }

    @Test
    void a_link_in_the_way_is_replaced_and_not_written_through() throws Exception {
        var stranger = Files.writeString(outside.resolve("stranger"), "untouched");
        Files.createSymbolicLink(inside.resolve("lake.jpg"), stranger);
        try (var place = LocalPlace.open(inside.toString());
                var file = place.file("lake.jpg", "v1")) {
            file.write(0, ByteBuffer.wrap("a lake".getBytes(UTF_8)));
            file.dress(MTIME, false);
            file.force();
            file.place();
        }
        assertThat(stranger).hasContent("untouched");
        assertThat(Files.isSymbolicLink(inside.resolve("lake.jpg"))).isFalse();
    }

    private static void finish(GrowingFile file) throws IOException {
        file.write(0, ByteBuffer.wrap("a lake".getBytes(UTF_8)));
        file.dress(MTIME, false);
        file.force();
        file.place();
    }

    /// A client that is killed has its get cancelled only after the next one has begun.
    @Test
    void what_a_get_leaves_that_ended_while_another_went_on_goes_with_that_one() throws Exception {
        try (var place = LocalPlace.open(inside.toString());
                var next = LocalPlace.open(inside.toString())) {
            var cancelled = place.file("lake.jpg", "v1");
            try (var later = next.file("lake.jpg", "v1")) {
                cancelled.write(0, ByteBuffer.wrap("half".getBytes(UTF_8)));
                cancelled.keep();
                cancelled.close();
                assertThat(namesIn(inside)).hasSize(2);
                finish(later);
            }
        }
        assertThat(namesIn(inside)).containsExactly("lake.jpg");
    }

    @Test
    void what_another_get_is_still_growing_stays() throws Exception {
        try (var place = LocalPlace.open(inside.toString());
                var next = LocalPlace.open(inside.toString());
                var slow = place.file("lake.jpg", "v1")) {
            try (var quick = next.file("lake.jpg", "v1")) {
                finish(quick);
            }
            assertThat(namesIn(inside)).hasSize(2);
            finish(slow);
        }
        assertThat(namesIn(inside)).containsExactly("lake.jpg");
    }

    /// What it was left for has been closed since.
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void a_part_that_is_gone_on_with_is_closed_as_what_it_replaces() throws Exception {
        try (var place = LocalPlace.open(inside.toString());
                var file = place.file("lake.jpg", "v1")) {
            file.write(0, ByteBuffer.wrap("half".getBytes(UTF_8)));
            file.keep();
        }
        var part = inside.resolve(namesIn(inside).getFirst());
        Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("rw-rw-rw-"));
        var older = Files.writeString(inside.resolve("lake.jpg"), "older");
        Files.setPosixFilePermissions(older, PosixFilePermissions.fromString("rw-r-----"));
        try (var place = LocalPlace.open(inside.toString());
                var file = place.file("lake.jpg", "v1")) {
            assertThat(file.length()).isEqualTo("half".length());
            assertThat(Files.getPosixFilePermissions(part))
                    .isEqualTo(PosixFilePermissions.fromString("rw-r-----"));
        }
    }

    @Test
    void a_directory_that_is_a_link_is_refused() throws Exception {
        Files.createSymbolicLink(inside.resolve("sub"), outside);
        try (var place = LocalPlace.open(inside.toString())) {
            assertThatThrownBy(() -> place.directory("sub").close())
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void a_directory_swapped_for_a_link_after_it_was_opened_leads_nowhere() throws Exception {
        try (var place = LocalPlace.open(inside.toString());
                var sub = place.directory("sub")) {
            Files.move(inside.resolve("sub"), inside.resolve("moved"));
            Files.createSymbolicLink(inside.resolve("sub"), outside);
            try (var file = sub.file("lake.jpg", "v1")) {
                file.dress(MTIME, false);
                file.force();
                file.place();
            }
        }
        assertThat(namesIn(outside)).isEmpty();
        assertThat(namesIn(inside.resolve("moved"))).containsExactly("lake.jpg");
    }

    /// So it is on FUSE and NFS: what is new in a directory would make another one of it.
    @Test
    @EnabledOnOs(OS.LINUX)
    void a_directory_of_which_nobody_knows_when_it_was_made_is_told_by_its_inode()
            throws Exception {
        var folder = Files.createDirectory(inside.resolve("folder"));
        var known = Files.getAttribute(folder, "unix:ino") + " 2026-01-01T00:00:00Z";
        try (var linked = LinkedFolder.open(folder.toString(), FolderSteps.UNTOLD)) {
            assertThat(linked.root(known)).isEqualTo(known);
            assertThat(linked.root("another one")).isNotEqualTo("another one");
            Files.setLastModifiedTime(folder, FileTime.from(MTIME));
            assertThat(linked.root(known)).isNotEqualTo(known);
        }
    }

    @Test
    void a_name_that_is_more_than_a_name_is_refused() throws Exception {
        try (var place = LocalPlace.open(inside.toString())) {
            for (var name : List.of("", ".", "..", "../x", "a/b", outside + "/x")) {
                assertThatThrownBy(() -> place.file(name, "v1").close())
                        .as(name)
                        .isInstanceOf(IOException.class);
            }
        }
        assertThat(namesIn(outside)).isEmpty();
    }

    @Test
    void a_walk_follows_no_link_and_reports_what_it_cannot_read() throws Exception {
        Files.writeString(outside.resolve("secret"), "not asked for");
        Files.createSymbolicLink(inside.resolve("out"), outside);
        Files.createDirectories(inside.resolve("a/b"));
        Files.writeString(inside.resolve("a/b/lake.jpg"), "a lake");
        var seen = new ArrayList<String>();

        LocalTree.at(inside.toString(), LocalTree.OwnHome.NONE)
                .walk(
                        new LocalTree.Visitor() {
                            @Override
                            public void found(Found found) {
                                seen.add(
                                        found.kind()
                                                + " "
                                                + found.relative()
                                                + " "
                                                + found.standing().target());
                            }

                            @Override
                            public void missed(String path, IOException why) {
                                seen.add("MISSED " + path);
                            }
                        });

        assertThat(seen)
                .containsExactlyInAnyOrder(
                        "DIRECTORY  ",
                        "DIRECTORY a ",
                        "DIRECTORY a/b ",
                        "FILE a/b/lake.jpg ",
                        "SYMLINK out " + outside);
    }

    private static List<String> namesIn(Path directory) throws IOException {
        try (var names = Files.list(directory)) {
            return names.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void linux_makes_a_whole_file_system_durable() throws Exception {
        try (var place = LocalPlace.open("/dev/shm");
                var together = place.together().orElseThrow()) {
            assertThatCode(together::sync).doesNotThrowAnyException();
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void what_was_closed_once_closes_nothing_of_others() throws Exception {
        try (var place = LocalPlace.open("/dev/shm")) {
            var together = place.together().orElseThrow();
            together.close();
            // Has the number that was given back.
            try (var another = place.file("closed once", "v1")) {
                together.close();
                assertThatThrownBy(together::sync).isInstanceOf(IOException.class);
                assertThatCode(another::force).doesNotThrowAnyException();
            }
        }
    }
}
