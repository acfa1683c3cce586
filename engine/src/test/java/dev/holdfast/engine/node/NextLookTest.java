package dev.holdfast.engine.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.core.namespace.EntryPath;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Set;

/// Time by command: a look ends at second 1000, having taken a hundredth of a second.
class NextLookTest {

    private static final long END = Duration.ofSeconds(1_000).toNanos();
    private static final Duration TOOK = Duration.ofMillis(10);

    private static final Set<EntryPath> HERE = Set.of(new EntryPath("here"));

    private final NextLook watched = NextLook.begun(END).ended(END, TOOK, true);

    private static long after(int millis) {
        return END + Duration.ofMillis(millis).toNanos();
    }

    @Test
    void what_is_watched_is_looked_at_once_in_a_while_all_the_same() {
        assertThat(watched.left(END)).isEqualTo(Duration.ofSeconds(60));
        assertThat(watched.left(after(60_000))).isZero();
    }

    /// As after a look that has failed with all it was told of.
    @Test
    void all_is_looked_at_in_slices_where_what_was_told_may_be_lost() {
        var again = watched.again(after(5));
        assertThat(again.left(after(5))).isZero();
        assertThat(again.isDue(after(5))).isTrue();
    }

    @Test
    void what_is_not_watched_is_looked_at_more_often() {
        var unwatched = NextLook.begun(END).ended(END, TOOK, false);
        assertThat(unwatched.left(END)).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void looking_takes_a_small_share_of_the_time() {
        var large = NextLook.begun(END).ended(END, Duration.ofSeconds(3), false);
        assertThat(large.left(END)).isEqualTo(Duration.ofSeconds(150));
    }

    @Test
    void a_change_is_looked_at_when_it_is_over() {
        var changed = watched.changed(after(500), HERE).changed(after(540), HERE);
        assertThat(changed.left(after(540))).isEqualTo(NextLook.QUIET);
    }

    @Test
    void one_who_never_stops_is_not_waited_for() {
        var changed = watched;
        for (int millis = 500; millis <= 1_500; millis += 20) {
            changed = changed.changed(after(millis), HERE);
        }
        assertThat(changed.left(after(1_480))).isEqualTo(Duration.ofMillis(20));
        assertThat(changed.left(after(1_500))).isZero();
    }

    /// A file of gigabytes that a program writes to all day is not read all day.
    @Test
    void changes_do_not_take_more_than_half_of_the_time() {
        var slow = NextLook.begun(END).ended(END, Duration.ofSeconds(5), true);
        assertThat(slow.changed(after(1), HERE).left(after(1))).isEqualTo(Duration.ofMillis(4_999));
    }

    @Test
    void a_person_and_the_volume_are_not_kept_waiting() {
        var slow = NextLook.begun(END).ended(END, Duration.ofSeconds(5), true);
        assertThat(slow.asked().left(END)).isZero();
    }

    @Test
    void only_what_was_told_of_is_looked_at() {
        var there = Set.of(new EntryPath("there"), EntryPath.ROOT);
        var changed = watched.changed(after(5), HERE).changed(after(7), there);
        assertThat(changed.part(after(100)).orElseThrow())
                .containsExactlyInAnyOrder(
                        new EntryPath("here"), new EntryPath("there"), EntryPath.ROOT);
        assertThat(watched.grown().part(after(5))).contains(Set.of());
        assertThat(watched.grown().left(after(5))).isZero();
    }

    @Test
    void a_person_and_the_clock_have_all_looked_at() {
        assertThat(watched.changed(after(5), HERE).asked().grown().part(after(5))).isEmpty();
        assertThat(watched.grown().asked().part(after(5))).isEmpty();
        assertThat(watched.changed(after(5), HERE).isDue(after(59_999))).isFalse();
        assertThat(watched.changed(after(5), HERE).isDue(after(60_000))).isTrue();
    }

    /// What a person asks for is looked at in one go, and all the rest comes first.
    @Test
    void when_it_is_time_to_look_at_all_whoever_waits_is_served_first() {
        assertThat(watched.asked().isDue(after(60_000))).isFalse();
        assertThat(watched.isUrgent(after(60_000))).isFalse();
        var changed = watched.changed(after(60_000), HERE);
        assertThat(changed.isUrgent(after(60_079))).isFalse();
        assertThat(changed.isUrgent(after(60_080))).isTrue();
        assertThat(changed.part(after(60_080))).contains(HERE);
        assertThat(changed.partBegun(after(60_080)).isDue(after(60_080))).isTrue();
        assertThat(changed.left(after(60_001))).isZero();
        assertThat(watched.grown().isUrgent(after(60_000))).isTrue();
    }

    @Test
    void a_look_in_slices_keeps_no_change_waiting_and_is_made_as_often_as_one_in_one_go() {
        var swept = watched.swept(after(60_000), Duration.ofSeconds(5), true);
        assertThat(swept.left(after(60_000))).isEqualTo(Duration.ofSeconds(250));
        assertThat(swept.changed(after(60_001), HERE).left(after(60_001)))
                .isEqualTo(NextLook.QUIET);
        assertThat(watched.swept(after(60_000), TOOK, false).left(after(60_000)))
                .isEqualTo(NextLook.UNWATCHED_MIN);
        assertThat(watched.asked().swept(after(60_000), TOOK, true).left(after(60_000))).isZero();
    }

    @Test
    void where_too_much_was_told_of_all_is_looked_at() {
        var changed = watched;
        for (int i = 0; i < NextLook.DIRECTORIES_MAX; i++) {
            changed = changed.changed(after(i), Set.of(new EntryPath("d" + i)));
        }
        assertThat(changed.part(after(1_000))).isPresent();
        var more = changed.changed(after(1_000), HERE);
        assertThat(more.part(after(1_000))).isEmpty();
        assertThat(more.changed(after(1_000), HERE).part(after(1_000))).isEmpty();
    }

    /// Else each batch that comes would have the directory looked at that the one before was placed
    /// in.
    @Test
    void what_the_volume_has_more_does_not_wait_for_what_still_changes_nor_looks_at_it() {
        var both = watched.changed(after(500), HERE).grown();
        assertThat(both.left(after(510))).isZero();
        assertThat(both.part(after(510))).contains(Set.of());
        var begun = both.partBegun(after(510));
        assertThat(begun.left(after(520))).isEqualTo(Duration.ofMillis(60));
        assertThat(begun.part(after(580))).contains(HERE);
        assertThat(begun.partBegun(after(580)).seen()).isEmpty();
    }

    /// Else one who never stops would put off what only a look at all finds.
    @Test
    void a_look_at_a_part_puts_nothing_off() {
        var part = watched.changed(after(500), HERE).partBegun(after(600));
        assertThat(part.left(after(600))).isEqualTo(Duration.ofMillis(59_400));
        var ended = part.partEnded(after(610), TOOK, true);
        assertThat(ended.left(after(610))).isEqualTo(Duration.ofMillis(59_390));
    }

    @Test
    void what_a_look_at_a_part_left_undone_is_tried_again_soon() {
        var left = watched.grown().partBegun(after(1)).partEnded(after(10), TOOK, false);
        assertThat(left.left(after(10))).isEqualTo(NextLook.UNWATCHED_MIN);
        assertThat(left.isDue(after(2_010))).isTrue();
    }

    @Test
    void what_happens_during_a_look_makes_another_one() {
        var during = NextLook.begun(END).changed(after(5), HERE).ended(after(20), TOOK, true);
        assertThat(during.left(after(20))).isEqualTo(Duration.ofMillis(65));
        var asked = NextLook.begun(END).asked().ended(after(20), TOOK, true);
        assertThat(asked.left(after(20))).isZero();
        assertThat(NextLook.begun(after(30)).ended(after(30), TOOK, true).seen()).isEmpty();
    }

    /// A look at what the volume has more may come in between.
    @Test
    void what_still_changes_is_known_before_it_is_over() {
        assertThat(watched.told()).contains(Set.of());
        var changed = watched.changed(after(500), HERE);
        assertThat(changed.part(after(510))).contains(Set.of());
        assertThat(changed.told()).contains(HERE);
        assertThat(changed.partBegun(after(510)).told()).contains(HERE);
        assertThat(changed.partBegun(after(600)).told()).contains(Set.of());
    }
}
