package dev.holdfast.testbed.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testbed.cluster.Cluster;
import dev.holdfast.testbed.cluster.Member;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/// A real device whose puts do not come to their end.
class UnfinishedTest {

    private static final long SIZE = 300L << 20;
    private static final long SOME = 90L << 20;

    @Test
    @DisplayName(
            "J3 what a killed put has left is taken up by the next one, or goes; named chunks stay")
    void what_a_killed_put_has_left_is_taken_up_or_goes(@TempDir Path folder) throws Exception {
        var film = Samples.random(folder.resolve("film"), SIZE, 41);
        var other = Samples.random(folder.resolve("other"), SIZE, 42);
        try (var cluster = Cluster.of(folder, Cluster.Manner.QUICK.withMuchToDo(), "ann")) {
            var ann = cluster.member("ann");
            killed(cluster, ann, film);
            ann.start();
            cluster.await(
                    "the device says what it left",
                    () -> Said.problems(ann),
                    told -> told.stream().anyMatch(what -> what.contains("did not end")));

            var stored = ann.put(film, "/film", 1);
            assertThat(stored.newChunks()).isLessThan(stored.chunks() - SOME / (4 << 20));
            assertThat(stored.storedBytes()).isLessThan(SIZE - SOME / 2);
            long named = used(ann);

            killed(cluster, ann, other);
            assertThat(ann.packBytes()).isGreaterThan(named + SOME / 2);
            ann.set(Map.of("keep-unfinished", "1s", "evict-after", "1s"));
            ann.start();
            cluster.await("what it left is gone", () -> used(ann), bytes -> bytes <= named);
            assertThat(Said.problems(ann)).noneMatch(what -> what.contains("did not end"));
            var copy = folder.resolve("copy");
            ann.get("/film", copy);
            assertThat(Files.mismatch(film, copy)).isEqualTo(-1);
            var again = ann.put(other, "/other", 1);
            assertThat(again.newChunks()).isEqualTo(again.chunks());
        }
    }

    /// Bytes of the chunks held. Those of packs that are mostly live stay longer on the disk.
    private static long used(Member member) throws Exception {
        try (var node = member.node()) {
            return node.status().storage().usedBytes();
        }
    }

    /// The device ends while it stores.
    private static void killed(Cluster cluster, Member ann, Path file) throws Exception {
        long before = ann.packBytes();
        var put = ann.begin("put", file.toString(), "files:/");
        cluster.await("some is stored", ann::packBytes, bytes -> bytes > before + SOME);
        ann.kill();
        put.awaitExit(Duration.ofSeconds(60));
    }
}
