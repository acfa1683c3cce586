package dev.holdfast.testbed.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;

import dev.holdfast.tui.process.Launcher;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// The demo, run as a person runs it.
class DemoTest {

    private static final Duration DEMO_MAX = Duration.ofMinutes(5);

    @TempDir private Path folder;

    @Test
    @DisplayName("the demo of a file of many chunks ends well")
    void a_file_of_many_chunks() throws IOException, InterruptedException {
        var file = Samples.random(folder.resolve("many.bin"), 24 << 20, 24);
        try (var launcher = launcher()) {
            var finished = launcher.run("demo", List.of("demo", file.toString()), DEMO_MAX);
            assertThat(finished.expect(0).out())
                    .contains("kill -9 ", "the same", "three copies")
                    .doesNotContain("\u001b");
        }
    }

    @Test
    @DisplayName("when every device holds the one chunk, one more device reads it")
    void a_file_of_one_chunk() throws IOException, InterruptedException {
        var file = Files.writeString(folder.resolve("one.txt"), "one chunk");
        try (var launcher = launcher()) {
            var words = List.of("--json", "demo", file.toString());
            var finished = launcher.run("demo", words, DEMO_MAX).expect(0);
            var told = JsonParser.parseString(finished.out()).getAsJsonObject();
            assertThat(told.get("equal").getAsBoolean()).isTrue();
            assertThat(told.getAsJsonArray("steps")).hasSizeGreaterThanOrEqualTo(4);
        }
    }

    private Launcher launcher() {
        return Launcher.likeThisProcess(Launcher.SMALL, folder);
    }
}
