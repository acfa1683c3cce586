package dev.holdfast.engine.folder;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A directory of the person's that receives what they get. While it is open, every name is
/// resolved below its handle and no link is followed, so nothing that happens to its path meanwhile
/// can lead a write elsewhere. Where the system has no such handles, each step looks for links by
/// itself.
@SuppressWarnings("StreamResourceLeak") // a handle lives as long as its place, which closes it
public final class LocalPlace implements AutoCloseable {

    /// Files that grow in one directory at once, with those that were cut off and left.
    private static final int TEMPORARIES_MAX = 10_000;

    private final Path path;
    private final DirectoryStream<Path> handle;

    private LocalPlace(Path path, DirectoryStream<Path> handle) {
        this.path = path;
        this.handle = handle;
    }

    /// Opens the directory that shall hold what is placed. The person named this path, so links in
    /// it are theirs and are followed.
    public static LocalPlace open(String absolutePath) throws IOException {
        var path = Path.of(absolutePath);
        return new LocalPlace(path, Files.newDirectoryStream(path));
    }

    /// Opens, and makes if need be, the directory `name` in this one. A link of that name is
    /// refused.
    public LocalPlace directory(String name) throws IOException {
        var child = path.resolve(single(name));
        try {
            Files.createDirectory(child);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)) {
                throw new NotDirectoryException(child.toString());
            }
        }
        if (handle instanceof SecureDirectoryStream<Path> secure) {
            return new LocalPlace(
                    child, secure.newDirectoryStream(single(name), LinkOption.NOFOLLOW_LINKS));
        }
        return new LocalPlace(child, Files.newDirectoryStream(child));
    }

    /// Begins a file that appears under `name` when it is finished.
    public Growing file(String name) throws IOException {
        var last = single(name);
        return atFreeName(temporary -> new Growing(temporary, last, create(temporary)));
    }

    /// Makes a symbolic link, in place of a file or link of that name. Its target is never followed
    /// here.
    public void link(String name, String target) throws IOException {
        var last = single(name);
        var made =
                atFreeName(
                        temporary -> {
                            Files.createSymbolicLink(path.resolve(temporary), Path.of(target));
                            return temporary;
                        });
        move(made, last);
    }

    /// Makes the names in this directory durable, and gives it its time if there is one.
    public void finish(Optional<Instant> mtime) throws IOException {
        syncDirectory();
        if (mtime.isPresent()) {
            Files.setLastModifiedTime(path, FileTime.from(mtime.get()));
        }
    }

    @Override
    public void close() throws IOException {
        handle.close();
    }

    private interface Creation<T> {
        T at(Path temporary) throws IOException;
    }

    /// Makes something under the first temporary name that nobody has taken.
    private static <T> T atFreeName(Creation<T> creation) throws IOException {
        for (int n = 0; n < TEMPORARIES_MAX; n++) {
            try {
                return creation.at(Path.of(".holdfast-" + n + ".part"));
            } catch (FileAlreadyExistsException _) {
                // by a get beside this one, or one that was cut off; the next may be free
            }
        }
        throw new IOException("all " + TEMPORARIES_MAX + " temporary names are taken");
    }

    private SeekableByteChannel create(Path temporary) throws IOException {
        var options =
                Set.of(
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.WRITE,
                        LinkOption.NOFOLLOW_LINKS);
        return handle instanceof SecureDirectoryStream<Path> secure
                ? secure.newByteChannel(temporary, options)
                : Files.newByteChannel(path.resolve(temporary), options);
    }

    private void move(Path from, Path to) throws IOException {
        if (handle instanceof SecureDirectoryStream<Path> secure) {
            secure.move(from, secure, to);
        } else {
            Files.move(
                    path.resolve(from),
                    path.resolve(to),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private void delete(Path name) throws IOException {
        if (handle instanceof SecureDirectoryStream<Path> secure) {
            secure.deleteFile(name);
        } else {
            Files.deleteIfExists(path.resolve(name));
        }
    }

    private void syncDirectory() throws IOException {
        if (!isWindows()) {
            try (var directory = FileChannel.open(path, StandardOpenOption.READ)) {
                directory.force(true);
            }
        }
    }

    /// Windows has no handle of a directory that could be synced; its file system journals names.
    private static boolean isWindows() {
        return System.getProperty("os.name", "").startsWith("Windows");
    }

    private static Path single(String name) throws IOException {
        var only = Path.of(name);
        if (only.getNameCount() != 1
                || only.isAbsolute()
                || List.of("", ".", "..").contains(name)) {
            throw new IOException("\"" + name + "\" is not one name");
        }
        return only;
    }

    /// A file that is not there yet.
    public final class Growing implements AutoCloseable {

        private final Path temporary;
        private final Path name;
        private final SeekableByteChannel channel;
        private boolean placed;

        private Growing(Path temporary, Path name, SeekableByteChannel channel) {
            this.temporary = temporary;
            this.name = name;
            this.channel = channel;
        }

        /// Where its bytes go.
        public SeekableByteChannel channel() {
            return channel;
        }

        /// Makes the bytes durable, then gives the file its name, in place of an older file or
        /// link.
        public void place(Instant mtime, boolean executable) throws IOException {
            if (channel instanceof FileChannel file) {
                file.force(true);
            }
            channel.close();
            attributes(mtime, executable);
            move(temporary, name);
            placed = true;
        }

        /// Takes back what was not placed.
        @Override
        public void close() throws IOException {
            channel.close();
            if (!placed) {
                delete(temporary);
            }
        }

        private void attributes(Instant mtime, boolean executable) throws IOException {
            var times = view(BasicFileAttributeView.class);
            if (times != null) {
                times.setTimes(FileTime.from(mtime), null, null);
            }
            var permissions = view(PosixFileAttributeView.class);
            if (executable && permissions != null) {
                var now = permissions.readAttributes().permissions();
                now.add(PosixFilePermission.OWNER_EXECUTE);
                permissions.setPermissions(now);
            }
        }

        private <V extends java.nio.file.attribute.FileAttributeView> @Nullable V view(
                Class<V> type) {
            return handle instanceof SecureDirectoryStream<Path> secure
                    ? secure.getFileAttributeView(temporary, type, LinkOption.NOFOLLOW_LINKS)
                    : Files.getFileAttributeView(
                            path.resolve(temporary), type, LinkOption.NOFOLLOW_LINKS);
        }
    }
}
