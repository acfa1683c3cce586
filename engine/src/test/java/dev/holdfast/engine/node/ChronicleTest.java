package dev.holdfast.engine.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.api.Event;
import dev.holdfast.engine.api.Event.Happened;
import dev.holdfast.engine.api.Event.Kind;
import dev.holdfast.engine.api.Outcome;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;

@Timeout(30)
class ChronicleTest {

    private final Chronicle chronicle = new Chronicle(InstantSource.fixed(Instant.EPOCH));
    private final List<Event> told = new ArrayList<>();

    private void happens(String what) {
        chronicle.add(Kind.DEVICE_CAME, Optional.of("bob"), what);
    }

    @Test
    void what_happened_is_told_in_order_and_counted() throws InterruptedException {
        happens("a");
        happens("b");

        assertThat(chronicle.tell(false, told::add)).isEqualTo(new Outcome.Told(2));
        assertThat(told)
                .containsExactly(
                        new Happened(1, Instant.EPOCH, Kind.DEVICE_CAME, Optional.of("bob"), "a"),
                        new Happened(2, Instant.EPOCH, Kind.DEVICE_CAME, Optional.of("bob"), "b"));
    }

    @Test
    void the_oldest_goes_and_the_numbers_tell() throws InterruptedException {
        for (int i = 0; i <= Chronicle.KEPT_MAX; i++) {
            happens("again");
        }

        assertThat(chronicle.tell(false, told::add).events()).isEqualTo(Chronicle.KEPT_MAX);
        assertThat(((Happened) told.getFirst()).number()).isEqualTo(2);
    }

    @Test
    void who_follows_hears_what_comes_until_it_is_taken_back() throws Exception {
        happens("before");
        var two = new CountDownLatch(2);
        var three = new CountDownLatch(3);
        var follower =
                new FutureTask<>(
                        () ->
                                chronicle.tell(
                                        true,
                                        event -> {
                                            two.countDown();
                                            three.countDown();
                                        }));
        var thread = Thread.ofPlatform().start(follower);
        happens("then");
        two.await();
        happens("and then");
        three.await();

        thread.interrupt();
        thread.join();

        assertThat(follower.exceptionNow()).isInstanceOf(InterruptedException.class);
    }
}
