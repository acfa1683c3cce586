package dev.holdfast.engine.node;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

class FirstWordTest {

    @Test
    void a_device_that_knows_a_volume_answers_at_once() throws Exception {
        var asked = new AtomicInteger();

        new FirstWord(() -> asked.incrementAndGet() > 0, FirstWord.MOST).await();

        assertThat(asked).hasValue(1);
    }

    @Test
    void one_that_has_just_joined_waits_for_the_first_word_of_another() throws Exception {
        var asked = new AtomicInteger();

        new FirstWord(() -> asked.incrementAndGet() >= 3, FirstWord.MOST).await();

        assertThat(asked).hasValue(3);
    }

    @Test
    void one_that_nobody_talks_to_answers_from_what_it_knows() throws Exception {
        var asked = new AtomicInteger();

        new FirstWord(() -> asked.incrementAndGet() < 0, Duration.ofMillis(1)).await();

        assertThat(asked.get()).isPositive();
    }
}
