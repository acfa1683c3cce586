package dev.holdfast.engine.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.holdfast.engine.api.Event;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.core.namespace.VolumeSpec;
import dev.holdfast.engine.folder.LocalTree.OwnHome;
import dev.holdfast.engine.folder.SeenFiles;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;

/// A directory is stored many files at once: whole files under whole names, whatever else fails.
@Timeout(120)
class PutTreeTest {

    private static final int MANY = 5_000;

    @TempDir Path temp;
    private Den den = new Den();
    private Path source;

    PutTreeTest() throws Exception {}

    @BeforeEach
    void a_directory_to_put() throws Exception {
        source = Files.createDirectories(temp.resolve("source"));
    }

    private void many(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            var file = source.resolve("d" + i % 50 + "/f" + i);
            Files.createDirectories(file.getParent());
            Files.write(file, Den.noise(i, 40 + i % 60));
        }
    }

    @Test
    void many_files_take_few_changes_of_the_volume() throws Exception {
        many(MANY);
        int before = den.changes.get();

        var stored = den.put(source, "/");

        assertThat(stored.files()).isEqualTo(MANY);
        assertThat(stored.chunks()).isEqualTo(MANY);
        assertThat(den.changes.get() - before).isLessThanOrEqualTo(MANY / 2_000 + 1);
        den.get("/source", temp.resolve("back"));
        assertThat(GetTreeTest.picture(temp.resolve("back")))
                .isEqualTo(GetTreeTest.picture(source));
    }

    @Test
    void the_same_again_stores_nothing_and_writes_no_name() throws Exception {
        many(300);
        den.put(source, "/");
        int before = den.changes.get();

        var again = den.put(source, "/");

        assertThat(again.files()).isEqualTo(300);
        assertThat(again.newChunks()).isZero();
        assertThat(again.storedBytes()).isZero();
        assertThat(den.changes.get()).isEqualTo(before);
    }

    @Test
    void what_is_no_file_is_named_and_the_rest_is_stored() throws Exception {
        many(20);
        var socket = source.resolve("socket");
        try (var open = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            open.bind(UnixDomainSocketAddress.of(socket));

            var stored = den.put(source, "/");

            assertThat(stored.files()).isEqualTo(20);
            assertThat(den.missed()).containsExactly(socket.toString());
        }
    }

    @Test
    void a_directory_takes_no_file_s_place_and_a_link_no_directory_s() throws Exception {
        Files.createDirectories(source.resolve("a"));
        Files.write(source.resolve("a/in"), new byte[] {1});
        Files.write(source.resolve("b"), new byte[] {2});
        Files.write(source.resolve("c"), new byte[] {3});
        den.put(source, "/");
        Files.delete(source.resolve("a/in"));
        Files.delete(source.resolve("a"));
        Files.createSymbolicLink(source.resolve("a"), Path.of("elsewhere"));
        Files.delete(source.resolve("b"));
        Files.createDirectories(source.resolve("b/below"));
        Files.write(source.resolve("b/below/in"), new byte[] {4});

        var stored = den.put(source, "/");

        assertThat(stored.files()).isOne();
        assertThat(den.missed())
                .containsExactly(source.resolve("a").toString(), source.resolve("b").toString());
        assertThat(den.paths())
                .containsExactly("/source", "/source/a", "/source/a/in", "/source/b", "/source/c");
    }

    @Test
    void the_home_of_the_device_is_named_and_not_stored() throws Exception {
        many(20);
        var home = Files.createDirectories(source.resolve("share/holdfast"));
        Files.write(home.resolve("lock"), new byte[0]);
        den.files = den.files(SeenFiles.none(), OwnHome.at(home));

        var stored = den.put(source, "/");

        assertThat(stored.files()).isEqualTo(20);
        assertThat(den.missed()).containsExactly(home.toString());
        assertThat(den.paths())
                .contains("/source/share")
                .noneMatch(path -> path.contains("holdfast"));
    }

    @Test
    void nothing_goes_from_the_home_of_the_device_or_to_it_by_any_name() throws Exception {
        var home = Files.createDirectories(source.resolve("holdfast"));
        var lock = Files.write(home.resolve("lock"), new byte[1]);
        var detour = Files.createSymbolicLink(temp.resolve("detour"), source);
        den.put(lock, "/file");
        den.files = den.files(SeenFiles.none(), OwnHome.at(home));

        for (var each : List.of(home, lock, detour.resolve("holdfast/lock"))) {
            assertThatThrownBy(() -> den.put(each, "/other"))
                    .isInstanceOf(NodeException.class)
                    .hasMessageContaining("home of this device");
        }
        for (var each : List.of(home, lock, detour.resolve("holdfast/more"))) {
            assertThatThrownBy(() -> den.get("/file", each))
                    .isInstanceOf(NodeException.class)
                    .hasMessageContaining("home of this device");
        }
        assertThat(den.paths()).containsExactly("/file");
        assertThat(home).isDirectoryNotContaining(path -> !path.equals(lock));
    }

    @Test
    void a_tree_that_comes_back_around_the_home_of_the_device_leaves_it_as_it_is()
            throws Exception {
        var home = Files.createDirectories(source.resolve("share/holdfast"));
        var lock = Files.write(home.resolve("lock"), new byte[] {1});
        Files.write(source.resolve("share/other"), new byte[] {2});
        den.put(source, "/tree");
        Files.delete(source.resolve("share/other"));
        Files.write(lock, new byte[] {3, 3});
        var detour = Files.createSymbolicLink(temp.resolve("detour"), home);

        for (var each : List.of(home, detour)) {
            den.events.clear();
            den.files = den.files(SeenFiles.none(), OwnHome.at(each));
            den.get("/tree", Files.createDirectories(temp.resolve("around")).resolve("new"));
            assertThat(den.missed()).as("another place").isEmpty();
            den.get("/tree/share", source);
            assertThat(den.missed()).containsExactly("/tree/share/holdfast");
        }
        assertThat(source.resolve("share/other")).hasBinaryContent(new byte[] {2});
        assertThat(lock).hasBinaryContent(new byte[] {3, 3});
        assertThat(home).isDirectoryNotContaining(path -> !path.equals(lock));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void names_and_links_that_are_no_text_are_named_and_nothing_is_stored_for_them()
            throws Exception {
        many(5);
        shell("mkdir \"$(printf 'd\\344')\" \"$(printf 'd\\374')\"");
        shell("echo x > \"$(printf 'd\\374/inside')\"; echo y > \"$(printf '\\374')\"");
        shell("ln -s \"$(printf 'to\\377')\" link");

        var stored = den.put(source, "/");

        assertThat(stored.files()).isEqualTo(5);
        assertThat(den.missed())
                .hasSize(4)
                .contains(source.resolve("link").toString())
                .noneMatch(path -> path.endsWith("inside"));
        assertThat(den.paths()).noneMatch(path -> path.matches(".*([^\\p{ASCII}]|link).*"));
    }

    private void shell(String line) throws Exception {
        var process = new ProcessBuilder("sh", "-c", line).directory(source.toFile()).start();
        assertThat(process.waitFor()).isZero();
    }

    @Test
    void a_file_that_changes_while_it_is_read_is_named_and_not_stored() throws Exception {
        many(20);
        var growing = Files.write(source.resolve("growing"), Den.noise(1, 30_000_000));
        den.also =
                event -> {
                    if (event instanceof Event.Progress progress && progress.done() > 10_000_000) {
                        append(growing);
                    }
                };

        var stored = den.put(source, "/");

        assertThat(stored.files()).isEqualTo(20);
        assertThat(den.missed()).containsExactly(growing.toString());
        assertThatThrownBy(() -> den.get("/source/growing", temp.resolve("back")))
                .isInstanceOf(NodeException.class);
    }

    private static void append(Path file) {
        try {
            Files.write(file, new byte[] {1}, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void a_put_that_is_broken_off_leaves_whole_files_only_and_goes_on_later() throws Exception {
        many(MANY);
        var some = new CountDownLatch(1);
        den.also =
                event -> {
                    if (event instanceof Event.Progress progress && progress.done() > 200_000) {
                        some.countDown();
                    }
                };
        var put = new FutureTask<>(() -> den.put(source, "/"));
        var thread = Thread.ofPlatform().start(put);
        some.await();
        thread.interrupt();
        thread.join();
        assertThat(put.state()).isEqualTo(FutureTask.State.FAILED);
        assertThat(put.exceptionNow()).isInstanceOf(InterruptedException.class);
        assertThat(den.openClaims).isEmpty();

        den.also = event -> {};
        assertEveryNameIsWhole();
        int kept = den.held().size();
        var again = den.put(source, "/");

        assertThat(again.newChunks()).isEqualTo(MANY - kept);
        den.get("/source", temp.resolve("back"));
        assertThat(GetTreeTest.picture(temp.resolve("back")))
                .isEqualTo(GetTreeTest.picture(source));
    }

    private void assertEveryNameIsWhole() throws Exception {
        var back = temp.resolve("broken off");
        try {
            den.get("/source", back);
        } catch (NodeException e) {
            assertThat(e.problem().code()).isEqualTo(Problem.Code.NO_SUCH);
            return;
        }
        assertThat(den.missed()).isEmpty();
        var whole = GetTreeTest.picture(source);
        GetTreeTest.picture(back)
                .forEach(
                        (path, face) -> {
                            if (!face.startsWith("directory")) {
                                assertThat(face).isEqualTo(whole.get(path));
                            }
                        });
    }

    @Test
    void a_device_that_is_full_stops_and_no_name_lacks_its_content() throws Exception {
        den = new Den(3_000_000);
        many(100);
        for (int i = 0; i < 100; i++) {
            Files.write(source.resolve("large" + i), Den.noise(i, 60_000));
        }

        assertThatThrownBy(() -> den.put(source, "/"))
                .isInstanceOfSatisfying(
                        NodeException.class,
                        e -> assertThat(e.problem().code()).isEqualTo(Problem.Code.FULL));

        assertThat(den.openClaims).isEmpty();
        assertEveryNameIsWhole();
    }

    @Test
    void fixed_chunks_of_any_size_are_groups_of_parts_that_are_stored_once() throws Exception {
        den.volume("blocks", new VolumeSpec(1, 64 << 20, 1, Duration.ofDays(1), Duration.ZERO));
        var block = Den.noise(1, 64 << 20);
        var file = temp.resolve("image");
        try (var out = Files.newOutputStream(file)) {
            out.write(block);
            out.write(Den.noise(2, 1000));
            out.write(block, 1000, block.length - 1000);
            out.write(block, 0, 5_000_000);
        }

        var stored = den.put(file, "blocks", "/image");
        var again = den.put(file, "blocks", "/copy");

        assertThat(stored.newChunks())
                .as("16 parts, a changed one, an end, lists")
                .isBetween(19L, 21L);
        assertThat(again.newChunks()).isZero();
        den.get("blocks", "/image", temp.resolve("back"));
        assertThat(Files.mismatch(file, temp.resolve("back"))).isEqualTo(-1);
    }

    @Test
    void holes_cost_nothing_like_their_size_and_come_back_as_holes() throws Exception {
        long size = (1L << 30) + 12_345;
        var file = temp.resolve("disk.img");
        try (var out = FileChannel.open(file, CREATE_NEW, WRITE)) {
            out.write(ByteBuffer.wrap(Den.noise(1, 100_000)), 300_000_000);
            out.write(ByteBuffer.wrap(new byte[1]), size - 1);
        }

        var stored = den.put(file, "/");
        den.get("/disk.img", temp.resolve("back"));

        assertThat(stored.bytes()).isEqualTo(size);
        assertThat(stored.chunks()).isGreaterThan(size / (4 << 20));
        assertThat(stored.newChunks()).isLessThan(10);
        assertThat(Files.mismatch(file, temp.resolve("back"))).isEqualTo(-1);
        assertThat(blocks(temp.resolve("back"))).isLessThan(4 << 20);
    }

    /// As the image of a disk, or a table of a database, of which little is in use.
    @Test
    void holes_between_islands_come_back_as_holes() throws Exception {
        long size = 64 << 20;
        var file = temp.resolve("disk.img");
        try (var out = FileChannel.open(file, CREATE_NEW, WRITE)) {
            for (long at = 0; at < size; at += 1 << 20) {
                out.write(ByteBuffer.wrap(Den.noise(at, 5_000)), at + 12_345);
            }
        }

        den.put(file, "/");
        den.get("/disk.img", temp.resolve("back"));

        assertThat(Files.mismatch(file, temp.resolve("back"))).isEqualTo(-1);
        assertThat(blocks(temp.resolve("back"))).isBetween(64 * 5_000L, 8L << 20);
    }

    /// Bytes that a file takes on its disk.
    private static long blocks(Path file) throws Exception {
        var du = new ProcessBuilder("du", "-k", file.toString()).start();
        var said = new String(du.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        return Long.parseLong(said.split("\\s")[0]) << 10;
    }

    @Test
    void a_few_bytes_in_front_change_the_first_chunks_only() throws Exception {
        var bytes = Den.noise(5, 100 << 20);
        den.put(Files.write(temp.resolve("plain"), bytes), "/");
        var file = temp.resolve("longer");
        Files.write(file, Den.noise(6, 100));
        Files.write(file, bytes, StandardOpenOption.APPEND);

        var stored = den.put(file, "/");

        assertThat(stored.storedBytes()).isLessThan(4 << 20);
    }
}
