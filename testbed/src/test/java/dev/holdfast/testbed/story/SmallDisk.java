package dev.holdfast.testbed.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A file system in memory, which only root can mount. Where that cannot be done there is nothing
/// to see; that is wrong where all must be seen.
///
/// @param at the directory that lies on it
record SmallDisk(Path at, int mebibytes) implements AutoCloseable {

    /// Not mounted yet.
    static SmallDisk of(Path at, int mebibytes) {
        return new SmallDisk(at, mebibytes);
    }

    SmallDisk mount() throws IOException, InterruptedException {
        var size = "size=" + mebibytes + "m";
        if (run("mount", "-t", "tmpfs", "-o", size, "tmpfs", at.toString()) != 0) {
            assertThat(System.getenv("CI")).as("a mount is needed here").isNotEqualTo("true");
            abort("only root can mount a small disk");
        }
        return this;
    }

    /// What is in the directory lies on the small disk from now on. Nobody may use it meanwhile.
    void moveIn() throws IOException, InterruptedException {
        var large = Files.createDirectory(at.resolveSibling(at.getFileName() + "-large"));
        assertThat(run("cp", "-a", at + "/.", large.toString())).isZero();
        mount();
        assertThat(run("cp", "-a", large + "/.", at.toString())).isZero();
    }

    /// Takes all that is free.
    Path fill() throws IOException, InterruptedException {
        var filler = at.resolve("filler");
        run("dd", "if=/dev/zero", "of=" + filler, "bs=64k");
        return filler;
    }

    @Override
    public void close() throws IOException {
        try {
            run("umount", "-l", at.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static int run(String... words) throws IOException, InterruptedException {
        var process =
                new ProcessBuilder(List.of(words))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        return process.waitFor();
    }
}
