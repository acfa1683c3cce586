package dev.holdfast.engine.node;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Problem;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// Where things lie in a home, and the small files written whole.
record HomeFiles(Path directory) implements Notebook {

    /// The version of the layout of a home, in the file `version`.
    static final String VERSION = "holdfast home 1";

    /// What the name of a small file ends with while it is written.
    static final String UNFINISHED = ".new";

    Path keys() {
        return directory.resolve("device.key");
    }

    Path packs() {
        return directory.resolve("packs");
    }

    Path journal() {
        return directory.resolve("journal");
    }

    /// Where a journal is written anew.
    Path rebuilt() {
        return directory.resolve("journal.rebuilt");
    }

    Path catalog() {
        return directory.resolve("catalog.db");
    }

    /// What files of the person's held when they were read; may be deleted at any time.
    Path seen() {
        return directory.resolve("seen");
    }

    /// What a linked folder and its volume had in common.
    Path synced(String id) {
        return directory.resolve("folder-" + id);
    }

    /// Where a home is made, until it is whole.
    Path making() {
        return directory.resolveSibling("." + directory.getFileName() + ".making");
    }

    /// Where a pool is brought back, until that home is whole; or rehearsed to be.
    Path recovering() {
        return directory.resolveSibling("." + directory.getFileName() + ".recovering");
    }

    private Path version() {
        return directory.resolve("version");
    }

    boolean exists() {
        return Files.exists(version());
    }

    /// Makes the directory, readable by its owner alone.
    void create() throws IOException {
        makePrivate(directory);
    }

    static void makePrivate(Path directory) throws IOException {
        if (isPosix(directory)) {
            var mode = PosixFilePermissions.fromString("rwx------");
            Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(mode));
            Files.setPosixFilePermissions(directory, mode);
        } else {
            Files.createDirectories(directory);
        }
    }

    /// Makes an empty file, readable by its owner alone.
    static void createPrivate(Path file) throws IOException {
        if (isPosix(file)) {
            var mode = PosixFilePermissions.fromString("rw-------");
            Files.createFile(file, PosixFilePermissions.asFileAttribute(mode));
        } else {
            Files.createFile(file);
        }
    }

    /// The last step of making a home: from now on it exists.
    void complete() throws IOException {
        write("version", VERSION + "\n");
    }

    /// Refuses a directory that is no home, and a home of another version.
    void check() throws NodeException {
        if (Files.exists(directory) && !Files.isDirectory(directory)) {
            throw noDirectory(directory);
        }
        var found = read("version").orElseThrow(() -> noHome(directory)).strip();
        if (!found.equals(VERSION)) {
            throw new NodeException(
                    Problem.Code.REFUSED,
                    "The home %s is of version \"%s\"; this program knows \"%s\"."
                            .formatted(directory, found, VERSION),
                    "Use the version of Holdfast that made it, or join with a home of another"
                            + " name.");
        }
    }

    static NodeException noDirectory(Path place) {
        return new NodeException(
                Problem.Code.EXISTS,
                place + " is a file, and a device lives in a directory.",
                "Name another place with --home.");
    }

    static NodeException noHome(Path directory) {
        return new NodeException(
                Problem.Code.NO_SUCH,
                "There is no device in " + directory + ".",
                "Start a pool with `holdfast init`, or join one with `holdfast join CODE`.");
    }

    Optional<String> read(String name) throws NodeException {
        return read(name, SMALL_MAX);
    }

    @Override
    public Optional<String> read(String name, int bytesMax) throws NodeException {
        var file = directory.resolve(name);
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            if (channel.size() > bytesMax) {
                throw new IOException(file + " is larger than " + bytesMax + " bytes");
            }
            var bytes = ByteBuffer.allocate((int) channel.size());
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {}
            return Optional.of(
                    new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw failed("read", file, e);
        }
    }

    /// Writes a small file whole or not at all, durably, for its owner alone.
    @Override
    public void write(String name, String text) throws IOException {
        var file = directory.resolve(name);
        var temporary = directory.resolve(name + UNFINISHED);
        Files.deleteIfExists(temporary);
        var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (var channel =
                isPosix(directory)
                        ? FileChannel.open(
                                temporary,
                                options,
                                PosixFilePermissions.asFileAttribute(
                                        PosixFilePermissions.fromString("rw-------")))
                        : FileChannel.open(temporary, options)) {
            var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(
                temporary,
                file,
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        sync(directory);
    }

    /// Makes the names in a directory durable, where the system lets one.
    static void sync(Path directory) throws IOException {
        if (isPosix(directory)) {
            try (var names = FileChannel.open(directory, StandardOpenOption.READ)) {
                names.force(true);
            }
        }
    }

    void delete(String name) throws IOException {
        Files.deleteIfExists(directory.resolve(name));
    }

    /// Deletes a file, or a directory with all in it, if it is there.
    static void deleteAll(Path path) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        var paths = new ArrayList<Path>();
        try (var walk = Files.walk(path)) {
            walk.forEach(paths::add);
        }
        for (var each : paths.reversed()) {
            Files.delete(each);
        }
    }

    /// Bytes below which a disk counts as the reason for what went wrong on it. A start after a
    /// crash writes the last batch of a put anew.
    private static final long FULL_BELOW = 64L << 20;

    /// What to say when something in a home failed, when that is because its disk is full.
    static Optional<NodeException> full(Path directory, Throwable why) {
        try {
            if (Files.getFileStore(directory).getUsableSpace() >= FULL_BELOW) {
                return Optional.empty();
            }
        } catch (IOException e) {
            return Optional.empty();
        }
        return Optional.of(new NodeException(full(directory), why));
    }

    static Problem full(Path directory) {
        return new Problem(
                Problem.Code.FULL,
                "The disk below %s is full.".formatted(directory),
                "Free %d MB there and try again; what was acknowledged is safe."
                        .formatted(FULL_BELOW >> 20));
    }

    static NodeException failed(String verb, Path file, IOException why) {
        var directory = Objects.requireNonNullElse(file.getParent(), file);
        return full(Files.isDirectory(file) ? file : directory, why)
                .orElseGet(() -> failure(verb, file, why));
    }

    private static NodeException failure(String verb, Path file, IOException why) {
        return new NodeException(
                new Problem(
                        Problem.Code.FAILED,
                        "Could not %s %s: %s.".formatted(verb, file, why.getMessage()),
                        "Check that the disk is there and can be written, and that the home belongs"
                                + " to you."),
                why);
    }

    private static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
