package dev.holdfast.engine.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.Finding;
import dev.holdfast.engine.api.Finding.Care;
import dev.holdfast.engine.api.Finding.Fault;
import dev.holdfast.engine.api.Finding.Left;
import dev.holdfast.engine.api.Finding.Mended;
import dev.holdfast.engine.api.Finding.Treated;
import dev.holdfast.engine.api.Finding.Untouched;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.Outcome.LinkState;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/// Ann's packs are gone, and nobody else has anything; what she put there lies in a linked folder.
@Timeout(120)
class GoneChunksTest {

    /// Of more chunks than one, whatever the pool's key for cutting, so that it has a list of them.
    private static final int FILM_BYTES = 24 << 20;

    private static final String LETTER = "files:/docs/letter";
    private static final String FILM = "files:/docs/film";

    @TempDir Path place;

    private Household pool;
    private Path folder;

    @BeforeEach
    void all_packs_of_a_device_with_a_linked_folder_are_gone() throws Exception {
        pool = new Household(place.resolve("homes"), Map.of());
        pool.found("ann");
        folder = Files.createDirectory(place.resolve("docs"));
        Files.writeString(folder.resolve("letter"), "Dear Bob");
        Files.write(folder.resolve("film"), film());
        pool.run(
                "ann",
                new Command.Link(
                        folder.toString(), Household.at("/docs"), Outcome.Mode.BOTH, List.of()));
        var _ = Household.await(this::names, names -> names == 3);
        var _ = Household.await(this::state, state -> state == LinkState.IN_STEP);
        pool.stop("ann");
        try (var packs = Files.list(pool.place("ann").resolve("packs"))) {
            for (var file : packs.toList()) {
                Files.delete(file);
            }
        }
    }

    @AfterEach
    void she_stops() {
        pool.close();
    }

    private static byte[] film() {
        var film = new byte[FILM_BYTES];
        new Random(5).nextBytes(film);
        return film;
    }

    private int names() throws Exception {
        var all = new Command.ListEntries(Household.at("/"), true, Optional.empty());
        return pool.run("ann", all).rows().size();
    }

    private LinkState state() throws Exception {
        return pool.run("ann", new Command.ListLinks()).links().getFirst().state();
    }

    /// What is said of the content.
    private List<Treated> read(boolean isMending) throws Exception {
        return pool.home("ann").examine(new Care(true, isMending, false), _ -> {}).stream()
                .filter(each -> each.finding().check().equals("content"))
                .toList();
    }

    private static Treated of(List<Treated> all, String file) {
        return all.stream()
                .filter(each -> each.finding().what().startsWith(file + ": "))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void what_is_gone_comes_back_from_the_folder_with_the_lists_of_its_chunks() throws Exception {
        var mended = read(true);
        assertThat(mended)
                .hasSize(3)
                .extracting(Treated::treatment)
                .containsOnly(new Mended("All of it was read again from linked folders."));
        assertThat(mended.getLast().finding().what())
                .startsWith("Chunks in the packs: 0, damaged: 0, gone: ")
                .contains(", without another known copy: 0; ");

        assertThat(read(false))
                .singleElement()
                .matches(each -> each.finding() instanceof Finding.Sound);
        Files.move(folder, place.resolve("another name"));
        var film = new ByteArrayOutputStream();
        try (var ann = pool.home("ann").node()) {
            ann.run(new Command.GetStream(Household.at("/docs/film"), film), _ -> {});
        }
        assertThat(film.toByteArray()).isEqualTo(film());
    }

    @Test
    void a_look_that_is_to_mend_nothing_says_where_it_would_look() throws Exception {
        for (var each : read(false)) {
            assertThat(each.finding()).isInstanceOf(Finding.Endangered.class);
            assertThat(((Fault) each.finding()).remedy())
                    .startsWith(
                            "Run `holdfast doctor --deep --fix`, which looks in linked folders");
            assertThat(each.treatment()).isEqualTo(new Untouched());
        }
    }

    @Test
    void what_the_folder_has_not_any_more_is_told_and_the_rest_comes_back() throws Exception {
        Files.writeString(folder.resolve("letter"), "Dear Eve");
        var treated = read(true);
        assertThat(of(treated, LETTER).finding()).isInstanceOf(Finding.Endangered.class);
        assertThat(of(treated, LETTER).treatment()).isInstanceOf(Left.class);
        assertThat(of(treated, FILM).treatment()).isInstanceOf(Mended.class);
        assertThat(treated.getLast().treatment()).isInstanceOf(Left.class);
        assertThat(treated.getLast().finding().what()).contains(", without another known copy: 1;");
    }
}
