package dev.holdfast.engine.node;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

/// Since when a device is back, over restarts.
@Timeout(60)
class ReturningTest {

    @TempDir Path home;
    private Instant now = Instant.EPOCH;
    private int parkings;

    private Returning start() throws Exception {
        return new Returning(new HomeFiles(home), () -> true, () -> parkings, () -> now);
    }

    private void passes(Duration time) {
        now = now.plus(time);
    }

    @Test
    void one_that_was_never_parked_was_never_back() throws Exception {
        assertThat(start().last()).isEmpty();
    }

    @Test
    void it_was_back_when_it_heard_first_and_a_restart_forgets_nothing() throws Exception {
        parkings = 1;
        assertThat(start().last()).contains(now);
        var first = now;
        passes(Duration.ofDays(1));
        assertThat(start().last()).contains(first);
        parkings = 2;
        assertThat(start().last()).contains(now);
    }

    @Test
    void what_cannot_be_read_counts_as_now() throws Exception {
        parkings = 1;
        var _ = start().last();
        passes(Duration.ofDays(1));
        new HomeFiles(home).write("returned", "1 some time ago\n");
        assertThat(start().last()).contains(now);
    }

    @Test
    void it_waits_until_all_is_known_that_others_have_told_of() throws Exception {
        var looks = new AtomicInteger();
        var returning =
                new Returning(
                        new HomeFiles(home),
                        () -> looks.incrementAndGet() == 3,
                        () -> looks.get() == 3 ? 1 : 0,
                        () -> now);
        assertThat(returning.last()).contains(now);
    }
}
