package dev.holdfast.testbed.story;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.List;

/// What a failing disk does.
final class Damage {

    /// Sealed chunks are far longer, so each of them is hit.
    private static final int EVERY = 64 << 10;

    /// Plain bytes of a chunk that [#toChunk] is certain to hit.
    static final int HIT_MIN = 16 << 10;

    /// From where a record names its chunk to somewhere in the sealed bytes.
    private static final int INTO_CHUNK = 1000;

    private Damage() {}

    /// Flips one bit in every 64 KiB of all files of a directory but for what headers their first
    /// block may hold.
    static void to(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                flip(file);
            }
        }
    }

    /// Flips one bit of the newest record of a chunk.
    ///
    /// @param id in hex
    static void toChunk(Path packs, String id) throws IOException {
        toChunks(packs, List.of(id));
    }

    /// The same for many.
    static void toChunks(Path packs, List<String> ids) throws IOException {
        try (var files = Files.list(packs)) {
            for (var file : files.filter(each -> each.toString().endsWith(".pack")).toList()) {
                var bytes = Files.readAllBytes(file);
                var text = new String(bytes, ISO_8859_1);
                for (var id : ids) {
                    var wanted = new String(HexFormat.of().parseHex(id), ISO_8859_1);
                    int header = text.lastIndexOf(wanted);
                    if (header >= 0) {
                        bytes[header + INTO_CHUNK] ^= 1;
                    }
                }
                Files.write(file, bytes);
            }
        }
    }

    private static void flip(Path file) throws IOException {
        try (var channel =
                FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            var one = ByteBuffer.allocate(1);
            for (long at = EVERY / 2; at < channel.size(); at += EVERY) {
                channel.read(one.clear(), at);
                one.put(0, (byte) (one.get(0) ^ 0x10));
                channel.write(one.rewind(), at);
            }
        }
    }
}
