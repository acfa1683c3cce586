package dev.holdfast.testbed.house;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.tui.process.Launcher;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// A device has the same heap and the same collector, whoever starts it. How it compiles is the
/// launcher's own.
class JavaOptionsTest {

    /// What decides how much memory a daemon takes.
    private static final Pattern OF_MEMORY =
            Pattern.compile(
                    "-X(?:m[snx]\\w+|X:(?:\\w*NewSize=\\w+|\\+Use\\w+GC|M\\w+HeapFreeRatio=\\d+"
                            + "|[-+]ShrinkHeapInSteps|[-+]UsePerfData))");

    private final Path root = root();
    private final List<String> wanted =
            Launcher.SMALL.stream()
                    .filter(each -> OF_MEMORY.matcher(each).matches())
                    .sorted()
                    .toList();

    @Test
    void a_device_has_a_bounded_heap_and_one_collector() {
        assertThat(wanted).hasSize(9).contains("-Xmx256m", "-XX:+UseSerialGC");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "packaging/src/bundle/Bundle.java",
                "app-gui/src/main/java/dev/holdfast/gui/Background.java"
            })
    void every_source_that_starts_one_says_the_same(String source) throws IOException {
        assertThat(said(Files.readString(root.resolve(source)))).isEqualTo(wanted);
    }

    /// Each has one line for the window and one for all else; in the script of a shell they share
    /// most.
    @Test
    void the_checkout_says_the_same() throws IOException {
        var lines = Files.readAllLines(root.resolve("holdfast"));
        var heap = lines.stream().filter(line -> line.startsWith("heap=")).findAny().orElseThrow();
        var starts = lines.stream().filter(line -> line.contains("exec \"$jdk/bin/java\" $heap"));

        assertThat(starts)
                .hasSize(2)
                .allSatisfy(line -> assertThat(said(heap + line)).isEqualTo(wanted));
    }

    @Test
    void the_checkout_on_windows_says_the_same() throws IOException {
        try (var lines = Files.lines(root.resolve("holdfast.cmd"))) {
            assertThat(lines.filter(line -> line.contains("\\bin\\java\" -X")))
                    .hasSize(2)
                    .allSatisfy(line -> assertThat(said(line)).isEqualTo(wanted));
        }
    }

    private static List<String> said(String text) {
        return OF_MEMORY.matcher(text).results().map(MatchResult::group).sorted().toList();
    }

    private static Path root() {
        var here = Path.of("").toAbsolutePath();
        return Files.exists(here.resolve("testbed")) ? here : here.resolve("..").normalize();
    }
}
