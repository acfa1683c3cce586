package dev.holdfast.engine.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.VolumePath;
import dev.holdfast.engine.api.WaitPolicy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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

    static List<Command<?>> heavy() {
        var there = new VolumePath("files", "/film");
        var one = Optional.<WaitPolicy>of(new WaitPolicy.Local());
        return List.of(
                GET,
                new Command.GetStream(there, OutputStream.nullOutputStream()),
                new Command.Put(List.of("/tmp/film"), there, one, Duration.ZERO),
                new Command.PutStream(InputStream.nullInputStream(), there, one, Duration.ZERO));
    }

    @ParameterizedTest
    @MethodSource("heavy")
    void patience_ends(Command<?> command) throws Exception {
        try (var _ = quiet.begin(command)) {
            assertThat(quiet.await(Duration.ofMillis(1))).isZero();
        }
    }
}
