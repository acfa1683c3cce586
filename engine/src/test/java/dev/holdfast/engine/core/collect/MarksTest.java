package dev.holdfast.engine.core.collect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.content.ChunkKey;
import dev.holdfast.engine.core.content.ChunkRef;
import dev.holdfast.engine.core.content.Content;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.namespace.Actor;
import dev.holdfast.engine.core.namespace.Dot;
import dev.holdfast.engine.core.namespace.VersionVector;
import dev.holdfast.engine.core.namespace.VolumeId;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.SplittableRandom;

/// For how long something has been known, which chunks are needed, and how many may go at once.
class MarksTest {

    private static final Duration WEEK = Duration.ofDays(7);
    private static final VolumeId FILES = new VolumeId(new Hash(7, 0, 0, 0));

    private static Instant day(long n) {
        return Instant.EPOCH.plus(Duration.ofDays(n));
    }

    private static Marks.Note note(long day, long n) {
        var dot = new Dot(new Actor(new DeviceId(new Hash(1, 0, 0, 0)), 1), n);
        return new Marks.Note(day(day), Map.of(FILES, VersionVector.EMPTY.with(dot)));
    }

    @Test
    void what_was_noted_a_week_ago_is_ripe_and_the_latest_of_it_counts() {
        var marks = Marks.NONE;
        for (int day = 1; day <= 30; day++) {
            marks = marks.with(note(day, day), WEEK);
            assertThat(marks.notes()).hasSizeLessThanOrEqualTo(8);
        }
        assertThat(marks.ripe(day(30), WEEK)).contains(note(23, 23));
        assertThat(marks.ripe(day(29), WEEK)).as("it is needed no more").isEmpty();
        assertThat(Marks.NONE.ripe(day(30), WEEK)).isEmpty();
    }

    @Test
    void what_has_not_changed_is_known_since_it_was_noted_first() {
        var marks = Marks.NONE.with(note(1, 5), WEEK).with(note(4, 5), WEEK);
        assertThat(marks.notes()).containsExactly(note(1, 5));
        assertThat(marks.ripe(day(8), WEEK)).contains(note(1, 5));
    }

    @Test
    void many_notes_do_not_become_more_and_each_ripens() {
        var marks = Marks.NONE;
        for (int hour = 0; hour < 24 * 30; hour++) {
            var at = Instant.EPOCH.plus(Duration.ofHours(hour));
            marks = marks.with(new Marks.Note(at, note(0, hour + 1).held()), WEEK);
            assertThat(marks.notes()).hasSizeLessThanOrEqualTo(Marks.NOTES_MAX);
        }
        assertThat(marks.ripe(day(30), WEEK)).isPresent();
    }

    @Test
    void a_note_of_a_clock_that_was_ahead_does_not_count() {
        var marks = Marks.NONE.with(note(100, 1), WEEK).with(note(3, 2), WEEK);
        assertThat(marks.notes()).containsExactly(note(3, 2));
    }

    @Test
    void a_chunk_that_was_added_is_never_missed() {
        var random = new SplittableRandom(7);
        var prints = new ChunkPrints();
        var zero = new ChunkId(new Hash(1, 2, 3, 0));
        assertThat(prints.contains(zero)).isFalse();
        assertThat(prints.add(zero)).isTrue();
        assertThat(prints.add(zero)).isFalse();
        for (int i = 0; i < 20_000; i++) {
            var id = new ChunkId(new Hash(i, 0, 0, random.nextLong()));
            assertThat(prints.contains(id)).isFalse();
            assertThat(prints.add(id)).isTrue();
            assertThat(prints.contains(id)).isTrue();
        }
        var again = new SplittableRandom(7);
        for (int i = 0; i < 20_000; i++) {
            assertThat(prints.contains(new ChunkId(new Hash(i, 0, 0, again.nextLong())))).isTrue();
        }
        assertThat(prints.size()).isEqualTo(20_001);
    }

    @Test
    void a_list_counts_as_read_when_it_was_read_and_not_when_a_chunk_looks_like_it() {
        var needed = new NeededChunks();
        var list = list(new Hash(1, 2, 3, 4));
        needed.add(list.ref().id());
        needed.add(new ChunkId(new Hash(9, 9, 9, 4)));
        assertThat(needed.isUnread(list)).isTrue();
        needed.read(list(new Hash(9, 9, 9, 4)));
        assertThat(needed.isUnread(list)).isTrue();
        needed.read(list);
        assertThat(needed.isUnread(list(new Hash(1, 2, 3, 4)))).isFalse();
    }

    @Test
    void a_few_chunks_go_and_a_tenth_and_more_waits() {
        assertThat(Brake.holds(Brake.FEW, Brake.FEW)).isFalse();
        assertThat(Brake.holds(100, 1000)).isFalse();
        assertThat(Brake.holds(101, 1000)).isTrue();
    }

    private static Content.Tree list(Hash id) {
        var ref = new ChunkRef(new ChunkId(id), new ChunkKey(new Hash(5, 6, 7, 8)), 1);
        return new Content.Tree(ref, 1, 2, new Hash(0, 0, 0, 1));
    }
}
