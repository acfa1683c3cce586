package dev.holdfast.testbed.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testbed.cluster.Cluster;
import dev.holdfast.testbed.cluster.Member;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/// A device whose disk fills up: a file system in memory, which only root can mount.
class FullDiskTest {

    private static final String FILES = "/v1/files/files/";
    private static final int PIECE = 8 << 20;
    private static final int DISK_MIB = 256;

    /// More pieces than fit.
    private static final int PIECES_MAX = 32;

    @Test
    @Timeout(120)
    @DisplayName("J1 a full disk is told as such, and harms nothing that was there")
    void a_full_disk_is_told(@TempDir Path folder) throws Exception {
        try (var cluster = Cluster.of(folder, Cluster.Manner.QUICK.withMuchToDo(), "ann");
                var disk = SmallDisk.of(folder.resolve("ann"), DISK_MIB)) {
            var ann = movedIn(cluster, disk);
            try (var web = Web.of(ann)) {
                fills(ann, web, folder);
            }
            assertThat(ann.stop()).isTrue();
        }
    }

    private static Member movedIn(Cluster cluster, SmallDisk disk) throws Exception {
        var ann = cluster.member("ann");
        assertThat(ann.stop()).isTrue();
        disk.moveIn();
        return ann.start();
    }

    @Test
    @Timeout(120)
    @DisplayName("J1 a start on a disk without any room is refused, and nothing is forgotten")
    void a_start_on_a_full_disk_is_refused(@TempDir Path folder) throws Exception {
        try (var cluster = Cluster.of(folder, Cluster.Manner.QUICK.withMuchToDo(), "ann");
                var disk = SmallDisk.of(folder.resolve("ann"), DISK_MIB)) {
            var ann = movedIn(cluster, disk);
            var file = Samples.random(folder.resolve("file"), 3 * PIECE, 5);
            ann.put(file, "/file", 1);
            ann.kill();
            var filler = disk.fill();
            Said.refused(
                    ann.holdfast("ls", "files:"),
                    1,
                    "The disk below %s is full.".formatted(ann.directory()),
                    "Free 64 MB there and try again; what was acknowledged is safe.");
            assertThat(ann.holdfast("doctor").expect(1).out())
                    .contains("hindered    space ")
                    .doesNotContain("--rebuild");

            Files.delete(filler);
            ann.start();
            var copy = folder.resolve("copy");
            ann.get("/file", copy);
            assertThat(copy).hasSameBinaryContentAs(file);
            assertThat(ann.stop()).isTrue();
        }
    }

    @Test
    @Timeout(180)
    @DisplayName("J1 V5 when others fill the disk what is asked is refused, and goes on after")
    void a_disk_that_others_fill_ends_nothing(@TempDir Path folder) throws Exception {
        try (var cluster = Cluster.of(folder, Cluster.Manner.QUICK.withMuchToDo(), "ann");
                var disk = SmallDisk.of(folder.resolve("ann"), DISK_MIB)) {
            var ann = movedIn(cluster, disk);
            var file = Samples.random(folder.resolve("file"), 2 * PIECE, 6);
            ann.put(file, "/file", 1);
            ann.put(file, "/again", 1);
            long pid = ann.pid();

            var filler = disk.fill();
            cluster.await(
                    "it says that the disk is full",
                    () -> Said.problems(ann),
                    told -> told.stream().anyMatch(what -> what.contains("is full")));
            Said.refused(
                    ann.holdfast("rm", "files:/file"),
                    1,
                    "The disk below %s is full.".formatted(ann.directory()),
                    "Free 64 MB there and try again; what was acknowledged is safe.");
            var copy = folder.resolve("copy");
            ann.get("/file", copy);
            assertThat(copy).hasSameBinaryContentAs(file);

            Files.delete(filler);
            ann.holdfast("rm", "files:/again").expect(0);
            ann.put(Samples.random(folder.resolve("more"), PIECE, 7), "/more", 1);
            assertThat(ann.pid()).isEqualTo(pid);
            assertThat(ann.stop()).isTrue();
            ann.start();
            assertThat(ann.holdfast("ls", "files:").expect(0).out())
                    .contains("file", "more")
                    .doesNotContain("again");
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
}
