package dev.holdfast.testbed.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.VolumePath;
import dev.holdfast.engine.api.WaitPolicy;
import dev.holdfast.testbed.cluster.Cluster;
import dev.holdfast.testbed.cluster.Cluster.Manner;
import dev.holdfast.testbed.cluster.Member;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/// Seven processes and files of many sizes in chunks of many sizes: each file is read on a device
/// that did not write it, and each chunk is read and verified by every device that holds it. What a
/// size of chunks has left is deleted before the next.
@Tag("long")
class SevenDevicesTest {

    private static final int MIB = 1 << 20;
    private static final int COPIES = 3;
    private static final String[] NAMES = {"ann", "bob", "cat", "dan", "eve", "fay", "gus"};

    @TempDir private Path folder;

    /// A fixed size in MiB; 0 where the content decides.
    @ParameterizedTest(name = "D1 seven devices: 1 MiB to 1 GiB in chunks of {0} MiB")
    @ValueSource(ints = {0, 16, 32, 64, 128, 256, 512})
    void each_chunk_is_sound_on_every_holder(int chunk) throws Exception {
        try (var cluster =
                Cluster.of(folder.resolve("pool"), Manner.PATIENT.withMuchToDo(), NAMES)) {
            var ann = cluster.member("ann");
            var fixed = chunk == 0 ? OptionalInt.empty() : OptionalInt.of(chunk * MIB);
            ann.run(
                    new Command.CreateVolume(
                            "cells",
                            COPIES,
                            fixed,
                            new WaitPolicy.Copies(COPIES),
                            Duration.ofDays(1),
                            Duration.ZERO));
            var holders = new HashMap<String, Set<String>>();
            for (int size : new int[] {1, 10, 100, 1000, 1024}) {
                isReadBack(cluster, chunk, size);
                var place = new VolumePath("cells", "/" + size);
                for (var each : ann.run(new Command.Describe(place)).chunks()) {
                    assertThat(each.holders()).as(each.id()).hasSizeGreaterThanOrEqualTo(COPIES);
                    holders.put(each.id(), new TreeSet<>(each.holders()));
                }
            }
            areSound(cluster, holders.values().stream().mapToInt(Set::size).sum());
        }
    }

    private void isReadBack(Cluster cluster, int chunk, int size) throws Exception {
        var file = Samples.random(folder.resolve("sample"), (long) size * MIB, chunk + size);
        var place = new VolumePath("cells", "/" + size);
        var none = Optional.<WaitPolicy>empty();
        var stored =
                cluster.member("ann")
                        .run(
                                new Command.Put(
                                        List.of(file.toString()),
                                        place,
                                        none,
                                        Duration.ofMinutes(5)));
        assertThat(stored.copies().min()).isGreaterThanOrEqualTo(COPIES);
        var reader = cluster.members().get(1 + size % (NAMES.length - 1));
        cluster.await(reader.name() + " knows " + place, () -> knows(reader, place), k -> k);
        var copy = folder.resolve("copy");
        reader.run(new Command.Get(place, copy.toString()));
        assertThat(Files.mismatch(file, copy)).as(place.toString()).isEqualTo(-1);
        Files.delete(copy);
    }

    private static boolean knows(Member member, VolumePath place) throws Exception {
        try {
            member.run(new Command.Describe(place));
            return true;
        } catch (NodeException e) {
            return false;
        }
    }

    /// Each device reads all that it holds, which is at least what is said to be there.
    private static void areSound(Cluster cluster, int copies) throws Exception {
        long held = 0;
        for (var member : cluster.members()) {
            var read = member.run(new Command.Scrub(false));
            assertThat(read.damaged() + read.missing()).as(member.name()).isZero();
            held += read.checkedBytes() > 0 ? member.figure("holdfast_chunks ") : 0;
        }
        assertThat(held).isGreaterThanOrEqualTo(copies);
    }
}
