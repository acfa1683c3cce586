package dev.holdfast.engine.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.api.Event;
import dev.holdfast.engine.upkeep.Moved;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

class CareNewsTest {

    private Instant now = Instant.parse("2026-03-02T10:00:00Z");
    private final Chronicle chronicle = new Chronicle(() -> now);
    private final CareNews news = new CareNews(chronicle, () -> now);

    private List<String> told() throws InterruptedException {
        var told = new ArrayList<String>();
        chronicle.tell(
                false,
                event -> {
                    var happened = (Event.Happened) event;
                    told.add(happened.kind() + " " + happened.what());
                });
        return told;
    }

    private void round(long damaged) {
        news.reads(5_000_000);
        news.read(3_000_000, damaged);
        news.reads(5_000_000);
        news.read(2_000_000, 0);
        news.rested();
    }

    @Test
    void a_reading_is_told_when_it_begins_and_when_it_ends() throws Exception {
        round(0);
        assertThat(told())
                .containsExactly(
                        "SCRUB_BEGAN Packs are read to see whether all in them is sound: 5 MB are"
                                + " kept here.",
                        "SCRUB_ENDED Read 5 MB; all is sound.");
    }

    @Test
    void readings_that_follow_one_another_are_told_once_a_day() throws Exception {
        for (int hour = 0; hour < 49; hour++) {
            round(2);
            now = now.plus(Duration.ofHours(1));
        }
        assertThat(told()).hasSize(2 * 3).contains("SCRUB_ENDED Read 5 MB; 2 chunks are damaged.");
    }

    @Test
    void what_was_found_before_is_not_told_again() throws Exception {
        round(2);
        now = now.plus(Duration.ofDays(1));
        round(0);
        assertThat(told()).hasSize(4).last().isEqualTo("SCRUB_ENDED Read 5 MB; all is sound.");
    }

    @Test
    void a_move_is_told_with_its_reason_when_it_begins_and_when_it_ends() throws Exception {
        news.because("bob came");
        news.look(new Moved(0, 0, 1, 0));
        news.look(new Moved(3, 3_000_000, 1, 0));
        news.look(new Moved(9, 9_000_000, 1, 0));
        news.look(new Moved(9, 9_000_000, 1, 0));
        news.look(new Moved(9, 9_000_000, 1, 1));
        news.look(new Moved(9, 9_000_000, 2, 2));
        news.look(new Moved(10, 9_500_000, 3, 2));
        assertThat(told())
                .containsExactly(
                        "BALANCE_BEGAN Copies move from here to the devices on which they belong,"
                                + " as bob came.",
                        "BALANCE_ENDED 9 chunks, 9 MB, moved from here to where they belong.",
                        "BALANCE_BEGAN Copies move from here to the devices on which they belong.");
    }

    @Test
    void damage_is_told_with_who_has_sound_copies() throws Exception {
        news.damaged(1, List.of());
        news.damaged(3, List.of("bob", "cat"));
        news.mended(3, 0);
        news.mended(1, 1);
        news.mended(3, 2);
        assertThat(told())
                .containsExactly(
                        "DAMAGED One chunk is damaged on the disk of this device; no other copy is"
                                + " known, so the bytes are kept as they are.",
                        "DAMAGED 3 chunks are damaged on the disk of this device; sound copies are"
                                + " asked for from bob, cat.",
                        "MENDED 3 chunks are sound again here, or kept by others.",
                        "MENDED One chunk is sound again here: read again from linked folders.",
                        "MENDED 3 chunks are sound again here, or kept by others; 2 of them were"
                                + " read again from linked folders.");
    }
}
