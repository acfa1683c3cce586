package dev.holdfast.engine.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.core.namespace.EntryPath;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.HashSet;
import java.util.concurrent.atomic.AtomicInteger;

@EnabledOnOs(OS.LINUX)
@Timeout(60)
class FolderWatchTest {

    @TempDir Path folder;

    private FolderWatch watch;

    @BeforeEach
    void the_folder_is_watched() throws IOException {
        watch = FolderWatch.of(folder.toString());
        enter("");
    }

    @AfterEach
    void watched_no_more() {
        watch.close();
    }

    private void enter(String directory) throws IOException {
        var sight = Standing.at(folder.resolve(directory)).orElseThrow().sight();
        watch.on(new EntryPath(directory), sight);
    }

    @Test
    void it_tells_of_what_comes_changes_and_goes() throws Exception {
        var file = folder.resolve("a");
        Files.createFile(file);
        watch.await();
        Files.writeString(file, "more");
        watch.await();
        assertThat(file.toFile().setExecutable(true)).isTrue();
        watch.await();
        Files.delete(file);
        watch.await();
        assertThat(watch.isWhole()).isTrue();
    }

    @Test
    void it_tells_of_what_happens_in_a_directory_that_was_entered() throws Exception {
        Files.createDirectory(folder.resolve("d"));
        watch.await();
        enter("d");
        Files.writeString(folder.resolve("d/a"), "deep");
        assertThat(watch.await()).containsExactly(new EntryPath("d"));
    }

    @Test
    void a_directory_goes_by_the_name_by_which_it_was_entered_last() throws Exception {
        Files.createDirectory(folder.resolve("d"));
        enter("d");
        Files.move(folder.resolve("d"), folder.resolve("e"));
        enter("e");
        Files.writeString(folder.resolve("e/a"), "deep");
        var told = new HashSet<EntryPath>();
        while (!told.contains(new EntryPath("e"))) {
            told.addAll(watch.await());
        }
        assertThat(told).containsExactlyInAnyOrder(EntryPath.ROOT, new EntryPath("e"));
    }

    /// More happens than the system keeps in mind of one directory.
    @Test
    void what_was_too_much_to_be_told_names_its_directory() throws Exception {
        Files.createDirectory(folder.resolve("d"));
        enter("d");
        for (int i = 0; i < 2_000; i++) {
            Files.createFile(folder.resolve("d/" + i));
        }
        var told = new HashSet<EntryPath>();
        while (!told.contains(new EntryPath("d"))) {
            told.addAll(watch.await());
        }
    }

    @Test
    void another_directory_of_the_same_name_is_watched_too() throws Exception {
        try (var inner = FolderWatch.of(folder.toString())) {
            var first = Files.createDirectory(folder.resolve("d"));
            inner.on(new EntryPath("d"), Standing.at(first).orElseThrow().sight());
            Files.move(first, folder.resolve("was d"));
            var second = Files.createDirectory(folder.resolve("d"));
            inner.on(new EntryPath("d"), Standing.at(second).orElseThrow().sight());
            Files.writeString(second.resolve("a"), "new");
            inner.await();
        }
    }

    @Test
    void a_directory_that_has_gone_meanwhile_is_no_limit() throws Exception {
        var gone = Files.createDirectory(folder.resolve("gone"));
        var sight = Standing.at(gone).orElseThrow().sight();
        Files.delete(gone);
        watch.on(new EntryPath("gone"), sight);
        assertThat(watch.limit()).isEmpty();
    }

    /// As the system refuses one more watch when its limit is reached.
    @Test
    void the_limit_of_the_system_is_named_until_all_can_be_watched() throws Exception {
        var room = new AtomicInteger(1);
        Files.createDirectory(folder.resolve("d"));
        try (var narrow =
                FolderWatch.of(folder.toString(), (path, service) -> ask(path, service, room))) {
            narrow.on(EntryPath.ROOT, Standing.at(folder).orElseThrow().sight());
            assertThat(narrow.isWhole()).isTrue();
            var sight = Standing.at(folder.resolve("d")).orElseThrow().sight();
            narrow.on(new EntryPath("d"), sight);
            assertThat(narrow.limit()).contains("max_user_watches");
            assertThat(narrow.isWhole()).isFalse();

            room.set(1);
            narrow.beginAgain();
            narrow.on(EntryPath.ROOT, Standing.at(folder).orElseThrow().sight());
            narrow.on(new EntryPath("d"), sight);
            assertThat(narrow.limit()).isEmpty();
            assertThat(narrow.isWhole()).isTrue();
        }
    }

    private static WatchKey ask(Path path, WatchService service, AtomicInteger room)
            throws IOException {
        if (room.getAndDecrement() <= 0) {
            throw new IOException("User limit of inotify watches reached");
        }
        return path.register(service, StandardWatchEventKinds.ENTRY_CREATE);
    }

    @Test
    void whoever_waits_hears_of_the_end() {
        watch.close();
        assertThatThrownBy(watch::await).isInstanceOf(InterruptedException.class);
    }
}
