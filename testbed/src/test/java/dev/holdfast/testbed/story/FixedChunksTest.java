package dev.holdfast.testbed.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testbed.cluster.Cluster;
import dev.holdfast.testbed.cluster.Member;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;

/// Volumes whose files are cut at fixed places, as chunk servers do, on three real devices. Each
/// has a heap of 256 MiB.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FixedChunksTest {

    private static final String[] WORDS = {
        "lake", "stone", "evening", "of", "the", "and", "walks", "slowly", "under", "seven"
    };
    private static final int MIB = 1 << 20;

    private Path folder;
    private Cluster cluster;

    @BeforeAll
    void a_household_of_three(@TempDir Path temporary) throws Exception {
        folder = temporary;
        cluster = Cluster.of(folder, Cluster.Manner.QUICK.withMuchToDo(), "ann", "bob", "cat");
    }

    @AfterAll
    void all_stop() {
        cluster.close();
    }

    @Order(1)
    @ParameterizedTest(name = "D2 {0} of text in chunks of {1}: stored, read everywhere, deleted")
    @CsvSource({
        "1000 lines, 256K",
        "50000 lines, 256K",
        "1024, 256K",
        "10485760, 256K",
        "1024, 1M",
        "10485760, 4M",
        "104857600, 64M"
    })
    void text_of_many_sizes(String size, String chunk) throws Exception {
        isTheSameEverywhere(size, chunk);
    }

    @Order(4)
    @Tag("long")
    @ParameterizedTest(name = "D2 {0} of text in chunks of {1}: stored, read everywhere, deleted")
    @CsvSource({"104857600, 256K", "104857600, 8M", "104857600, 32M"})
    void large_texts(String size, String chunk) throws Exception {
        isTheSameEverywhere(size, chunk);
    }

    private void isTheSameEverywhere(String size, String chunk) throws Exception {
        var ann = cluster.member("ann");
        var volume = "t" + chunk + "-" + size.replace(" lines", "l");
        var file = text(folder.resolve(volume), size);
        ann.holdfast("volume", "create", volume, "--chunk", "fixed:" + chunk).expect(0);
        ann.holdfast("put", file.toString(), volume + ":/text", "--wait", "copies:3").expect(0);

        assertThat(holders(ann, volume + ":/text")).containsExactlyInAnyOrder("ann", "bob", "cat");
        for (var reader : cluster.members()) {
            awaitName(reader, volume + ":/text");
            var copy = folder.resolve("from-" + reader.name());
            reader.holdfast("get", volume + ":/text", copy.toString()).expect(0);
            assertThat(Files.mismatch(file, copy)).as(reader.name()).isEqualTo(-1);
            Files.delete(copy);
        }

        ann.holdfast("rm", volume + ":/text").expect(0);
        ann.holdfast("get", volume + ":/text", folder.resolve("gone").toString()).expect(4);
        assertThat(folder.resolve("gone")).doesNotExist();
        Files.delete(file);
    }

    private static Path text(Path file, String size) throws IOException {
        var chance = new SplittableRandom(size.hashCode());
        long lines = size.endsWith("lines") ? Long.parseLong(size.split(" ")[0]) : Long.MAX_VALUE;
        long bytes = size.endsWith("lines") ? Long.MAX_VALUE : Long.parseLong(size);
        try (var out = Files.newBufferedWriter(file)) {
            for (long line = 0; line < lines && bytes > 0; line++) {
                var text = new StringBuilder().append(line);
                for (int word = 0; word < 12; word++) {
                    text.append(' ').append(WORDS[chance.nextInt(WORDS.length)]);
                }
                text.append('\n').setLength((int) Math.min(text.length(), bytes));
                out.append(text);
                bytes -= text.length();
            }
        }
        return file;
    }

    /// Who holds every chunk of a file.
    private static Set<String> holders(Member member, String place) throws Exception {
        var all = new HashSet<>(Set.of("ann", "bob", "cat"));
        var chunks = member.json(0, "stat", place).getAsJsonObject().getAsJsonArray("chunks");
        for (var chunk : chunks) {
            var of = new HashSet<String>();
            chunk.getAsJsonObject().getAsJsonArray("holders").forEach(h -> of.add(h.getAsString()));
            all.retainAll(of);
        }
        return all;
    }

    private void awaitName(Member reader, String place) throws Exception {
        cluster.await(
                reader.name() + " knows " + place,
                () -> reader.holdfast("stat", place).exit(),
                exit -> exit == 0);
    }

    @Test
    @Order(2)
    @DisplayName("J2 chunks of 64 MiB: equal ones are stored once, a change costs one part")
    void chunks_of_64_mib() throws Exception {
        var ann = cluster.member("ann");
        ann.holdfast("volume", "create", "blocks", "--chunk", "fixed:64M", "--copies", "2")
                .expect(0);
        var file = Samples.random(folder.resolve("image"), 130L * MIB, 7);
        put(ann, file, "blocks:/image");

        var again = put(ann, file, "blocks:/copy");
        try (var open = FileChannel.open(file, StandardOpenOption.WRITE)) {
            open.write(ByteBuffer.wrap("mended".getBytes(StandardCharsets.US_ASCII)), 70L * MIB);
        }
        var changed = put(ann, file, "blocks:/image");

        assertThat(again).isZero();
        assertThat(changed).as("a part of 4 MiB and a list").isBetween(4L * MIB, 5L * MIB);
        var groups = new HashSet<Integer>();
        for (var chunk :
                ann.json(0, "stat", "blocks:/image").getAsJsonObject().getAsJsonArray("chunks")) {
            var group = chunk.getAsJsonObject().get("group");
            if (group != null) {
                groups.add(group.getAsInt());
            }
        }
        assertThat(groups).containsExactlyInAnyOrder(0, 1, 2);
        var cat = cluster.member("cat");
        cluster.await(
                "cat knows the change",
                () -> {
                    var back = folder.resolve("back");
                    Files.deleteIfExists(back);
                    cat.holdfast("get", "blocks:/image", back.toString());
                    return Files.exists(back) ? Files.mismatch(file, back) : 0;
                },
                difference -> difference == -1);
    }

    /// Stores a file and says how many sealed bytes that took.
    private static long put(Member member, Path file, String place) throws Exception {
        return member.json(0, "put", file.toString(), place, "--wait", "copies:2")
                .getAsJsonObject()
                .get("stored_bytes")
                .getAsLong();
    }

    @Test
    @Order(3)
    @DisplayName("J2 chunks of 512 MiB, mostly holes, go through a heap of 256 MiB")
    void chunks_of_512_mib() throws Exception {
        var ann = cluster.member("ann");
        ann.holdfast("volume", "create", "huge", "--chunk", "fixed:512M", "--copies", "2")
                .expect(0);
        var file = folder.resolve("disk");
        try (var out =
                FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            out.write(ByteBuffer.wrap("begin".getBytes(StandardCharsets.US_ASCII)), 0);
            out.write(ByteBuffer.wrap("middle".getBytes(StandardCharsets.US_ASCII)), 700L * MIB);
            out.write(ByteBuffer.wrap("end".getBytes(StandardCharsets.US_ASCII)), 1100L * MIB);
        }

        assertThat(put(ann, file, "huge:/disk")).isLessThan(MIB);

        var bob = cluster.member("bob");
        awaitName(bob, "huge:/disk");
        bob.holdfast("get", "huge:/disk", folder.resolve("disk back").toString()).expect(0);
        assertThat(Files.mismatch(file, folder.resolve("disk back"))).isEqualTo(-1);
    }
}
