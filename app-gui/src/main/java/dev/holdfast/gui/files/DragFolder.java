package dev.holdfast.gui.files;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Problem;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// Where files lie that are dragged out of the window: a directory in the home for each process.
/// What it holds is deleted when the window closes; what a process left that was killed, by the
/// next one. Safe for many threads.
public final class DragFolder implements AutoCloseable {

    private static final String NAME = "dragged";

    private static final Logger LOG = LoggerFactory.getLogger(DragFolder.class);

    private final Path all;
    private final Path own;
    private final AtomicInteger rooms = new AtomicInteger();

    /// @param home of the device; nothing is made in it before the first room
    public DragFolder(Path home) {
        all = home.resolve(NAME);
        own = all.resolve(Long.toString(ProcessHandle.current().pid()));
    }

    /// An empty directory, an absolute path.
    String room() throws NodeException {
        var room = own.resolve(Integer.toString(rooms.incrementAndGet()));
        try {
            return Files.createDirectories(room).toString();
        } catch (IOException e) {
            throw new NodeException(
                    new Problem(
                            Problem.Code.FAILED,
                            "There is no place to drag from: " + e.getMessage() + ".",
                            "Choose Get instead, and a folder to write to."),
                    e);
        }
    }

    /// Deletes what processes left that are no more. To be called once, when the window opens.
    public void sweep() {
        if (!Files.isDirectory(all)) {
            return;
        }
        try (var left = Files.newDirectoryStream(all)) {
            for (var each : left) {
                if (!isOfARunningProcess(each.getFileName().toString())) {
                    delete(each);
                }
            }
        } catch (IOException e) {
            LOG.warn("What was dragged out before could not be deleted.", e);
        }
    }

    private static boolean isOfARunningProcess(String name) {
        return name.matches("[0-9]{1,18}") && ProcessHandle.of(Long.parseLong(name)).isPresent();
    }

    @Override
    public void close() {
        try {
            for (var each : List.of(own, all)) {
                if (Files.isDirectory(each) && (each.equals(own) || isEmpty(each))) {
                    delete(each);
                }
            }
        } catch (IOException e) {
            LOG.warn("What was dragged out could not be deleted.", e);
        }
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (var names = Files.list(directory)) {
            return names.findAny().isEmpty();
        }
    }

    private static void delete(Path tree) throws IOException {
        Files.walkFileTree(
                tree,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.delete(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(
                            Path directory, @Nullable IOException failed) throws IOException {
                        if (failed != null) {
                            throw failed;
                        }
                        Files.delete(directory);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }
}
