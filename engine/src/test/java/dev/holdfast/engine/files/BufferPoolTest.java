package dev.holdfast.engine.files;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.concurrent.FutureTask;

@Timeout(30)
class BufferPoolTest {

    private static final int MIB = 1 << 20;

    @Test
    void a_buffer_has_just_the_length_that_was_asked_for() throws InterruptedException {
        try (var lease = new BufferPool(1).lease(MIB + 1)) {
            assertThat(lease.buffer().capacity()).isEqualTo(MIB + 1);
            assertThat(lease.buffer().arrayOffset()).isZero();
        }
    }

    @Test
    void what_one_pool_has_used_serves_the_one_beside_it() throws InterruptedException {
        var puts = new BufferPool(1);
        var gets = puts.beside(1);
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
        var pool = new BufferPool(3);
        try (var a = pool.lease(4 * MIB);
                var b = pool.lease(MIB);
                var c = pool.lease(2 * MIB)) {
            assertThat(a).isNotSameAs(b).isNotSameAs(c);
        }

        try (var lease = pool.lease(MIB + 1)) {
            assertThat(lease.buffer().array()).hasSize(2 * MIB);
        }
    }

    @Test
    void who_asks_while_all_are_lent_waits_for_the_first_that_comes_back() throws Exception {
        var pool = new BufferPool(1);
        var lent = pool.lease(MIB);
        var waiting = new FutureTask<>(() -> pool.lease(MIB).buffer().array());
        Thread.ofVirtual().start(waiting);

        var array = lent.buffer().array();
        lent.close();
        lent.close();

        assertThat(waiting.get()).isSameAs(array);
    }
}
