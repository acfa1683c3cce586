package dev.holdfast.engine.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.buffers.Shelf;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.concurrent.FutureTask;

@Timeout(30)
class BufferPoolTest {

    private static final int MIB = 1 << 20;

    @Test
    void a_buffer_has_just_the_length_that_was_asked_for() throws InterruptedException {
        try (var lease = new BufferPool(2 * MIB, new Shelf()).lease(MIB + 1)) {
            assertThat(lease.buffer().capacity()).isEqualTo(MIB + 1);
            assertThat(lease.buffer().arrayOffset()).isZero();
        }
    }

    @Test
    void what_one_pool_has_used_serves_the_one_beside_it() throws InterruptedException {
        var puts = new BufferPool(4 * MIB, new Shelf());
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
    void one_that_is_given_back_twice_is_lent_to_one_at_a_time() throws InterruptedException {
        var pool = new BufferPool(2 * MIB, new Shelf());
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
        var pool = new BufferPool(MIB, new Shelf());
        var lent = pool.lease(MIB);
        var waiting = new FutureTask<>(() -> pool.lease(MIB).buffer().array());
        Thread.ofVirtual().start(waiting);

        var array = lent.buffer().array();
        lent.close();
        lent.close();

        assertThat(waiting.get()).isSameAs(array);
    }
}
