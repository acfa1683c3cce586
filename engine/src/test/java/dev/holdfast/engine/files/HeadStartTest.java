package dev.holdfast.engine.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.content.Content;
import dev.holdfast.engine.core.namespace.Entry;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/// Files come into a linked folder: what others are to hold is theirs before they hear its name.
@Timeout(120)
class HeadStartTest {

    /// More than are read before any is named.
    private static final int MANY = 1_800;

    @TempDir Path place;

    private final Den den = new Den();

    /// Of each chunk that was waited for, how many changes of names there were by then.
    private final Map<ChunkId, Integer> copied = new HashMap<>();

    private final List<Integer> waits = new ArrayList<>();
    private LinkedSide ann;

    HeadStartTest() throws Exception {}

    @BeforeEach
    void a_folder() throws IOException {
        ann = new LinkedSide(den, Files.createDirectory(place.resolve("ann")));
    }

    private void files(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            ann.write("in/" + i + ".txt", "file " + i);
        }
    }

    private Outcome.Copies copies(Rooms.Awaited awaited) {
        awaited.chunks().forEach(id -> copied.putIfAbsent(id, den.changes.get()));
        waits.add(awaited.chunks().size());
        return new Outcome.Copies(2, 2, 2, List.of("ann", "bob"));
    }

    /// The change that gave a file its name.
    private int named(int file) {
        var stamp = ann.version("in/" + file + ".txt").entry().cause().stamp();
        return (int) stamp.millis() - 1000;
    }

    private ChunkId chunk(int file) {
        var kind = (Entry.File) ann.version("in/" + file + ".txt").entry().kind();
        return ((Content.One) kind.content()).ref().id();
    }

    @Test
    void names_are_written_in_groups_and_each_after_the_copies_of_its_chunk() throws Exception {
        files(MANY);
        den.copying = (awaited, _) -> copies(awaited);

        ann.pass();

        var changes = new ArrayList<Integer>();
        for (int i = 0; i < MANY; i++) {
            assertThat(copied).containsKey(chunk(i));
            assertThat(copied.get(chunk(i))).as("changes before %d", i).isLessThan(named(i));
            changes.add(named(i));
        }
        assertThat(changes.stream().distinct().count()).isGreaterThan(2);
        assertThat(waits.stream().mapToInt(each -> each).sum()).isEqualTo(MANY);
    }

    @Test
    void a_name_waits_for_no_chunk_of_a_file_that_was_read_after_it() throws Exception {
        files(MANY);
        den.copying =
                (awaited, _) -> {
                    while (den.store.index().size() < MANY) {
                        Thread.onSpinWait(); // others read on
                    }
                    return copies(awaited);
                };

        ann.pass();

        // a group, and what the others had just read
        assertThat(waits).hasSizeGreaterThan(2).allMatch(chunks -> chunks <= 512 + 8);
        assertThat(waits.stream().mapToInt(each -> each).sum()).isEqualTo(MANY);
    }

    @Test
    void who_makes_no_copies_holds_up_no_more_than_the_first_of_them() throws Exception {
        files(MANY);
        den.copying =
                (awaited, done) -> {
                    waits.add(awaited.chunks().size());
                    assertThat(waits).hasSizeLessThan(10);
                    return some(0, done);
                };

        ann.pass();

        assertThat(waits).hasSize(1);
        assertThat(named(MANY - 1)).isPositive();
    }

    @Test
    void as_long_as_some_copies_come_the_rest_is_waited_for() throws Exception {
        files(MANY);
        var steps = new ArrayList<>(List.of(1, 2, 3));
        den.copying =
                (awaited, done) ->
                        steps.isEmpty() ? copies(awaited) : some(steps.removeFirst(), done);

        ann.pass();

        assertThat(copied).hasSize(MANY);
    }

    private static Outcome.Copies some(int chunks, LongConsumer done) {
        done.accept(chunks);
        return new Outcome.Copies(1, 2, 2, List.of("ann"));
    }

    @Test
    void a_few_files_wait_for_nobody() throws Exception {
        files(20);
        den.copying = (awaited, _) -> copies(awaited);

        ann.pass();

        assertThat(waits).isEmpty();
        assertThat(named(19)).isPositive();
    }
}
