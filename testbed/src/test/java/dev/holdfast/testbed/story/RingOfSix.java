package dev.holdfast.testbed.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.VolumePath;
import dev.holdfast.testbed.cluster.Cluster;
import dev.holdfast.testbed.cluster.Cluster.Manner;
import dev.holdfast.testbed.cluster.Member;

import java.nio.file.Files;
import java.nio.file.Path;

/// A household of six processes that keep sessions with four others each, and open one with the
/// fifth when they need it.
///
/// @param folder for files and homes
record RingOfSix(Path folder, Cluster cluster) implements AutoCloseable {

    private static final int COPIES = 3;
    private static final int SESSIONS = 4;

    static RingOfSix in(Path folder, Manner manner) throws Exception {
        var names = new String[] {"ann", "bob", "cat", "dan", "eve", "fay"};
        return new RingOfSix(folder, Cluster.of(folder, manner.with("topology", "ring"), names));
    }

    /// A file of that size is stored on one device and is the same on all.
    void carries(int size) throws Exception {
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

    /// Waits until each device has the sessions of a ring and no others.
    void isRing() throws Exception {
        for (var member : cluster.members()) {
            cluster.await(
                    member.name() + " has the sessions of a ring",
                    () -> member.figure("holdfast_sessions "),
                    sessions -> sessions == SESSIONS);
        }
    }

    @Override
    public void close() {
        cluster.close();
    }
}
