package dev.holdfast.testbed.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32C;

/// What all files of a home that are appended to have in common: blocks of 4 KiB, the first of them
/// a header with a checksum, and a magic number of six letters and two bytes of version.
final class Blocks {

    static final int BYTES = 4 << 10;

    private Blocks() {}

    /// The files of a directory whose names end so, in the order of their numbers.
    static List<Path> files(Path directory, String ending) throws IOException {
        try (var all = Files.list(directory)) {
            return all.filter(file -> file.toString().endsWith(ending)).sorted().toList();
        }
    }

    /// A file from its first block on, which is checked.
    static ByteBuffer open(Path file, String letters) throws IOException {
        var bytes = ByteBuffer.wrap(Files.readAllBytes(file));
        assertThat(bytes.limit() % BYTES).as("whole blocks in %s", file).isZero();
        assertThat(bytes.getLong(0)).isEqualTo(magic(letters));
        assertThat(bytes.getInt(BYTES - 4)).isEqualTo(checksum(bytes.slice(0, BYTES - 4)));
        assertThat("%016x".formatted(bytes.getLong(8))).isEqualTo(number(file));
        return bytes;
    }

    private static String number(Path file) {
        var name = file.getFileName().toString();
        return name.substring(0, name.indexOf('.'));
    }

    static long magic(String letters) {
        var ascii = letters.getBytes(StandardCharsets.US_ASCII);
        var magic = ByteBuffer.allocate(8).put(ascii);
        return magic.put(7, (byte) 1).getLong(0);
    }

    static int checksum(ByteBuffer... parts) {
        var sum = new CRC32C();
        for (var part : parts) {
            sum.update(part.duplicate());
        }
        return (int) sum.getValue();
    }

    static byte[] bytes(ByteBuffer from, int at, int length) {
        var bytes = new byte[length];
        from.get(at, bytes);
        return bytes;
    }

    /// Where the next multiple of a power of two is, at `at` or behind it.
    static int aligned(int at, int power) {
        return (at + power - 1) & -power;
    }
}
