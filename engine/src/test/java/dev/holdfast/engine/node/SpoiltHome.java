package dev.holdfast.engine.node;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.VolumePath;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;

/// A real home, and what happens to its journal.
record SpoiltHome(Path place) {

    private static final int BLOCK = 4096;

    static byte[] bytes(long seed, int length) {
        var bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    static void copy(Path from, Path to) throws IOException {
        try (var walk = Files.walk(from)) {
            for (var path : walk.toList()) {
                Files.copy(path, to.resolve(from.relativize(path).toString()));
            }
        }
    }

    void begin() throws Exception {
        var room = OptionalLong.of(1L << 30);
        var beginning = new Home.Beginning("ann", room, Optional.of("127.0.0.1:0"));
        Home.at(place).init(beginning, words -> {});
    }

    void put(String name, byte[] content) throws Exception {
        try (var node = Home.at(place).node()) {
            node.run(
                    new Command.PutStream(
                            new ByteArrayInputStream(content),
                            new VolumePath("files", "/" + name),
                            Optional.empty(),
                            Duration.ZERO),
                    event -> {});
        }
    }

    byte[] get(String name) throws Exception {
        var content = new ByteArrayOutputStream();
        try (var node = Home.at(place).node()) {
            node.run(
                    new Command.GetStream(new VolumePath("files", "/" + name), content),
                    event -> {});
        }
        return content.toByteArray();
    }

    /// The first segment of the journal.
    Path segment() throws IOException {
        try (var names = Files.list(place.resolve("journal"))) {
            return names.filter(name -> name.toString().endsWith(".wal")).findFirst().orElseThrow();
        }
    }

    long blocks() throws IOException {
        return Files.size(segment()) / BLOCK;
    }

    /// Writes noise over one block of the journal.
    void damageBlock(long block) throws IOException {
        try (var channel = FileChannel.open(segment(), StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(bytes(9, BLOCK)), block * BLOCK);
        }
    }
}
