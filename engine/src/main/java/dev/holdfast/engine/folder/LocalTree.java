package dev.holdfast.engine.folder;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
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
        try {
            Files.walkFileTree(root, new Walk(visitor));
        } catch (Stopped e) {
            throw e.interrupted;
        }
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

    /// Whether the file is still as it was found. Asked after its last byte was read: a file that
    /// was written to meanwhile may have been read half old, half new.
    public static boolean isUnchanged(Found file) throws IOException {
        var now =
                Files.readAttributes(
                        Path.of(file.path()), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        return now.size() == file.size() && now.lastModifiedTime().toInstant().equals(file.mtime());
    }

    private Found found(Path path, BasicFileAttributes attributes) throws IOException {
        var kind = kind(attributes);
        var relative =
                root.relativize(path).toString().replace(path.getFileSystem().getSeparator(), "/");
        return new Found(
                path.toString(),
                relative,
                kind,
                kind == Found.Kind.FILE ? attributes.size() : 0,
                attributes.lastModifiedTime().toInstant(),
                kind == Found.Kind.FILE && Files.isExecutable(path),
                kind == Found.Kind.SYMLINK ? Files.readSymbolicLink(path).toString() : "");
    }

    private static Found.Kind kind(BasicFileAttributes attributes) {
        if (attributes.isSymbolicLink()) {
            return Found.Kind.SYMLINK;
        }
        if (attributes.isDirectory()) {
            return Found.Kind.DIRECTORY;
        }
        return attributes.isRegularFile() ? Found.Kind.FILE : Found.Kind.OTHER;
    }

    private final class Walk extends SimpleFileVisitor<Path> {

        private final Visitor visitor;

        Walk(Visitor visitor) {
            this.visitor = visitor;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes)
                throws IOException {
            return visitFile(path, attributes);
        }

        @Override
        public FileVisitResult visitFile(Path path, BasicFileAttributes attributes)
                throws IOException {
            try {
                visitor.found(found(path, attributes));
            } catch (InterruptedException e) {
                throw new Stopped(e);
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path path, IOException why) throws IOException {
            try {
                visitor.missed(path.toString(), why);
            } catch (InterruptedException e) {
                throw new Stopped(e);
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path path, @Nullable IOException why)
                throws IOException {
            return why == null ? FileVisitResult.CONTINUE : visitFileFailed(path, why);
        }
    }

    /// Carries an interruption through the walker, which knows only `IOException`.
    private static final class Stopped extends IOException {

        private static final long serialVersionUID = 1;
        private final transient InterruptedException interrupted;

        Stopped(InterruptedException interrupted) {
            super(interrupted);
            this.interrupted = interrupted;
        }
    }
}
