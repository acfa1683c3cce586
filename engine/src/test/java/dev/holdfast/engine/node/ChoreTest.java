package dev.holdfast.engine.node;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// What a device does beside everything else does not end in silence.
class ChoreTest {

    private static final long SOON_S = 30;

    @Test
    void what_fails_is_told_and_begins_again() throws InterruptedException {
        var told = new LinkedBlockingQueue<RuntimeException>();
        var tries = new AtomicInteger();
        var went = new CountDownLatch(1);
        var failing = new Chore.Failing(Duration.ofMillis(1), told::add);
        try (var _ =
                Chore.start(
                        "odd",
                        "late",
                        failing,
                        () -> {
                            if (tries.incrementAndGet() < 3) {
                                throw new IllegalStateException("try " + tries);
                            }
                            went.countDown();
                            new CountDownLatch(1).await();
                        })) {
            assertThat(went.await(SOON_S, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(told).extracting(Exception::getMessage).containsExactly("try 1", "try 2");
        assertThat(tries).hasValue(3);
    }
}
