package dev.holdfast.engine.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.core.content.ChunkId;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/// Two devices give chunks to this one.
@Timeout(120)
class ComingTest {

    private final Coming coming = new Coming();
    private final ChunkId lake = TestChunk.seeded(1, 10).id();
    private final ChunkId pond = TestChunk.seeded(2, 10).id();

    @Test
    void what_does_not_come_is_not_waited_for() throws Exception {
        coming.await(lake);
        assertThat(coming.contains(lake)).isFalse();
    }

    @Test
    void what_two_give_comes_until_both_have_ended() throws Exception {
        try (var anns = coming.open(List.of(lake, pond))) {
            var bobs = coming.open(List.of(lake));
            anns.ended(lake);
            anns.ended(lake);
            assertThat(coming.contains(lake)).isTrue();
            bobs.close();
            assertThat(coming.contains(lake)).isFalse();
            assertThat(coming.contains(pond)).isTrue();
        }
        coming.await(pond);
        assertThat(coming.contains(pond)).isFalse();
    }

    @Test
    void who_waits_goes_on_when_it_has_come() throws Exception {
        var gone = new CountDownLatch(1);
        var gift = coming.open(List.of(lake));
        Thread.ofVirtual().start(() -> await(lake, gone));
        gift.ended(lake);
        gone.await();
        gift.close();
    }

    @Test
    void a_device_that_gives_nothing_is_not_waited_for_for_ever() throws Exception {
        var hasty = new Coming(Duration.ofMillis(1), Duration.ofHours(1));
        try (var gift = hasty.open(List.of(lake))) {
            hasty.await(lake);
            assertThat(hasty.contains(lake)).isTrue();
            gift.ended(lake);
        }
    }

    @Test
    void nobody_waits_for_ever_behind_much_else_that_comes() throws Exception {
        var hasty = new Coming(Duration.ofHours(1), Duration.ofMillis(1));
        try (var gift = hasty.open(List.of(lake))) {
            var busy = Thread.ofVirtual().start(() -> giveUntilInterrupted(hasty));
            hasty.await(lake);
            assertThat(hasty.contains(lake)).isTrue();
            gift.ended(lake);
            busy.interrupt();
            busy.join();
        }
    }

    private void giveUntilInterrupted(Coming hasty) {
        while (!Thread.currentThread().isInterrupted()) {
            hasty.open(List.of(pond)).close();
        }
    }

    private void await(ChunkId id, CountDownLatch gone) {
        try {
            coming.await(id);
            gone.countDown();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
