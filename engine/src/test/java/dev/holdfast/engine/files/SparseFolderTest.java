package dev.holdfast.engine.files;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;

/// The image of a disk of which little is in use, larger than any number of 32 bits, in a linked
/// folder.
@Tag("long")
@Timeout(600)
class SparseFolderTest {

    private static final long SIZE = (4L << 30) + 12_345;
    private static final int ISLAND = 100_000;

    /// Bytes on the disk for some islands, each of which may begin and end in a block of 64 KiB.
    private static final long BLOCKS_MAX = 4 << 20;

    @TempDir Path place;

    private final Den den = new Den();

    SparseFolderTest() throws Exception {}

    private static void write(Path image, long at, long seed) throws IOException {
        var bytes = new byte[ISLAND];
        new Random(seed).nextBytes(bytes);
        try (var out =
                FileChannel.open(
                        image,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.SPARSE,
                        StandardOpenOption.WRITE)) {
            out.write(ByteBuffer.wrap(bytes), at);
        }
    }

    private static long blocks(Path file) throws Exception {
        var du = new ProcessBuilder("du", "-k", file.toString()).start();
        var said = new String(du.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        return Long.parseLong(said.split("\\s")[0]) << 10;
    }

    @Test
    void it_takes_as_little_of_the_other_disk_and_so_it_does_when_it_is_edited() throws Exception {
        var ann = new LinkedSide(den, Files.createDirectory(place.resolve("ann")));
        var bob = new LinkedSide(den, Files.createDirectory(place.resolve("bob")));
        var image = ann.folder.resolve("disk.img");
        var copy = bob.folder.resolve("disk.img");
        write(image, 300_000_000, 1);
        write(image, (2L << 30) - 500, 2);
        write(image, SIZE - ISLAND, 3);
        LinkedSide.settle(ann, bob);
        assertThat(Files.mismatch(image, copy)).isEqualTo(-1);
        assertThat(blocks(copy)).isBetween(3L * ISLAND, BLOCKS_MAX);

        write(image, (4L << 30) - 7_000, 4);
        LinkedSide.settle(ann, bob);
        assertThat(Files.mismatch(image, copy)).isEqualTo(-1);
        assertThat(blocks(copy)).isBetween(3L * ISLAND, BLOCKS_MAX);
    }
}
