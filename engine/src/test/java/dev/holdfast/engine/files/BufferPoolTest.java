package dev.holdfast.engine.files;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.List;
import java.util.concurrent.FutureTask;

@Timeout(30)
class BufferPoolTest {

    private static final int MIB = 1 << 20;

    @Test
    void a_buffer_has_just_the_length_that_was_asked_for() throws InterruptedException {
        try (var lease = new BufferPool(2 * MIB).lease(MIB + 1)) {
            assertThat(lease.buffer().capacity()).isEqualTo(MIB + 1);
            assertThat(lease.buffer().arrayOffset()).isZero();
        }
    }

    @Test
    void what_one_pool_has_used_serves_the_one_beside_it() throws InterruptedException {
        var puts = new BufferPool(4 * MIB);
        var gets = puts.beside(4 * MIB);
        byte[] array;
        try (var lease = puts.lease(4 * MIB)) {
            array = lease.buffer().array();
        }

        try (var lease = gets.lease(MIB)) {
            assertThat(lease.buffer().array()).isSameAs(array);
        }
    }

    @Test
    void of_those_that_are_free_the_smallest_that_is_long_enough_is_lent()
            throws InterruptedException {
        var pool = new BufferPool(8 * MIB);
        // The longest comes back first.
        try (var a = pool.lease(MIB);
                var b = pool.lease(2 * MIB);
                var c = pool.lease(4 * MIB)) {
            assertThat(a).isNotSameAs(b).isNotSameAs(c);
        }

        try (var lease = pool.lease(MIB + 1)) {
            assertThat(lease.buffer().array()).hasSize(2 * MIB);
        }
    }

    /// A get of small chunks must not leave them behind beside the large ones of the next put.
    @Test
    void those_that_are_too_small_give_way() throws InterruptedException {
        var shelf = new Shelf();
        shelf.grow(8 * MIB);
        for (var small : List.of(shelf.take(MIB), shelf.take(MIB), shelf.take(2 * MIB))) {
            shelf.give(small);
        }
        shelf.give(shelf.take(4 * MIB));
        assertThat(shelf.bytes()).isEqualTo(8 * MIB);
        shelf.give(shelf.take(5 * MIB));
        assertThat(shelf.bytes()).isLessThanOrEqualTo(8 * MIB);
    }

    @Test
    void one_that_is_given_back_twice_is_lent_to_one_at_a_time() throws InterruptedException {
        var pool = new BufferPool(2 * MIB);
        var lent = pool.lease(MIB);
        lent.close();
        lent.close();

        try (var a = pool.lease(MIB);
                var b = pool.lease(MIB)) {
            assertThat(a.buffer().array()).isNotSameAs(b.buffer().array());
        }
    }

    @Test
    void who_asks_while_all_are_lent_waits_for_the_first_that_comes_back() throws Exception {
        var pool = new BufferPool(MIB);
        var lent = pool.lease(MIB);
        var waiting = new FutureTask<>(() -> pool.lease(MIB).buffer().array());
        Thread.ofVirtual().start(waiting);

        var array = lent.buffer().array();
        lent.close();
        lent.close();

        assertThat(waiting.get()).isSameAs(array);
    }
}
