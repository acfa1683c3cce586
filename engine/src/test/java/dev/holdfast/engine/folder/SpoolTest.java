package dev.holdfast.engine.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// A file that grows in windows is, byte for byte, what was put.
class SpoolTest {

    private static final int WINDOW = Spool.WINDOW_BYTES;
    private static final String NAME = "film";

    @TempDir Path temp;
    private final Spool.Windows windows = new Spool.Windows(1);

    @Test
    void files_of_any_length_become_what_was_put() throws Exception {
        int large = Spool.LARGE_MIN;
        for (int length :
                new int[] {
                    1,
                    large - 1,
                    large,
                    large + 1,
                    WINDOW - 1,
                    WINDOW,
                    WINDOW + 1,
                    2 * WINDOW + 4095
                }) {
            var bytes = noise(length);
            grow(bytes, 1_000_003);
            assertThat(Files.readAllBytes(temp.resolve(NAME)))
                    .as("%d bytes", length)
                    .isEqualTo(bytes);
        }
    }

    @Test
    void what_an_earlier_get_has_left_stays_where_it_is_not_wanted_anew() throws Exception {
        var bytes = noise(3 * WINDOW + 5);
        try (var place = LocalPlace.open(temp.toString());
                var file = place.file(NAME, "v1")) {
            file.write(0, ByteBuffer.wrap(bytes, 0, 2 * WINDOW - 7));
            try (var spool = Spool.of(file, bytes.length, windows)) {
                spool.put(ByteBuffer.wrap(bytes, 0, 2 * WINDOW - 7), false);
                spool.put(ByteBuffer.wrap(bytes, 2 * WINDOW - 7, WINDOW + 12), true);
                spool.finish();
                file.end(bytes.length);
            }
            file.place();
        }
        assertThat(Files.readAllBytes(temp.resolve(NAME))).isEqualTo(bytes);
    }

    /// Whatever an earlier get has left, of which nothing is known to be right.
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void zeros_are_zeros_whether_they_become_holes_or_take_the_place_of_something(long seed)
            throws Exception {
        var chance = new Random(seed);
        var bytes = noise(1 + chance.nextInt((seed % 2 == 0 ? 3 : 1) * WINDOW));
        for (int i = 0; i < 20; i++) {
            int from = chance.nextInt(bytes.length);
            Arrays.fill(
                    bytes, from, Math.min(bytes.length, from + chance.nextInt(1 << 19)), (byte) 0);
        }
        var left = noise(chance.nextInt(2 * WINDOW));
        try (var place = LocalPlace.open(temp.toString());
                var file = place.file(NAME, "v1")) {
            file.write(0, ByteBuffer.wrap(left));
            put(bytes, 1 + chance.nextInt(1 << 20), file);
        }
        assertThat(Files.readAllBytes(temp.resolve(NAME))).isEqualTo(bytes);
    }

    @Test
    void a_file_put_under_the_name_meanwhile_is_not_written_to() throws Exception {
        var inside = Files.createDirectory(temp.resolve("inside"));
        var theirs = Files.writeString(temp.resolve("theirs"), "untouched");
        var bytes = noise(2 * WINDOW);
        try (var place = LocalPlace.open(inside.toString());
                var file = place.file(NAME, "v1")) {
            try (var names = Files.list(inside)) {
                var part = names.findFirst().orElseThrow();
                Files.delete(part);
                Files.createLink(part, theirs);
            }
            try (var spool = Spool.of(file, bytes.length, windows)) {
                spool.put(ByteBuffer.wrap(bytes), true);
                spool.finish();
            }
        }
        assertThat(theirs).hasContent("untouched");
    }

    @Test
    void one_that_was_broken_off_gives_its_windows_back() throws Exception {
        for (int turn = 0; turn < 5; turn++) {
            try (var place = LocalPlace.open(temp.toString());
                    var file = place.file(NAME, "v1");
                    var spool = Spool.of(file, 8L * WINDOW, windows)) {
                spool.put(ByteBuffer.wrap(noise(4 * WINDOW + 1)), true);
            }
        }
        assertThat(temp).isEmptyDirectory();
        grow(noise(3 * WINDOW), WINDOW);
    }

    @Test
    void one_window_is_filled_while_the_system_has_the_others() throws Exception {
        var disk = new HeldDisk();
        int others = Spool.Windows.EACH - 1;
        try (var spool = over(disk);
                var filling = Executors.newVirtualThreadPerTaskExecutor()) {
            var all = filling.submit(() -> putAndFinish(spool, noise((others + 2) * WINDOW)));
            boolean hasAll = disk.arrived.tryAcquire(others, 20, TimeUnit.SECONDS);
            disk.goOn.release(others + 2);

            assertThat(hasAll).isTrue();
            assertThat(all.get()).isTrue();
        }
    }

    @Test
    void a_window_that_could_not_be_written_is_told_though_later_ones_could() throws Exception {
        var disk = new HeldDisk();
        disk.refuses = WINDOW;
        disk.goOn.release(3);
        var spool = over(disk);
        assertThatThrownBy(() -> putAndFinish(spool, noise(3 * WINDOW)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("bad sector");
        spool.close();
        grow(noise(5 * WINDOW), WINDOW);
    }

    private Spool over(HeldDisk disk) throws IOException {
        try (var place = LocalPlace.open(temp.toString());
                var file = place.file(NAME, "v1")) {
            return new Spool(file, windows, disk, new Holes(0));
        }
    }

    private static boolean putAndFinish(Spool spool, byte[] bytes) throws IOException {
        spool.put(ByteBuffer.wrap(bytes), true);
        spool.finish();
        return true;
    }

    private void grow(byte[] bytes, int piece) throws IOException {
        try (var place = LocalPlace.open(temp.toString());
                var file = place.file(NAME, "v1")) {
            put(bytes, piece, file);
        }
    }

    private void put(byte[] bytes, int piece, GrowingFile file) throws IOException {
        try (var spool = Spool.of(file, bytes.length, windows)) {
            for (int at = 0; at < bytes.length; at += piece) {
                int count = Math.min(piece, bytes.length - at);
                spool.put(ByteBuffer.wrap(bytes, at, count), true);
            }
            spool.finish();
            file.end(bytes.length);
        }
        file.place();
    }

    private static byte[] noise(int length) {
        var bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }
}
