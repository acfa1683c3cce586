package dev.holdfast.testbed.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.VolumePath;
import dev.holdfast.engine.api.WaitPolicy;
import dev.holdfast.testbed.cluster.Cluster;
import dev.holdfast.testbed.cluster.Member;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// One real device that cuts files of many sizes into chunks of many sizes; each chunk is read back
/// and verified. The device has a heap of 256 MiB.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChunkSizesTest {

    private static final int MIB = 1 << 20;

    private Path folder;
    private Cluster cluster;
    private Member ann;

    @BeforeAll
    void a_device_alone(@TempDir Path temporary) throws Exception {
        folder = temporary;
        cluster = Cluster.of(folder, Cluster.Manner.QUICK.withMuchToDo(), "ann");
        ann = cluster.member("ann");
    }

    @AfterAll
    void all_stop() {
        cluster.close();
    }

    /// A fixed size in MiB; 0 where the content decides.
    @ParameterizedTest(
            name = "D1 1 and 10 MiB in chunks of {0} MiB are read back, each chunk sound")
    @ValueSource(ints = {0, 16, 32, 64})
    void small_files(int chunk) throws Exception {
        isReadBack(chunk, 1, 10);
    }

    @Tag("long")
    @ParameterizedTest(name = "D1 to 1 GiB in chunks of {0} MiB are read back, each chunk sound")
    @ValueSource(ints = {0, 16, 32, 64, 128, 256, 512})
    void large_files(int chunk) throws Exception {
        isReadBack(chunk, 1, 10, 100, 1000, 1024);
    }

    private void isReadBack(int chunk, int... sizes) throws Exception {
        var volume = "of" + chunk + "x" + sizes.length;
        var fixed = chunk == 0 ? OptionalInt.empty() : OptionalInt.of(chunk * MIB);
        ann.run(
                new Command.CreateVolume(
                        volume,
                        1,
                        fixed,
                        new WaitPolicy.Local(),
                        Duration.ofDays(1),
                        Duration.ZERO));
        for (int size : sizes) {
            var file = Samples.random(folder.resolve("sample"), (long) size * MIB, chunk + size);
            var place = new VolumePath(volume, "/" + size);
            var none = Optional.<WaitPolicy>empty();
            ann.run(new Command.Put(List.of(file.toString()), place, none, Duration.ZERO));
            var copy = folder.resolve("copy");
            ann.run(new Command.Get(place, copy.toString()));
            assertThat(Files.mismatch(file, copy)).as(place.toString()).isEqualTo(-1);
            Files.delete(copy);
        }
        allIsSound();
        ann.run(new Command.RemoveVolume(volume));
    }

    private void allIsSound() throws Exception {
        var read = ann.run(new Command.Scrub(false));
        assertThat(read.damaged() + read.missing()).isZero();
        assertThat(read.checkedBytes()).isPositive();
    }

    /// What all the others are judged by; on a device of its own, which keeps the damage.
    @Test
    @DisplayName("D1 one damaged chunk of a file would be noticed")
    void one_damaged_chunk_would_be_noticed() throws Exception {
        var before = ann;
        try (var other =
                Cluster.of(folder.resolve("other"), Cluster.Manner.QUICK.withMuchToDo(), "eve")) {
            ann = other.member("eve");
            var file = Samples.random(folder.resolve("spoilt"), 10L * MIB, 9);
            ann.put(file, "/spoilt", 1);
            allIsSound();
            var place = new VolumePath("files", "/spoilt");
            var chunk =
                    ann.run(new Command.Describe(place)).chunks().stream()
                            .filter(each -> each.length() > Damage.HIT_MIN)
                            .findFirst()
                            .orElseThrow();
            assertThat(ann.stop()).isTrue();
            Damage.toChunk(ann.directory().resolve("packs"), chunk.id());
            ann.start();
            assertThatThrownBy(this::allIsSound).isInstanceOf(AssertionError.class);
            var copy = folder.resolve("spoilt-copy");
            assertThatThrownBy(() -> ann.get("/spoilt", copy)).isInstanceOf(NodeException.class);
            assertThat(copy).doesNotExist();
        } finally {
            ann = before;
        }
    }
}
