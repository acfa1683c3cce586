package dev.holdfast.engine.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Problem;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Real homes whose books were being made again when the process ended.
class BrokenOffRebuildTest {

    private static final byte[] CONTENT = SpoiltHome.bytes(1, 100_000);

    @TempDir Path scratch;
    private Path place;
    private SpoiltHome spoilt;

    @BeforeEach
    void a_device_with_a_file() throws Exception {
        place = scratch.resolve("home");
        spoilt = new SpoiltHome(place);
        spoilt.begin();
        spoilt.put("a", CONTENT);
    }

    /// Runs a rebuild, and keeps a copy of the home as a process that ends at each of its steps
    /// leaves it.
    private List<Path> cutEverywhere(List<String> trace) throws Exception {
        var cuts = new ArrayList<Path>();
        var steps =
                new Stepping(
                        Optional.of(
                                step -> {
                                    trace.add(step);
                                    if (!step.endsWith("/after")) {
                                        var cut = scratch.resolve("cut" + cuts.size());
                                        cuts.add(cut);
                                        keep(cut);
                                    }
                                }));
        Rebuilding.run(new HomeFiles(place), steps);
        return cuts;
    }

    private void keep(Path cut) {
        try {
            SpoiltHome.copy(place, cut);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void a_salvage_that_is_cut_anywhere_is_finished_by_the_next_which_tells_what_was_lost()
            throws Exception {
        spoilt.put("b", SpoiltHome.bytes(2, 50_000));
        spoilt.damageBlock(spoilt.blocks() / 2);
        var files = new HomeFiles(place);
        for (var suffix : List.of("", "-wal", "-shm")) {
            files.delete("catalog.db" + suffix);
        }
        var whole = scratch.resolve("uncut");
        SpoiltHome.copy(place, whole);
        var uncut = (Rebuilt.Salvaged) Home.at(whole).rebuild();
        assertThat(uncut.lost().unread()).isPositive();

        var trace = new ArrayList<String>();
        var cuts = cutEverywhere(trace);
        assertThat(trace.subList(0, trace.indexOf("rebuilding/mark")))
                .as("what takes the journal's place is durable before the mark stands")
                .contains("rebuilt/sync/after")
                .endsWith("rebuilt/force/before", "rebuilt/force/after");
        assertThat(cuts).hasSizeGreaterThan(10);
        for (var cut : cuts) {
            var next = Home.at(cut).rebuild();
            assertThat(next).isInstanceOf(Rebuilt.Salvaged.class);
            assertThat(((Rebuilt.Salvaged) next).lost()).isEqualTo(uncut.lost());
            assertThat(next.remade().gone()).isEqualTo(uncut.remade().gone());
            assertThat(next.remade().chunks()).isEqualTo(uncut.remade().chunks());
            assertThat(next.remade().aside()).anyMatch(name -> name.startsWith("journal.aside-"));
            assertThat(Home.at(cut).rebuild()).isInstanceOf(Rebuilt.Whole.class);
        }
    }

    @Test
    void books_that_are_made_again_and_cut_anywhere_tell_all_the_same_what_the_packs_lost()
            throws Exception {
        try (var packs = Files.list(place.resolve("packs"))) {
            for (var pack : packs.toList()) {
                Files.delete(pack);
            }
        }
        for (var cut : cutEverywhere(new ArrayList<>())) {
            var next = Home.at(cut).rebuild();
            assertThat(next).isInstanceOf(Rebuilt.Whole.class);
            assertThat(next.remade().gone()).as(String.valueOf(cut.getFileName())).isEqualTo(1);
            assertThat(next.remade().aside()).isNotEmpty();
        }
    }

    @Test
    void what_a_salvage_left_that_was_broken_off_never_takes_the_place_of_a_sound_journal()
            throws Exception {
        var files = new HomeFiles(place);
        Files.createDirectory(files.rebuilt());
        Files.write(place.resolve("catalog.db"), SpoiltHome.bytes(9, 10_000));
        assertThat(Home.at(place).rebuild()).isInstanceOf(Rebuilt.Whole.class);
        assertThat(files.rebuilt()).doesNotExist();
        assertThat(spoilt.get("a")).isEqualTo(CONTENT);
    }

    @Test
    void the_mark_of_a_rebuild_is_read_as_it_was_written() {
        var ranges = List.of(new Rebuilt.Range(5, 7), new Rebuilt.Range(9, 9));
        var lost = Optional.of(new Rebuilt.Lost(ranges, 4, 2));
        var mark = new RebuildMark(".aside-20260102T030405Z", lost);
        assertThat(RebuildMark.of(mark.text())).isEqualTo(mark);
        var sound = new RebuildMark(".aside-x", Optional.empty());
        assertThat(RebuildMark.of(sound.text())).isEqualTo(sound);
        assertThat(RebuildMark.of("records 1\nunread much\n"))
                .isEqualTo(
                        new RebuildMark(
                                "",
                                Optional.of(
                                        new Rebuilt.Lost(List.of(new Rebuilt.Range(1, 0)), 0, 0))));
    }

    @Test
    void a_rebuild_that_was_broken_off_is_finished_by_the_next() throws Exception {
        var files = new HomeFiles(place);
        SpoiltHome.copy(place.resolve("journal"), files.rebuilt());
        files.write("rebuilding", "");
        Files.move(place.resolve("journal"), place.resolve("journal.aside-before"));
        assertThatThrownBy(() -> spoilt.get("a"))
                .isInstanceOfSatisfying(
                        NodeException.class,
                        e -> assertThat(e.problem().code()).isEqualTo(Problem.Code.DAMAGED));
        assertThat(Home.at(place).rebuild()).isInstanceOf(Rebuilt.Salvaged.class);
        assertThat(spoilt.get("a")).isEqualTo(CONTENT);
        assertThat(files.read("rebuilding")).isEmpty();
    }
}
