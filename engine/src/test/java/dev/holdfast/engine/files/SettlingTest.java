package dev.holdfast.engine.files;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.folder.FileSystemSync;
import dev.holdfast.engine.folder.GrowingFile;
import dev.holdfast.engine.folder.LocalPlace;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// No file has its name before it is durable, whether it is made so alone or with many.
class SettlingTest {

    @TempDir Path temp;

    private final List<String> said = new ArrayList<>();

    @Test
    void files_wait_for_one_another_and_none_has_its_name_before_all_are_durable()
            throws Exception {
        try (var place = LocalPlace.open(temp.toString());
                var settling = new Settling(Optional.of(new Witness()))) {
            for (int i = 0; i < Settling.GROUP + 1; i++) {
                settling.add(written(place, "file" + i), new Said());
            }
            assertThat(said).hasSize(Settling.GROUP + 1).startsWith("durable: 0 names", "named");
            settling.finish();
            assertThat(names()).isEqualTo(Settling.GROUP + 1);
            assertThat(said).hasSize(Settling.GROUP + 3).endsWith("durable: 256 names", "named");
        }
        assertThat(said).endsWith("closed");
    }

    @Test
    void files_that_cannot_be_made_durable_never_get_their_names() throws Exception {
        try (var place = LocalPlace.open(temp.toString());
                var settling = new Settling(Optional.of(new Failing()))) {
            settling.add(written(place, "one"), new Said());
            settling.add(written(place, "two"), new Said());
            settling.finish();
            assertThat(said).containsExactly("the disk is gone", "the disk is gone");
        }
        assertThat(temp).isEmptyDirectory();
    }

    @Test
    void a_file_whose_last_look_finds_something_else_never_gets_its_name() throws Exception {
        try (var place = LocalPlace.open(temp.toString());
                var settling = new Settling(Optional.of(new Witness()))) {
            settling.add(written(place, "one"), new Late());
            settling.add(written(place, "two"), new Said());
            settling.finish();
            assertThat(said).containsExactly("durable: 0 names", "somebody was quicker", "named");
        }
        assertThat(temp).isDirectoryNotContaining("glob:**/one");
        assertThat(temp.resolve("two")).hasContent("two");
    }

    @Test
    void what_still_waits_when_it_is_broken_off_is_taken_back() throws Exception {
        try (var place = LocalPlace.open(temp.toString());
                var settling = new Settling(Optional.of(new Witness()))) {
            settling.add(written(place, "one"), new Said());
        }
        assertThat(temp).isEmptyDirectory();
        assertThat(said).containsExactly("closed");
    }

    @Test
    void alone_a_file_has_its_name_at_once() throws Exception {
        try (var place = LocalPlace.open(temp.toString());
                var settling = new Settling(Optional.empty())) {
            settling.add(written(place, "one"), new Said());
            assertThat(said).containsExactly("named");
            assertThat(temp.resolve("one")).hasContent("one");
        }
    }

    private static GrowingFile written(LocalPlace place, String name) throws IOException {
        var file = place.file(name, name);
        file.write(0, ByteBuffer.wrap(name.getBytes(UTF_8)));
        return file;
    }

    /// Finds something else in the place.
    private final class Late extends Said {

        @Override
        public void look(GrowingFile finished) throws IOException {
            throw new IOException("somebody was quicker");
        }
    }

    /// Notes what becomes of a file.
    private class Said implements Settling.End {

        @Override
        public void placed() {
            said.add("named");
        }

        @Override
        public void missed(IOException why) {
            said.add(why.getMessage());
        }

        @Override
        public void missed(NodeException why) {
            said.add(why.getMessage());
        }
    }

    private long names() throws IOException {
        try (var all = Files.list(temp)) {
            return all.filter(path -> path.getFileName().toString().startsWith("file")).count();
        }
    }

    /// Notes what has its name when all is made durable.
    private final class Witness implements FileSystemSync {

        @Override
        public void sync() throws IOException {
            said.add("durable: " + names() + " names");
        }

        @Override
        public void close() {
            said.add("closed");
        }
    }

    private static final class Failing implements FileSystemSync {

        @Override
        public void sync() throws IOException {
            throw new IOException("the disk is gone");
        }

        @Override
        public void close() {}
    }
}
