package dev.holdfast.engine.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.store.disk.PackCheck.Spot;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class ScrubNotesTest {

    private static final Instant MONDAY = Instant.parse("2026-03-02T10:00:00Z");
    private static final Instant FRIDAY = Instant.parse("2026-03-06T10:00:00Z");
    private static final ChunkId ONE = new ChunkId(new Hash(1, 2, 3, 4));
    private static final ChunkId OTHER = new ChunkId(new Hash(-5, 6, 7, 8));

    @TempDir Path home;

    private ScrubNotes notes() {
        return ScrubNotes.read(new HomeFiles(home));
    }

    @Test
    void a_pack_counts_as_read_when_it_is_first_found_and_a_restart_does_not_move_that() {
        assertThat(notes().seen(List.of(1L, 2L), MONDAY)).containsEntry(1L, MONDAY);
        assertThat(notes().seen(List.of(1L, 3L), FRIDAY))
                .containsEntry(1L, MONDAY)
                .containsEntry(2L, MONDAY)
                .containsEntry(3L, FRIDAY);
    }

    @Test
    void what_was_read_is_remembered_and_packs_that_are_gone_are_forgotten() {
        var notes = notes();
        notes.seen(List.of(1L, 2L, 3L), MONDAY);
        notes.read(2, FRIDAY, List.of(2L, 3L));
        assertThat(notes().seen(List.of(), FRIDAY))
                .containsOnlyKeys(2L, 3L)
                .containsEntry(2L, FRIDAY);
    }

    @Test
    void damaged_chunks_are_remembered_until_they_are_sound() {
        var places = new LinkedHashMap<ChunkId, Spot>();
        places.put(ONE, new Spot(3, 8192, 500));
        places.put(OTHER, new Spot(4, 4096, 70_000));
        notes().damaged(places);
        assertThat(notes().damaged()).containsExactly(ONE, OTHER);
        notes().sound(List.of(ONE));
        assertThat(notes().damaged()).containsExactly(OTHER);
        assertThat(notes().places()).containsEntry(OTHER, Optional.of(new Spot(4, 4096, 70_000)));
    }

    @Test
    void a_note_without_a_place_is_understood() throws Exception {
        Files.writeString(home.resolve(ScrubNotes.FILE), "damaged " + ONE + "\n");
        assertThat(notes().places()).containsExactly(Map.entry(ONE, Optional.empty()));
    }

    @Test
    void lines_that_make_no_sense_are_passed_over() throws Exception {
        Files.writeString(
                home.resolve(ScrubNotes.FILE),
                "pack 7 1000\npack x 1\npack 8 99999999999999999999\ndamaged 12\ndamaged "
                        + ONE
                        + " 1 2\n\n\0\n");
        assertThat(notes().seen(List.of(), MONDAY))
                .containsOnlyKeys(7L)
                .containsEntry(7L, Instant.ofEpochMilli(1000));
        assertThat(notes().damaged()).isEmpty();
    }
}
