package dev.holdfast.testbed.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.VolumePath;
import dev.holdfast.engine.api.WaitPolicy;
import dev.holdfast.testbed.cluster.Cluster;
import dev.holdfast.testbed.cluster.Member;
import dev.holdfast.testbed.fault.Halts;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// A real device that gives room back, and whose process ends at each step of it.
class EmptyingTest {

    private static final int SIZE = 40 << 20;

    /// So many chunks that of each pool's own there are fewer with ann than half of them.
    private static final int CHUNK = 128 << 10;

    private static final Duration END_MAX = Duration.ofSeconds(90);
    private static final Map<String, String> SETTINGS =
            Map.of("evict-after", "1d", "repair-after", "1d", "repair-urgent-after", "1d");

    @Test
    @DisplayName("V5 a process that ends at any step of emptying a pack loses nothing")
    void a_process_that_ends_while_a_pack_is_emptied_loses_nothing(@TempDir Path folder)
            throws Exception {
        var manner = new Cluster.Manner(SETTINGS, List.of(Halts.FLAG));
        try (var cluster = Cluster.of(folder, manner, "ann", "bob", "cat")) {
            var ann = cluster.member("ann");
            var draft = Samples.random(folder.resolve("draft"), SIZE, 78);
            put(ann, draft);
            assertThat(ann.stop()).isTrue();
            ann.set(Map.of("evict-after", "1s"));
            // Before a list is replaced; between a list and its pack; before that is synced.
            halts(ann, "packs/delete/before", 1);
            halts(ann, "packs/delete/after", 2);
            halts(ann, "packs/delete/after", 4);
            Halts.nowhere(ann.directory());
            ann.start();
            cluster.awaitAllOnline();
            assertReads(ann, draft, folder.resolve("copy"));
            cluster.await("the pack is gone", ann::packBytes, bytes -> bytes < SIZE);
            assertReads(ann, draft, folder.resolve("copy"));
        }
    }

    /// One copy of each chunk is enough, so a writer keeps a third.
    private static void put(Member ann, Path draft) throws Exception {
        var local = new WaitPolicy.Local();
        var keep = Duration.ofDays(30);
        ann.run(
                new Command.CreateVolume(
                        "drafts", 1, OptionalInt.of(CHUNK), local, keep, Duration.ZERO));
        ann.run(
                new Command.Put(
                        List.of(draft.toString()),
                        new VolumePath("drafts", "/draft"),
                        Optional.empty(),
                        Duration.ZERO));
    }

    /// Runs the device until its process ends there.
    private static void halts(Member ann, String place, int time) throws Exception {
        Halts.at(ann.directory(), place, time);
        var halted = ann.begin("daemon").awaitExit(END_MAX);
        assertThat(halted.exit()).as(place).isEqualTo(Halts.EXIT);
    }

    private static void assertReads(Member member, Path draft, Path copy) throws Exception {
        member.run(new Command.Get(new VolumePath("drafts", "/draft"), copy.toString()));
        assertThat(copy).hasSameBinaryContentAs(draft);
        Files.delete(copy);
    }
}
