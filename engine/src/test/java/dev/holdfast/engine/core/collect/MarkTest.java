package dev.holdfast.engine.core.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.core.batch.Trim;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.namespace.Actor;
import dev.holdfast.engine.core.namespace.Dot;
import dev.holdfast.engine.core.namespace.Entry;
import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.namespace.EntryVersion;
import dev.holdfast.engine.core.namespace.Hlc;
import dev.holdfast.engine.core.namespace.VersionVector;
import dev.holdfast.engine.core.namespace.VolumeId;
import dev.holdfast.engine.core.repair.Stamp;

import org.junit.jupiter.api.Test;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What is waited for before history ends, and which history that is.
class MarkTest {

    private static final Actor ANN = actor(1);
    private static final Actor BOB = actor(2);
    private static final Actor EVE = actor(3);
    private static final VolumeId FILES = new VolumeId(new Hash(7, 0, 0, 0));
    private static final Optional<Trim> TRIM = Optional.of(replaced(100, false));
    private static final Optional<Trim> LEAVING = Optional.of(new Trim.Everything(false));

    private static Trim replaced(long until, boolean isConfirmed) {
        return new Trim.Replaced(new Hlc(until, 0), new Hlc(until, 0), isConfirmed);
    }

    private static Actor actor(long n) {
        return new Actor(new DeviceId(new Hash(n, 0, 0, 0)), n);
    }

    private static VersionVector vector(Dot... dots) {
        var vector = VersionVector.EMPTY;
        for (var dot : dots) {
            vector = vector.with(dot);
        }
        return vector;
    }

    private static Dot dot(Actor actor, long n) {
        return new Dot(actor, n);
    }

    private static Word word(Dot dot, long open, VersionVector saw) {
        return new Word(dot, open, saw, Optional.empty());
    }

    private static Mark mark(Set<Actor> silent, VersionVector ripe, Word... words) {
        var all = new HashSet<>(Set.of(ANN.device(), BOB.device()));
        var gone = new HashSet<DeviceId>();
        silent.forEach(actor -> gone.add(actor.device()));
        all.removeAll(gone);
        var mark = new Mark(new Mark.Parties(all, gone), ripe);
        List.of(words).forEach(mark::hear);
        return mark;
    }

    private static final Word ANNS_TRIM = new Word(dot(ANN, 1), 5, vector(dot(BOB, 1)), TRIM);
    private static final VersionVector ALL = vector(dot(ANN, 9), dot(BOB, 9), dot(EVE, 9));

    @Test
    void a_trim_waits_for_every_writer_to_have_seen_it() {
        var early = word(dot(BOB, 1), 1, vector());
        var waiting = mark(Set.of(), ALL, ANNS_TRIM, early);
        assertThat(waiting.trims()).isEmpty();
        assertThat(waiting.awaited()).containsExactly(BOB.device());
        var later = word(dot(BOB, 2), 1, vector(dot(ANN, 1)));
        var seen = mark(Set.of(), ALL, ANNS_TRIM, early, later);
        assertThat(seen.trims()).containsExactly(ANNS_TRIM);
        assertThat(seen.awaited()).isEmpty();
    }

    @Test
    void one_who_never_wrote_is_waited_for_too_and_one_who_is_silent_is_not() {
        assertThat(mark(Set.of(), ALL, ANNS_TRIM).trims()).isEmpty();
        assertThat(mark(Set.of(BOB), ALL, ANNS_TRIM).trims()).containsExactly(ANNS_TRIM);
    }

    @Test
    void to_have_seen_a_trim_without_what_its_writer_saw_is_not_enough() {
        var eves = word(dot(EVE, 1), 1, vector());
        var trim = new Word(dot(ANN, 1), 5, vector(dot(EVE, 1)), TRIM);
        var trimOnly = word(dot(BOB, 1), 1, vector(dot(ANN, 1)));
        assertThat(mark(Set.of(), ALL, eves, trim, trimOnly).trims()).isEmpty();
        var both = word(dot(BOB, 2), 1, vector(dot(ANN, 1), dot(EVE, 1)));
        assertThat(mark(Set.of(), ALL, eves, trim, both).trims()).containsExactly(trim);
    }

    @Test
    void a_trim_counts_when_its_time_has_come_and_may_be_seen_later() {
        var seen = word(dot(BOB, 1), 1, vector(dot(ANN, 1)));
        assertThat(mark(Set.of(), vector(dot(BOB, 9)), ANNS_TRIM, seen).trims()).isEmpty();
        assertThat(mark(Set.of(), vector(dot(ANN, 1)), ANNS_TRIM, seen).trims()).hasSize(1);
    }

