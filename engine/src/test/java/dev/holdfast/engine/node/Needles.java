package dev.holdfast.engine.node;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.holdfast.engine.core.hash.Hash;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// What must not be found, and the search for it in whole files. Texts are looked for in the ways
/// that a machine writes them, hashes as bytes, word by word as an object keeps them, and in hex.
final class Needles {

    private static final int WORD = Long.BYTES;
    private static final int WINDOW = 1 << 24;

    private record Needle(String label, byte[] bytes) {}

    private final Map<Long, List<Needle>> byStart = new HashMap<>();
    private final boolean[] starts = new boolean[1 << 16];
    private int longest;

    Needles text(String label, String text) {
        for (var charset : List.of(UTF_8, UTF_16LE, UTF_16BE)) {
            bytes(label, text.getBytes(charset));
        }
        return this;
    }

    Needles hash(String label, Hash hash) {
        for (int word = 0; word < Hash.BYTES; word += WORD) {
            bytes(label, Arrays.copyOfRange(hash.toBytes(), word, word + WORD));
        }
        return text(label, hash.toString());
    }

    Needles bytes(String label, byte[] bytes) {
        if (bytes.length < WORD) {
            throw new IllegalArgumentException(label + " is so short that anything has it");
        }
        long start = ByteBuffer.wrap(bytes).getLong();
        byStart.computeIfAbsent(start, _ -> new ArrayList<>()).add(new Needle(label, bytes));
        starts[(int) (start >>> 48)] = true;
        longest = Math.max(longest, bytes.length);
        return this;
    }

    /// The labels of those that are in any file below a directory, or in its name.
    Set<String> below(Path directory) throws IOException {
        var found = new TreeSet<String>();
        try (var paths = Files.walk(directory)) {
            for (var path : paths.filter(each -> !each.equals(directory)).toList()) {
                look(path.getFileName().toString().getBytes(UTF_8), found);
                if (Files.isRegularFile(path)) {
                    found.addAll(in(path));
                }
            }
        }
        return found;
    }

    /// The labels of those that are in a file.
    Set<String> in(Path file) throws IOException {
        var found = new TreeSet<String>();
        try (var channel = FileChannel.open(file)) {
            var window = ByteBuffer.allocate(WINDOW);
            while (channel.read(window) >= 0) {
                look(Arrays.copyOf(window.array(), window.position()), found);
                // What a window's end cuts is looked for again at the beginning of the next.
                int kept = Math.min(window.position(), longest - 1);
                window.limit(window.position()).position(window.position() - kept).compact();
            }
        }
        return found;
    }

    private void look(byte[] bytes, Set<String> found) {
        var all = ByteBuffer.wrap(bytes);
        for (int at = 0; at + WORD <= bytes.length; at++) {
            int begin = ((bytes[at] & 0xff) << 8) | (bytes[at + 1] & 0xff);
            if (starts[begin]) {
                for (var needle : byStart.getOrDefault(all.getLong(at), List.of())) {
                    int end = at + needle.bytes.length;
                    if (end <= bytes.length
                            && Arrays.equals(
                                    bytes, at, end, needle.bytes, 0, needle.bytes.length)) {
                        found.add(needle.label);
                    }
                }
            }
        }
    }
}
