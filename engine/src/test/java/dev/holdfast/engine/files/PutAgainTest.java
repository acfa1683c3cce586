package dev.holdfast.engine.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.Event;
import dev.holdfast.engine.api.VolumePath;
import dev.holdfast.engine.core.content.MerkleTree;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.folder.Found;
import dev.holdfast.engine.folder.SeenFiles;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicBoolean;

/// What was stored before is neither read nor stored again, and what has changed always is.
@Timeout(60)
class PutAgainTest {

    @TempDir Path temp;
    private final Den den = new Den();
    private Path source;

    PutAgainTest() throws Exception {}

    @BeforeEach
    void a_directory_to_put() throws Exception {
        source = Files.createDirectories(temp.resolve("source"));
    }

    @Test
    void a_file_that_has_not_changed_since_is_not_read_again() throws Exception {
        var file = Files.write(source.resolve("a"), Den.noise(1, 1000));
        var large = Files.write(source.resolve("large"), Den.noise(2, 9_000_000));
        try (var seen = SeenFiles.in(temp.resolve("seen"))) {
            den.files = den.files(seen);
            den.put(source, "/");
            var root = root("/source/a");
            var rootOfLarge = root("/source/large");

            // Told that other content is what was read, it does not look for itself.
            Files.write(file, Den.noise(3, 1000));
            Files.write(large, Den.noise(4, 9_000_000));
            tell(seen, file, root);
            tell(seen, large, rootOfLarge);
            var again = den.put(source, "/");

            assertThat(again.files()).isEqualTo(2);
            assertThat(again.bytes()).isEqualTo(9_001_000);
            assertThat(again.newChunks()).isZero();
            assertThat(root("/source/a")).isEqualTo(root);
        }
    }

    private static void tell(SeenFiles seen, Path file, String root) throws Exception {
        var found = Found.at(file, "");
        seen.remember(found, Hash.of(HexFormat.of().parseHex(root)), Instant.MAX);
    }

    private String root(String path) throws Exception {
        return den.files.describe(new Command.Describe(new VolumePath("files", path))).root();
    }

    @Test
    void a_file_that_was_changed_behind_its_time_is_read_again() throws Exception {
        var file = Files.write(source.resolve("a"), Den.noise(1, 1000));
        var time = Files.getLastModifiedTime(file);
        try (var seen = SeenFiles.in(temp.resolve("seen"))) {
            den.files = den.files(seen);
            den.put(source, "/");
            den.put(source, "/");
            var root = root("/source/a");
            Files.write(file, Den.noise(2, 1000));
            Files.setLastModifiedTime(file, time);

            den.put(source, "/");

            assertThat(root("/source/a")).isNotEqualTo(root);
        }
    }

    @Test
    void a_file_whose_chunks_are_gone_is_read_again() throws Exception {
        Files.write(source.resolve("a"), Den.noise(1, 1000));
        try (var seen = SeenFiles.in(temp.resolve("seen"))) {
            den.files = den.files(seen);
            den.put(source, "/");
            den.store.remove(den.held());

            assertThat(den.put(source, "/").newChunks()).isOne();
        }
    }

    /// Runs something when the first bytes of a file have been read.
    private void onceReading(Deed deed) {
        var isDone = new AtomicBoolean();
        den.also =
                event -> {
                    if (event instanceof Event.Progress && isDone.compareAndSet(false, true)) {
                        deed.run();
                    }
                };
    }

    private interface Deed {
        void run();
    }

    private static void write(Path file, byte[] bytes, FileTime time) {
        try {
            Files.write(file, bytes);
            Files.setLastModifiedTime(file, time);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void small_files_that_change_before_they_are_read_are_named_and_not_stored() throws Exception {
        var files = new ArrayList<Path>();
        for (int i = 0; i < 5; i++) {
            files.add(Files.write(source.resolve("f" + i), Den.noise(i, 1000)));
        }
        var later = FileTime.from(Instant.EPOCH);
        onceReading(() -> files.forEach(file -> write(file, Den.noise(9, 1000), later)));

        var stored = den.put(source, "/");

        assertThat(stored.files()).isZero();
        assertThat(den.missed())
                .containsExactlyElementsOf(files.stream().map(Path::toString).toList());
    }

    @Test
    void a_file_that_was_exchanged_behind_its_time_while_it_was_read_is_read_again()
            throws Exception {
        var file = Files.write(source.resolve("a"), Den.noise(1, 1000));
        var time = Files.getLastModifiedTime(file);
        try (var seen = SeenFiles.in(temp.resolve("seen"))) {
            den.files = den.files(seen);
            onceReading(() -> write(file, Den.noise(2, 1000), time));
            den.put(source, "/");

            den.put(source, "/");

            den.get("/source/a", temp.resolve("back"));
            assertThat(temp.resolve("back")).hasBinaryContent(Den.noise(2, 1000));
        }
    }

    @Test
    void equal_content_is_stored_once_and_only_large_content_is_looked_up() throws Exception {
        var small = Den.noise(1, ChunkKeeper.UNNAMED_MAX);
        var large = Den.noise(2, ChunkKeeper.UNNAMED_MAX + 1);
        den.put(Files.write(temp.resolve("a"), small), "/");
        den.put(Files.write(temp.resolve("b"), large), "/");

        den.put(Files.write(temp.resolve("c"), small), "/");
        den.put(Files.write(temp.resolve("d"), large), "/");

        assertThat(den.held()).hasSize(2);
        assertThat(isKnown(small)).isFalse();
        assertThat(isKnown(large)).isTrue();
    }

    private boolean isKnown(byte[] content) {
        var name = den.rooms.keeping().sealer().name(MerkleTree.leaf(ByteBuffer.wrap(content)));
        return den.ledger.views().chunks().known(name).isPresent();
    }
}
