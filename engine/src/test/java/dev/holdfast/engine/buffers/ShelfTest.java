package dev.holdfast.engine.buffers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;

class ShelfTest {

    private static final int MIB = 1 << 20;

    private final Shelf shelf = new Shelf(8 * MIB);

    @Test
    void what_comes_back_serves_the_next_who_needs_no_more() {
        var lent = shelf.take(MIB);
        lent.position(7);
        shelf.give(lent);

        var again = shelf.take(MIB / 2);
        assertThat(again).isSameAs(lent);
        assertThat(again.position()).isZero();
        assertThat(again.remaining()).isEqualTo(MIB);
    }

    /// A chunk that is a little larger than the last one must not need another buffer.
    @Test
    void lengths_are_rounded_up() {
        var first = shelf.take(MIB + 1);
        shelf.give(first);
        assertThat(shelf.take(MIB + Shelf.STEP)).isSameAs(first);
    }

    @Test
    void the_smallest_that_is_long_enough_is_lent() {
        for (var each : List.of(shelf.take(4 * MIB), shelf.take(2 * MIB), shelf.take(MIB))) {
            shelf.give(each);
        }
        assertThat(shelf.take(MIB + 1).capacity()).isEqualTo(2 * MIB);
    }

    /// A get of small chunks must not leave them behind beside the large ones of the next put.
    @Test
    void those_that_are_too_small_give_way() {
        for (var small : List.of(shelf.take(MIB), shelf.take(MIB), shelf.take(2 * MIB))) {
            shelf.give(small);
        }
        shelf.give(shelf.take(4 * MIB));
        assertThat(shelf.bytes()).isEqualTo(8 * MIB);
        shelf.give(shelf.take(5 * MIB));
        assertThat(shelf.bytes()).isLessThanOrEqualTo(8 * MIB);
    }

    @Test
    void no_more_is_kept_than_may_be_however_much_was_lent() {
        var lent = List.of(shelf.take(6 * MIB), shelf.take(6 * MIB), shelf.take(6 * MIB));
        assertThat(shelf.bytes()).isEqualTo(18 * MIB);
        lent.forEach(shelf::give);
        assertThat(shelf.bytes()).isLessThanOrEqualTo(8 * MIB);
    }

    @Test
    void what_is_idle_can_be_dropped_and_what_is_lent_comes_back() {
        var lent = shelf.take(MIB);
        shelf.give(shelf.take(2 * MIB));

        shelf.dropIdle();
        assertThat(shelf.bytes()).isEqualTo(MIB);

        shelf.give(lent);
        assertThat(shelf.take(MIB)).isSameAs(lent);
    }
}
