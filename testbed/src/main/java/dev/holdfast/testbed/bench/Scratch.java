package dev.holdfast.testbed.bench;

import dev.holdfast.engine.disk.real.RealDisk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/// A directory for one trial, below the one named by the property `bench.dir` or the current one:
/// the file system under test.
record Scratch(Path directory) {

    static Scratch make() throws IOException {
        var parent = Path.of(System.getProperty("bench.dir", "."));
        return new Scratch(Files.createTempDirectory(parent, "bench-"));
    }

    RealDisk disk(String name, boolean direct) throws IOException {
        var at = directory.resolve(name);
        return direct ? RealDisk.at(at) : RealDisk.cachedAt(at);
    }

    void wipe() throws IOException {
        try (var all = Files.walk(directory)) {
            for (var each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
