package dev.holdfast.engine.core.wire;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// Holds the parts of a message against their limits.
final class Limit {

    private Limit() {}

    static <T> List<T> list(List<T> items, int max, String what) {
        if (items.size() > max) {
            throw new IllegalArgumentException(
                    "%d %s where at most %d may be".formatted(items.size(), what, max));
        }
        return List.copyOf(items);
    }

    static <T> List<T> some(List<T> items, int max, String what) {
        if (items.isEmpty()) {
            throw new IllegalArgumentException("no " + what);
        }
        return list(items, max, what);
    }

    /// Runs of bytes that together are at most `bytesMax` long.
    static List<byte[]> blobs(List<byte[]> items, int max, int bytesMax, String what) {
        long total = items.stream().mapToLong(item -> item.length).sum();
        if (total > bytesMax) {
            throw new IllegalArgumentException(
                    "%d bytes of %s where at most %d may be".formatted(total, what, bytesMax));
        }
        return list(items, max, what);
    }

    static void bytes(byte[] bytes, int max, String what) {
        range(bytes.length, 0, max, "the length of the " + what);
    }

    static void text(String text, int bytesMax, String what) {
        bytes(text.getBytes(StandardCharsets.UTF_8), bytesMax, what);
    }

    static void range(long value, long min, long max, String what) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(
                    "%s is %d, not in %d..%d".formatted(what, value, min, max));
        }
    }
}
