package dev.holdfast.engine.folder;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.atomic.LongAdder;

/// What a person points at to store: a file, a symbolic link, or a directory with all below it.
public final class LocalTree {

    /// Sees what a walk meets. What cannot be read is reported and the walk goes on.
    public interface Visitor {

        void found(Found found) throws IOException, InterruptedException;

        void missed(String path, IOException why) throws InterruptedException;
    }

    private final Path root;

    private LocalTree(Path root) {
        this.root = root;
    }

    /// The thing at an absolute path.
    ///
    /// @throws NoSuchFileException when nothing is there
    public static LocalTree at(String absolutePath) throws IOException {
        var root = Path.of(absolutePath);
        if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
            throw new NoSuchFileException(absolutePath);
        }
        return new LocalTree(root);
    }

    /// The last name of the path, by which it is stored in a directory.
    public String name() {
        var name = root.toAbsolutePath().normalize().getFileName();
        return name == null ? "" : name.toString();
    }

    /// Visits parents before their children and follows no link.
    public void walk(Visitor visitor) throws IOException, InterruptedException {
        walk(root, "", visitor);
    }

    /// Bytes of all files at and below here, as far as they can be seen.
    public long bytes() throws IOException {
        var sum = new LongAdder();
        Files.walkFileTree(
                root,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
                        if (attributes.isRegularFile()) {
                            sum.add(attributes.size());
                        }
                        return Thread.currentThread().isInterrupted()
                                ? FileVisitResult.TERMINATE
                                : FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path path, IOException why) {
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(
                            Path path, @Nullable IOException why) {
                        return FileVisitResult.CONTINUE;
                    }
                });
        return sum.sum();
    }

    /// Opens a file found on a walk. A link put in its place meanwhile is refused.
    public static ReadableByteChannel open(Found file) throws IOException {
        return FileChannel.open(
                Path.of(file.path()), StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    }

    private void walk(Path path, String relative, Visitor visitor)
            throws IOException, InterruptedException {
        Found found;
        try {
            found = Found.at(path, relative);
        } catch (IOException e) {
            visitor.missed(path.toString(), e);
            return;
        }
        if (found.kind() == Found.Kind.DIRECTORY) {
            enter(path, found, visitor);
        } else {
            visitor.found(found);
        }
    }

    @SuppressWarnings("StreamResourceLeak") // closed at the end, whatever happens between
    private void enter(Path directory, Found found, Visitor visitor)
            throws IOException, InterruptedException {
        DirectoryStream<Path> children;
        try {
            children = Files.newDirectoryStream(directory);
        } catch (IOException e) {
            visitor.missed(found.path(), e);
            return;
        }
        try (children) {
            visitor.found(found);
            var above = found.relative().isEmpty() ? "" : found.relative() + "/";
            for (var child : children) {
                walk(child, above + child.getFileName(), visitor);
            }
        } catch (DirectoryIteratorException e) {
            var why = e.getCause();
            visitor.missed(found.path(), why == null ? new IOException(e) : why);
        }
    }
}
