package dev.holdfast.testbed.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.holdfast.testbed.cluster.Cluster;
import dev.holdfast.testbed.cluster.Member;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/// A device whose disk fills up: a file system in memory, which only root can mount.
class FullDiskTest {

    private static final String FILES = "/v1/files/files/";
    private static final int PIECE = 8 << 20;

    /// More pieces than fit.
    private static final int PIECES_MAX = 32;

    @Test
    @Timeout(120)
    @DisplayName("J1 a full disk is told as such, and harms nothing that was there")
    void a_full_disk_is_told(@TempDir Path folder) throws Exception {
        var disk = Files.createDirectory(folder.resolve("disk"));
        mount(disk);
        try (var cluster = Cluster.of(disk, "ann")) {
            var ann = cluster.member("ann");
            try (var web = Web.of(ann)) {
                fills(ann, web, folder);
            }
        } finally {
            run(List.of("umount", disk.toString()));
        }
    }

    private static void fills(Member ann, Web web, Path folder) throws Exception {
        var first = piece(0);
        assertThat(web.send("PUT", FILES + "first", first).statusCode()).isEqualTo(201);
        int status = 201;
        int stored = 0;
        for (int i = 1; i <= PIECES_MAX && status == 201; i++) {
            status = web.send("PUT", FILES + "piece" + i, piece(i)).statusCode();
            stored += status == 201 ? 1 : 0;
        }

        assertThat(status).isEqualTo(507);
        assertThat(web.ask("GET", FILES + "first").body()).isEqualTo(first);
        assertThat(ann.holdfast("ls", "files:").expect(0).out().lines()).hasSize(stored + 1);
        var more = Files.write(folder.resolve("more"), piece(-1));
        Said.refused(
                ann.holdfast("put", more.toString(), "files:/"),
                1,
                "This device has no room left for Holdfast.",
                "Free some space on its disk, or add a device to the pool.");
        assertThat(web.ask("DELETE", FILES + "piece1").statusCode()).isEqualTo(204);
    }

    private static byte[] piece(int seed) {
        var bytes = new byte[PIECE];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    /// Without a way to mount, there is nothing to see; that is wrong where all must be seen.
    private static void mount(Path directory) throws IOException, InterruptedException {
        var words =
                List.of("mount", "-t", "tmpfs", "-o", "size=256m", "tmpfs", directory.toString());
        if (run(words) != 0) {
            assertThat(System.getenv("CI")).as("a mount is needed here").isNotEqualTo("true");
            abort("only root can mount a small disk");
        }
    }

    private static int run(List<String> words) throws IOException, InterruptedException {
        var process =
                new ProcessBuilder(words)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        return process.waitFor();
    }
}
