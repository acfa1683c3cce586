package dev.holdfast.tui.render;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// An answer that does not arrive is noticed, but for one that nobody wants any more.
class OutletTest {

    private static final class Refusing extends OutputStream {

        private final String why;

        Refusing(String why) {
            this.why = why;
        }

        @Override
        public void write(int octet) throws IOException {
            throw new IOException(why);
        }
    }

    private static void print(Outlet outlet) {
        var out = new PrintStream(outlet, true, StandardCharsets.UTF_8);
        out.println("ann (owner), 2 of 3 devices here");
        out.flush();
    }

    @Test
    void what_is_written_arrives_and_nothing_is_lost() {
        var arrived = new ByteArrayOutputStream();
        var outlet = new Outlet(arrived, () -> false);
        print(outlet);
        assertThat(arrived.toString(StandardCharsets.UTF_8)).startsWith("ann (owner)");
        assertThat(outlet.lost()).isEmpty();
    }

    @Test
    void a_reader_that_has_read_enough_is_no_loss() {
        var said = new Outlet(new Refusing("Broken pipe"), () -> false);
        print(said);
        assertThat(said.lost()).isEmpty();
        var elsewhere = new Outlet(new Refusing("Datenübergabe unterbrochen"), () -> true);
        print(elsewhere);
        assertThat(elsewhere.lost()).isEmpty();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void a_disk_without_room_loses_the_answer() throws IOException {
        try (var full = new FileOutputStream("/dev/full")) {
            var outlet = new Outlet(full, () -> false);
            print(outlet);
            assertThat(outlet.lost()).contains("No space left on device");
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void a_command_whose_answer_is_lost_fails_and_says_so(@TempDir Path folder) throws Exception {
        var full = run(folder, "/dev/full");
        assertThat(full.exitValue()).isEqualTo(1);
        assertThat(folder.resolve("said"))
                .content()
                .startsWith("The answer could not be written: No space left on device.\n");
        assertThat(run(folder, "/dev/null").exitValue()).isZero();
        assertThat(folder.resolve("said")).isEmptyFile();
    }

    private static Process run(Path folder, String answer) throws Exception {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var path = System.getProperty("java.class.path");
        var command = List.of(java, "-cp", path, "dev.holdfast.tui.TuiMain", "version");
        var process =
                new ProcessBuilder(command)
                        .redirectOutput(Path.of(answer).toFile())
                        .redirectError(Files.createDirectories(folder).resolve("said").toFile())
                        .start();
        process.waitFor();
        return process;
    }
}
