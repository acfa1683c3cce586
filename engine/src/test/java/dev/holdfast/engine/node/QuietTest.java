package dev.holdfast.engine.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.VolumePath;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.concurrent.Executors;

class QuietTest {

    private static final Command<?> GET =
            new Command.Get(new VolumePath("files", "/film"), "/tmp/film");

    private final Quiet quiet = new Quiet();

    @Test
    void nobody_waits_while_nothing_heavy_is_under_way() throws Exception {
        try (var _ = quiet.begin(new Command.ListVolumes())) {
            assertThat(quiet.await(Duration.ofDays(1))).isEqualTo(Duration.ofDays(1));
        }
    }

    @Test
    void who_waits_goes_on_when_the_last_of_them_is_done() throws Exception {
        var first = quiet.begin(GET);
        var second = quiet.begin(GET);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var left = threads.submit(() -> quiet.await(Duration.ofDays(1)));
            first.close();
            assertThat(left.isDone()).isFalse();
            second.close();
            assertThat(left.get()).isPositive();
        }
    }

    @Test
    void patience_ends() throws Exception {
        try (var _ = quiet.begin(GET)) {
            assertThat(quiet.await(Duration.ofMillis(1))).isZero();
        }
    }
}
