package dev.holdfast.testbed.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.VolumePath;
import dev.holdfast.engine.api.WaitPolicy;
import dev.holdfast.testbed.cluster.Cluster;
import dev.holdfast.testbed.cluster.Member;
import dev.holdfast.testbed.fault.Halts;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/// A real device with short segments, whose process ends where the journal goes on in the next one
/// and where it is made shorter.
class ShorteningTest {

    private static final String SEGMENT = Halts.FLAG.substring(0, Halts.FLAG.indexOf('='));
    private static final Duration END_MAX = Duration.ofSeconds(60);
    private static final int SIZE = 2_000;

    /// Puts until a process that is to end has ended, at the most.
    private static final int PUTS_MAX = 2_000;

    private final Map<String, byte[]> acknowledged = new TreeMap<>();
    private final Random chance = new Random(5);
    private int puts;

    @Test
    @DisplayName("V5 a process that ends at any step of making the journal shorter loses nothing")
    void a_process_that_ends_while_the_journal_is_made_shorter_loses_nothing(@TempDir Path folder)
            throws Exception {
        var flags = List.of(Halts.FLAG, SEGMENT + ".segment=65536");
        try (var cluster = Cluster.of(folder, new Cluster.Manner(Map.of(), flags), "ann")) {
            var ann = cluster.member("ann");
            halts(ann, "journal/create/before");
            halts(ann, "catalog/checkpoint/before");
            halts(ann, "catalog/checkpoint/after");
            halts(ann, "journal/delete/before");
            halts(ann, "journal/delete/after");
            assertThat(journal(ann, ".snapshot")).hasSize(1);
            assertThat(journal(ann, ".wal").getFirst()).isGreaterThan("0000000000000001.wal");
            loseCatalog(ann);
            assertWhole(ann);
        }
    }

    private static void loseCatalog(Member ann) throws Exception {
        assertThat(ann.stop()).isTrue();
        for (var suffix : List.of("", "-wal", "-shm")) {
            Files.deleteIfExists(ann.directory().resolve("catalog.db" + suffix));
        }
        ann.start();
    }

    private static List<String> journal(Member ann, String suffix) throws IOException {
        try (var names = Files.list(ann.directory().resolve("journal"))) {
            return names.map(name -> name.getFileName().toString())
                    .filter(name -> name.endsWith(suffix))
                    .sorted()
                    .toList();
        }
    }

    /// The process ends there while it is given files, and another takes its place.
    private void halts(Member ann, String place) throws Exception {
        Halts.at(ann.directory(), place, 1);
        var last = putUntilItEnds(ann, place);
        assertThat(ann.awaitEnd(END_MAX)).as(place).isEqualTo(Halts.EXIT);
        Halts.nowhere(ann.directory());
        ann.start();
        // The one that was under way is there whole or not at all.
        read(ann, last).ifPresent(there -> assertThat(there).isEqualTo(content(last)));
        acknowledged.put(last, content(last));
        put(ann, last);
        assertWhole(ann);
    }

    private String putUntilItEnds(Member ann, String place) throws InterruptedException {
        for (int n = 0; n < PUTS_MAX; n++) {
            var name = "f" + puts++;
            try {
                put(ann, name);
                acknowledged.put(name, content(name));
            } catch (NodeException e) {
                return name;
            }
        }
        throw new AssertionError("the process did not reach " + place);
    }

    private static byte[] content(String name) {
        var content = new byte[SIZE];
        new Random(name.hashCode()).nextBytes(content);
        return content;
    }

    private static VolumePath at(String name) {
        return new VolumePath("files", "/" + name);
    }

    private static void put(Member ann, String name) throws NodeException, InterruptedException {
        var local = Optional.<WaitPolicy>of(new WaitPolicy.Local());
        var source = new ByteArrayInputStream(content(name));
        ann.run(new Command.PutStream(source, at(name), local, Duration.ZERO));
    }

    private static Optional<byte[]> read(Member ann, String name) throws InterruptedException {
        var content = new ByteArrayOutputStream();
        try {
            ann.run(new Command.GetStream(at(name), content));
            return Optional.of(content.toByteArray());
        } catch (NodeException e) {
            return Optional.empty();
        }
    }

    /// Every name is there, and a few of the files are read.
    private void assertWhole(Member ann) throws Exception {
        var list = new Command.ListEntries(new VolumePath("files", "/"), true, Optional.empty());
        assertThat(ann.run(list).rows())
                .extracting(Outcome.Row::path)
                .containsExactlyInAnyOrderElementsOf(
                        acknowledged.keySet().stream().map(name -> "/" + name).toList());
        var names = List.copyOf(acknowledged.keySet());
        for (int n = 0; n < 20; n++) {
            var name = names.get(chance.nextInt(names.size()));
            assertThat(read(ann, name))
                    .hasValueSatisfying(there -> assertThat(there).isEqualTo(content(name)));
        }
    }
}
