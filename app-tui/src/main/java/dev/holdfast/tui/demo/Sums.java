package dev.holdfast.tui.demo;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/// SHA-256 of real files, taken without the engine: who judges must not be who is judged.
final class Sums {

    private static final int BUFFER = 1 << 20;

    private Sums() {}

    /// Of one file under the empty name, or of each file below a directory under its relative path.
    static Map<String, String> of(Path top) throws IOException {
        var sums = new TreeMap<String, String>();
        try (var paths = Files.walk(top)) {
            for (var path : (Iterable<Path>) paths::iterator) {
                if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
                    sums.put(top.relativize(path).toString(), sum(path));
                }
            }
        }
        return sums;
    }

    private static String sum(Path file) throws IOException {
        try (var channel = FileChannel.open(file)) {
            var digest = MessageDigest.getInstance("SHA-256");
            var buffer = ByteBuffer.allocate(BUFFER);
            while (channel.read(buffer.clear()) >= 0) {
                digest.update(buffer.flip());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
