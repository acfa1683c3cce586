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

/// A device whose disk is smaller than the file that a person stores on it.
class SmallDiskTest {

    private static final int DISK_MIB = 160;
    private static final long SIZE = (2L * DISK_MIB) << 20;

    @Test
    @Timeout(180)
    @DisplayName(
            "J3 D4 a file twice as large as the disk streams through, or leaves nothing behind")
    void a_file_twice_as_large_as_the_disk_streams_through(@TempDir Path folder) throws Exception {
        var film = Samples.random(folder.resolve("film"), SIZE, 91);
        try (var cluster =
                        Cluster.of(
                                folder,
                                Cluster.Manner.PATIENT.withMuchToDo(),
                                "ann",
                                "bob",
                                "cat");
                var disk = SmallDisk.of(folder.resolve("ann"), DISK_MIB)) {
            var ann = cluster.member("ann");
            assertThat(ann.stop()).isTrue();
            disk.moveIn();
            ann.start();
            cluster.member("bob").kill();
            cluster.member("cat").kill();
            aloneItIsRefusedAndLeavesNothing(cluster, ann, film);

            cluster.member("bob").start();
            cluster.member("cat").start();
            cluster.awaitAllOnline();
            var stored = ann.put(film, "/film", 2);

            assertThat(stored.bytes()).isEqualTo(SIZE);
            assertThat(stored.copies().min()).isGreaterThanOrEqualTo(2);
            assertThat(ann.packBytes()).as("what is kept here").isLessThan(SIZE / 2);
            for (var reader : cluster.members()) {
                var copy = folder.resolve("from-" + reader.name());
                reader.get("/film", copy);
                assertThat(Files.mismatch(film, copy)).as(reader.name()).isEqualTo(-1);
                Files.delete(copy);
            }
            assertThat(ann.stop()).isTrue();
        }
    }

    private static void aloneItIsRefusedAndLeavesNothing(Cluster cluster, Member ann, Path film)
            throws Exception {
        long before = ann.packBytes();
        Said.refused(
                ann.holdfast("put", film.toString(), "files:/film"),
                1,
                "This device has no room left for Holdfast.",
                "Free some space on its disk, or add a device to the pool.");
        cluster.await("the room is back", ann::packBytes, bytes -> bytes < before + (16 << 20));
        assertThat(ann.holdfast("ls", "files:").expect(0).out()).doesNotContain("film");
    }
}
