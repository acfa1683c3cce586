package dev.holdfast.testbed.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testbed.cluster.Cluster;
import dev.holdfast.testbed.cluster.Member;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What does not fit the memory goes through all the same. Each device has a heap of 256 MiB.
@Tag("long")
class LargeFileTest {

    private static final long SIZE = 1L << 30;
    private static final long RESIDENT_MAX = 450L << 20;

    @TempDir private Path folder;

    @Test
    @DisplayName("V2 P7 1 GiB goes through small heaps, and no device grows beyond 450 MiB")
    void a_gibibyte_goes_through_small_heaps() throws Exception {
        var file = Samples.random(folder.resolve("large"), SIZE, 30);
        try (var cluster =
                Cluster.of(
                        folder,
                        Cluster.Manner.QUICK.withMuchToDo(),
                        "ann",
                        "bob",
                        "cat",
                        "dan",
                        "eve")) {
            var stored = cluster.member("ann").put(file, "/large", 3);
            assertThat(stored.bytes()).isEqualTo(SIZE);
            for (var name : new String[] {"eve", "dan"}) {
                var copy = folder.resolve("from-" + name);
                cluster.member(name).get("/large", copy);
                assertThat(Files.mismatch(file, copy)).isEqualTo(-1);
                Files.delete(copy);
            }
            for (var member : cluster.members()) {
                assertThat(resident(member)).as(member.name()).isLessThan(RESIDENT_MAX);
            }
        }
    }

    /// The most memory the process ever had, as the system counts it.
    private static long resident(Member member) throws IOException {
        var status = Path.of("/proc", Long.toString(member.pid()), "status");
        var line =
                Files.readAllLines(status).stream()
                        .filter(each -> each.startsWith("VmHWM:"))
                        .findFirst()
                        .orElseThrow();
        return Long.parseLong(line.replaceAll("\\D", "")) << 10;
    }
}
