package dev.holdfast.tui.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

class LauncherTest {

    private static final Duration ENOUGH = Duration.ofSeconds(60);

    @TempDir private Path outputs;

    @Test
    void runs_holdfast_as_this_process_would_and_keeps_what_it_says()
            throws IOException, InterruptedException {
        try (var launcher = Launcher.likeThisProcess(Launcher.SMALL, outputs)) {
            var finished = launcher.run("ann", List.of("version"), ENOUGH);
            assertThat(finished.expect(0).out()).startsWith("holdfast ");
            var refused = launcher.run("ann", List.of("dance"), ENOUGH);
            assertThat(refused.exit()).isEqualTo(2);
            assertThat(refused.err()).contains("dance");
            assertThatThrownBy(() -> refused.expect(0)).hasMessageContaining("0 was expected");
        }
    }

    @Test
    void waiting_for_a_line_ends_with_the_process_and_tells_its_last_words()
            throws IOException, InterruptedException {
        try (var launcher = Launcher.likeThisProcess(Launcher.SMALL, outputs)) {
            var running = launcher.start("bob", List.of("dance"));
            assertThatThrownBy(() -> running.awaitReady(ENOUGH))
                    .isInstanceOf(ProcessFailure.class)
                    .hasMessageContaining("ended with 2")
                    .hasMessageContaining("dance");
        }
    }

    @Test
    void a_state_that_never_comes_is_a_failure_that_tells_the_last_one() {
        var looks = new AtomicInteger();
        var until = new Until(Duration.ofMillis(30), Duration.ofMillis(5));
        assertThatThrownBy(() -> until.holds("a million", looks::incrementAndGet, n -> n > 1e6))
                .isInstanceOf(ProcessFailure.class)
                .hasMessageContaining("a million")
                .hasMessageContaining("The last state: " + looks.get());
    }

    @Test
    void free_ports_are_given_once() throws IOException {
        assertThat(Ports.free(20)).doesNotHaveDuplicates().hasSize(20);
    }
}
