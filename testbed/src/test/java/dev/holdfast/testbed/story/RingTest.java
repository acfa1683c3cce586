package dev.holdfast.testbed.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.VolumePath;
import dev.holdfast.testbed.cluster.Cluster;
import dev.holdfast.testbed.cluster.Cluster.Manner;
import dev.holdfast.testbed.cluster.Member;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;

/// A household of six processes that keep sessions with four others each, and open one with the
/// fifth when they need it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RingTest {

    private static final int COPIES = 3;
    private static final int FIXED = 5 << 20;
    private static final int SESSIONS = 4;

    private Path folder;
    private Cluster cluster;

    @BeforeAll
    void a_household_of_six(@TempDir Path temporary) throws Exception {
        folder = temporary;
        var names = new String[] {"ann", "bob", "cat", "dan", "eve", "fay"};
        cluster = Cluster.of(folder, Manner.PATIENT.with("topology", "ring"), names);
    }

    @AfterAll
    void all_stop() {
        cluster.close();
    }

    @Test
    @DisplayName("V2 files of 0, 1, and 5 MiB ± 1 bytes are the same on every device of a ring")
    void small_files_are_the_same_on_every_device() throws Exception {
        for (int size : new int[] {0, 1, FIXED - 1, FIXED, FIXED + 1}) {
            areTheSame(size);
        }
    }

    @Test
    @Tag("long")
    @DisplayName("V2 64 MiB and 1 GiB are the same on every device of a ring, and it stays one")
    void large_files_are_the_same_on_every_device() throws Exception {
        areTheSame(64 << 20);
        areTheSame(1 << 30);
        for (var member : cluster.members()) {
            cluster.await(
                    member.name() + " has the sessions of a ring",
                    () -> sessions(member),
                    sessions -> sessions == SESSIONS);
        }
    }

    private void areTheSame(int size) throws Exception {
        var path = "/v2-" + size;
        var file = Samples.random(folder.resolve("v2-" + size), size, size);
        var writer = cluster.members().get(size % cluster.members().size());
        var stored = writer.put(file, path, COPIES);
        assertThat(stored.copies().min()).isGreaterThanOrEqualTo(COPIES);
        for (var reader : cluster.members()) {
            cluster.await(reader.name() + " knows " + path, () -> knows(reader, path), k -> k);
            var copy = folder.resolve(reader.name() + "-" + size);
            reader.get(path, copy);
            assertThat(Files.mismatch(file, copy)).as(reader.name()).isEqualTo(-1);
            Files.delete(copy);
        }
        Files.delete(file);
    }

    private static boolean knows(Member member, String path) throws Exception {
        try {
            member.run(new Command.Describe(new VolumePath("files", path)));
            return true;
        } catch (NodeException e) {
            return false;
        }
    }

    private static int sessions(Member member) throws Exception {
        return member.holdfast("metrics")
                .out()
                .lines()
                .filter(line -> line.startsWith("holdfast_sessions "))
                .map(line -> line.substring(line.indexOf(' ') + 1))
                .mapToInt(text -> (int) Double.parseDouble(text))
                .findFirst()
                .orElseThrow();
    }
}
