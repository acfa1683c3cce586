package dev.holdfast.tui.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/// Directories of the demo's own.
final class Folders {

    private Folders() {}

    /// Bytes of all files below, or of the one file.
    static long size(Path top) throws IOException {
        long size = 0;
        try (var paths = Files.walk(top)) {
            for (var path : (Iterable<Path>) paths::iterator) {
                size += Files.isRegularFile(path) ? Files.size(path) : 0;
            }
        }
        return size;
    }

    static void remove(Path top) throws IOException {
        try (var paths = Files.walk(top)) {
            for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