    @Test
    void a_claim_is_over_when_a_batch_of_its_writer_says_so() {
        var mark = mark(Set.of(), ALL, word(dot(ANN, 1), 5, vector()));
        assertThat(mark.isOver(new Stamp(FILES, ANN, 4))).isTrue();
        assertThat(mark.isOver(new Stamp(FILES, ANN, 5))).isFalse();
        assertThat(mark.isOver(new Stamp(FILES, BOB, 1))).isFalse();
        assertThat(mark(Set.of(BOB), ALL).isOver(new Stamp(FILES, BOB, 1))).isTrue();
        assertThat(mark(Set.of(), ALL).isOver(new Stamp(FILES, EVE, 1))).isFalse();
    }

    @Test
    void a_volume_is_left_when_all_have_left_it() {
        var anns = new Word(dot(ANN, 2), 1, vector(), LEAVING);
        var bobs = new Word(dot(BOB, 3), 1, vector(), LEAVING);
        assertThat(mark(Set.of(), ALL, anns).isLeft()).isFalse();
        var mark = mark(Set.of(), ALL, anns, bobs);
        assertThat(mark.isLeft()).isTrue();
        assertThat(mark.isLeftBehind(dot(ANN, 1))).isTrue();
        assertThat(mark.isLeftBehind(dot(ANN, 3))).isFalse();
        assertThat(mark.isLeftBehind(dot(EVE, 4))).isTrue();
        assertThat(mark.isLeftBehind(dot(EVE, 10))).isFalse();
        assertThat(mark(Set.of(), vector(dot(ANN, 9)), anns, bobs).isLeft()).isFalse();
    }

    @Test
    void nobody_is_waited_for_who_has_nothing_to_say() {
        var early = word(dot(BOB, 1), 1, vector());
        var mark = mark(Set.of(), ALL, ANNS_TRIM, early);
        assertThat(mark.owesWord(BOB, vector(dot(ANN, 1), dot(BOB, 1)), 1)).isTrue();
        assertThat(mark.owesWord(BOB, vector(dot(BOB, 1)), 1)).isFalse();
        assertThat(mark.owesWord(BOB, vector(dot(BOB, 1)), 2)).isTrue();
        assertThat(mark.owesWord(ANN, vector(dot(ANN, 1), dot(BOB, 1)), 5)).isFalse();
    }

    @Test
    void nobody_is_both_waited_for_and_silent() {
        var ann = Set.of(ANN.device());
        assertThatThrownBy(() -> new Mark.Parties(ann, ann))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static EntryVersion version(Dot dot, long millis, VersionVector saw) {
        var cause = Entry.Cause.edit(new Hlc(millis, 0), saw);
        var kind = new Entry.Directory(0);
        return new EntryVersion(
                new Entry(new EntryPath("a"), new Hash(1, 1, 1, 1), kind, cause), dot);
    }

    private static Retention retention(Word trim, EntryVersion... versions) {
        var retention = new Retention(List.of(trim));
        List.of(versions).forEach(retention::replacing);
        return retention;
    }

    @Test
    void what_was_replaced_before_the_moment_is_over_and_what_stands_is_not() {
        var trim = new Word(dot(ANN, 4), 1, vector(dot(ANN, 3)), TRIM);
        var old = version(dot(ANN, 1), 10, vector());
        var middle = version(dot(ANN, 2), 100, vector(dot(ANN, 1)));
        var late = version(dot(ANN, 3), 101, vector(dot(ANN, 2)));
        var retention = retention(trim, old, middle, late);
        assertThat(retention.end(old)).contains(trim);
        assertThat(retention.end(middle)).isEmpty();
        assertThat(retention.end(late)).isEmpty();
    }

    @Test
    void what_the_trims_writer_had_not_seen_is_not_touched() {
        var trim = new Word(dot(ANN, 4), 1, vector(dot(ANN, 3), dot(BOB, 1)), TRIM);
        var old = version(dot(BOB, 1), 10, vector());
        var unseen = version(dot(BOB, 2), 20, vector(dot(BOB, 1)));
        assertThat(retention(trim, old, unseen).end(old)).isEmpty();
        var seen = version(dot(ANN, 2), 20, vector(dot(BOB, 1)));
        assertThat(retention(trim, old, seen).end(old)).contains(trim);
        var beside = version(dot(ANN, 2), 20, vector(dot(EVE, 1)));
        assertThat(retention(trim, old, beside).end(old)).isEmpty();
    }

    @Test
    void a_trim_that_a_person_asked_for_is_named_before_others() {
        var asked = Optional.<Trim>of(replaced(50, true));
        var confirmed = new Word(dot(ANN, 4), 1, vector(dot(ANN, 3)), asked);
        var plain = new Word(dot(ANN, 5), 1, vector(dot(ANN, 4)), TRIM);
        var old = version(dot(ANN, 1), 10, vector());
        var by = version(dot(ANN, 2), 20, vector(dot(ANN, 1)));
        var retention = new Retention(List.of(plain, confirmed));
        retention.replacing(by);
        assertThat(retention.end(old)).contains(confirmed);
    }
}
