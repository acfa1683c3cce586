package dev.holdfast.engine.disk.real;

import dev.holdfast.engine.disk.BlockFile;
import dev.holdfast.engine.disk.BufferPool;
import dev.holdfast.engine.disk.Disk;
import dev.holdfast.engine.disk.Room;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A directory of the operating system. Files are opened with `O_DIRECT` where the file system
/// takes it, which is found out once: writing to cold page cache costs thirty times the processor
/// time.
public final class RealDisk implements Disk, Room {

    private static final String PROBE = "direct.probe";
    private static final boolean DIRECTORIES_SYNC = File.separatorChar == '/';

    private final Path directory;
    private final Set<OpenOption> options;
    private final Tally tally = new Tally();

    /// What this disk has done since it was opened.
    ///
    /// @param syncs calls that made bytes or names durable
    /// @param syncing how long these took in all
    public record Work(long syncs, Duration syncing, long writtenBytes, long readBytes) {}

    private RealDisk(Path directory, Optional<OpenOption> direct) {
        this.directory = directory;
        var all = new HashSet<OpenOption>();
        all.add(StandardOpenOption.READ);
        all.add(StandardOpenOption.WRITE);
        direct.ifPresent(all::add);
        options = Set.copyOf(all);
    }

    /// The disk in `directory`, which is made when it is not there.
    public static RealDisk at(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory);
            var parent = directory.toAbsolutePath().getParent();
            if (parent != null) {
                syncDirectory(parent);
            }
        }
        return new RealDisk(directory, directOption().filter(option -> takes(option, directory)));
    }

    /// The same, through the page cache: for comparison, and for tests of the fallback.
    public static RealDisk cachedAt(Path directory) throws IOException {
        return new RealDisk(at(directory).directory, Optional.empty());
    }

    /// Whether files pass the page cache by.
    public boolean isDirect() {
        return options.size() > 2;
    }

    @Override
    public BlockFile create(String name) throws IOException {
        return new RealFile(channel(name, StandardOpenOption.CREATE_NEW), tally);
    }

    @Override
    public BlockFile open(String name) throws IOException {
        return new RealFile(channel(name), tally);
    }

    @Override
    public List<String> names() throws IOException {
        try (var entries = Files.list(directory)) {
            return entries.filter(Files::isRegularFile)
                    .map(entry -> entry.getFileName().toString())
                    .filter(name -> !name.equals(PROBE))
                    .sorted()
                    .toList();
        }
    }

    @Override
    public void delete(String name) throws IOException {
        Files.deleteIfExists(directory.resolve(name));
    }

    @Override
    public void sync() throws IOException {
        RealFile.await(
                RealFile.away(
                        () -> {
                            long start = System.nanoTime();
                            syncDirectory(directory);
                            tally.synced(start);
                            return directory;
                        }));
    }

    public Work work() {
        return tally.work();
    }

    @Override
    public long usable() throws IOException {
        return Files.getFileStore(directory).getUsableSpace();
    }

    @Override
    public long total() throws IOException {
        return Files.getFileStore(directory).getTotalSpace();
    }

    private FileChannel channel(String name, OpenOption... more) throws IOException {
        var all = new HashSet<>(options);
        all.addAll(List.of(more));
        return FileChannel.open(directory.resolve(name), all);
    }

    // Named by its text: the compiler warns of every use, and a runtime may come without it.
    private static Optional<OpenOption> directOption() {
        try {
            var options = Class.forName("com.sun.nio.file.ExtendedOpenOption").getEnumConstants();
            return Arrays.stream(options)
                    .filter(option -> option.toString().equals("DIRECT"))
                    .map(OpenOption.class::cast)
                    .findAny();
        } catch (ClassNotFoundException e) {
            return Optional.empty();
        }
    }

    // Some file systems refuse when a file is opened, having created it, and some when it is
    // written.
    private static boolean takes(OpenOption direct, Path directory) {
        var probe = directory.resolve(PROBE);
        try (var channel =
                FileChannel.open(
                        probe,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.DELETE_ON_CLOSE,
                        direct)) {
            channel.write(BufferPool.aligned(BLOCK), 0);
            return true;
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    // Windows has no such call and keeps directory entries by itself.
    private static void syncDirectory(Path directory) throws IOException {
        if (DIRECTORIES_SYNC) {
            try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }
}
