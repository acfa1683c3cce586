package dev.holdfast.engine.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.content.Content;
import dev.holdfast.engine.core.namespace.Entry;
import dev.holdfast.engine.core.namespace.VolumeSpec;
import dev.holdfast.engine.crypto.Sealer;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;

/// Ann's disk has lost chunks, and nobody else has them; her own files in a linked folder do.
@Timeout(60)
class LinkedFilesTest {

    @TempDir Path place;

    private final Den den = new Den();
    private LinkedSide ann;

    LinkedFilesTest() throws Exception {}

    @BeforeEach
    void a_folder_in_step() throws Exception {
        ann = new LinkedSide(den, Files.createDirectory(place.resolve("ann")));
        ann.write("letter", "Dear Bob");
        Files.createDirectory(file("films"));
        Files.write(file("films/lake"), Den.noise(1, 9 << 20));
        LinkedSide.settle(ann);
        den.linked.add(ann);
    }

    private Path file(String name) {
        return ann.folder.resolve(name);
    }

    private Content content(String name) {
        return ((Entry.File) ann.version(name).entry().kind()).content();
    }

    private static ChunkId top(Content content) {
        return switch (content) {
            case Content.Empty _ -> throw new AssertionError("no content");
            case Content.One(var ref, _) -> ref.id();
            case Content.Tree(var ref, _, _, _) -> ref.id();
        };
    }

    private void lose(List<ChunkId> chunks) throws Exception {
        den.store.remove(chunks);
    }

    /// All but the lists of chunks.
    private void loseChunks() throws Exception {
        var chunks = den.held();
        chunks.remove(top(content("films/lake")));
        lose(List.copyOf(chunks));
    }

    private Path got(String name) throws Exception {
        var copy = place.resolve("copy");
        den.get("/docs/" + name, copy);
        return copy;
    }

    private void assertNobodyGives(String name) {
        assertThatThrownBy(() -> got(name))
                .isInstanceOf(NodeException.class)
                .hasMessageContaining("Nobody has it");
    }

    private void overwrite(Path path, long at, byte[] bytes) throws IOException {
        try (var channel = Files.newByteChannel(path, StandardOpenOption.WRITE)) {
            channel.position(at).write(ByteBuffer.wrap(bytes));
        }
    }

    @Test
    void a_get_reads_what_is_lost_from_the_persons_own_files_and_asks_nobody() throws Exception {
        loseChunks();
        assertThat(got("films/lake")).hasSameBinaryContentAs(file("films/lake"));
        Files.delete(place.resolve("copy"));
        assertThat(got("letter")).hasContent("Dear Bob");
        assertThat(den.fetched).isEmpty();
    }

    @Test
    void what_is_read_so_is_no_copy() throws Exception {
        loseChunks();
        got("films/lake");
        assertThat(den.held()).hasSize(1);
    }

    /// Others are asked for it first: one message is less than all of a film.
    @Test
    void a_lost_list_is_made_again_from_all_of_its_file_when_nobody_has_it() throws Exception {
        lose(List.copyOf(den.held()));
        assertThat(got("films/lake")).hasSameBinaryContentAs(file("films/lake"));
        assertThat(den.fetched).contains(top(content("films/lake")));
    }

    @Test
    void a_list_of_fixed_chunks_is_made_again_as_the_volume_cuts_them() throws Exception {
        den.volume("files", new VolumeSpec(1, 2 << 20, 1, Duration.ofDays(1), Duration.ZERO));
        Files.write(file("films/sea"), Den.noise(2, 9 << 20));
        LinkedSide.settle(ann);
        lose(List.copyOf(den.held()));
        assertThat(got("films/sea")).hasSameBinaryContentAs(file("films/sea"));
    }

    @Test
    void a_file_that_was_changed_since_gives_what_is_still_the_same_of_it() throws Exception {
        loseChunks();
        overwrite(file("films/lake"), 9 << 20, Den.noise(3, 1000));
        assertThat(got("films/lake")).hasBinaryContent(Den.noise(1, 9 << 20));
        Files.delete(place.resolve("copy"));
        overwrite(file("films/lake"), 5 << 20, Den.noise(4, 1000));
        assertNobodyGives("films/lake");
    }

    /// Else the bytes of another file would be given under the name of this one.
    @Test
    void another_file_of_the_same_length_gives_nothing() throws Exception {
        loseChunks();
        ann.write("letter", "Dear Eve");
        assertNobodyGives("letter");
    }

    @Test
    void neither_a_link_nor_what_is_no_file_is_opened() throws Exception {
        loseChunks();
        Files.writeString(place.resolve("outside"), "Dear Bob");
        Files.delete(file("letter"));
        Files.createSymbolicLink(file("letter"), place.resolve("outside"));
        assertNobodyGives("letter");
        Files.delete(file("letter"));
        Files.createDirectory(file("letter"));
        assertNobodyGives("letter");
        Files.move(file("films"), place.resolve("films"));
        Files.createSymbolicLink(file("films"), place.resolve("films"));
        assertNobodyGives("films/lake");
    }

    /// A folder that is not linked, or was never in step, is nobody's business.
    @Test
    void what_was_never_in_step_is_not_read() throws Exception {
        loseChunks();
        ann.mind.begin("another directory");
        assertNobodyGives("letter");
    }

    @Test
    void what_an_edit_elsewhere_left_as_it_was_does_not_travel() throws Exception {
        var bob = new LinkedSide(den, Files.createDirectory(place.resolve("bob")));
        LinkedSide.settle(bob);
        den.linked.clear();
        den.linked.add(bob);
        var before = top(content("films/lake"));
        overwrite(file("films/lake"), 5 << 20, Den.noise(4, 1000));
        LinkedSide.settle(ann);
        den.copyAll();
        var chunks = den.held();
        chunks.removeAll(List.of(before, top(content("films/lake"))));
        lose(List.copyOf(chunks));

        LinkedSide.settle(bob);

        assertThat(bob.folder.resolve("films/lake")).hasSameBinaryContentAs(file("films/lake"));
        assertThat(den.fetched).hasSizeBetween(1, 3);
    }

    @Test
    void there_must_be_room_for_what_is_read() throws Exception {
        loseChunks();
        var id = top(content("letter"));
        var small = ByteBuffer.allocate(Sealer.roomFor(8) - 1);
        assertThat(den.rooms.keeping().cache().read(id, small)).isFalse();
        assertThat(small.position()).isZero();
    }
}
