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
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;

/// What a person points at to store: a file, a symbolic link, or a directory with all below it.
public final class LocalTree {

    /// Sees what a walk meets. What cannot be read is reported and the walk goes on.
    public interface Visitor {

        void found(Found found) throws IOException, InterruptedException;

        void missed(String path, IOException why) throws InterruptedException;
    }

    /// Where the device itself lives on this machine. Nothing in it is a file of the person's: its
    /// keys and packs are not to be stored in themselves, nor replaced, and whoever opens and
    /// closes its lock file in the process that holds the lock lets go of it, as POSIX has it.
    ///
    /// @param directory absolute; empty when the device has no place among the person's files
    public record OwnHome(Optional<Path> directory) {

        public static final OwnHome NONE = new OwnHome(Optional.empty());

        /// The person named a place in the home.
        public static final class EnteredException extends IOException {

            private static final long serialVersionUID = 1;

            EnteredException() {
                super("it is the home of this device, or in it");
            }
        }

        /// What the home is made of, as the system numbers it: itself, the directories directly in
        /// it, and of the files those that have a second name somewhere. So they are known again
        /// there, and where the disk is mounted once more. Empty where the system has no numbers.
        public record Things(Set<Thing> all) {

            /// Of no home.
            public static final Things NONE = new Things(Set.of());

            /// @throws EnteredException when what stands somewhere is one of them
            public void keepOut(Standing standing) throws EnteredException {
                if (all.contains(Thing.of(standing))) {
                    throw new EnteredException();
                }
            }
        }

        record Thing(long disk, long inode) {

            static Thing of(Standing standing) {
                return new Thing(standing.disk(), standing.sight().inode());
            }
        }

        public static OwnHome at(Path directory) {
            return new OwnHome(Optional.of(directory));
        }

        /// What it is made of now.
        public Things things() throws IOException {
            if (directory.isEmpty()) {
                return Things.NONE;
            }
            var all = new HashSet<Thing>();
            note(directory.get().toRealPath(), all);
            try (var inside = Files.newDirectoryStream(directory.get())) {
                for (var each : inside) {
                    note(each, all);
                }
            } catch (DirectoryIteratorException e) {
                throw e.getCause();
            }
            return new Things(Set.copyOf(all));
        }

        private static void note(Path path, Set<Thing> all) throws IOException {
            var standing = Standing.at(path).filter(each -> each.sight().inode() != 0);
            if (standing.isPresent()
                    && (standing.get().kind() == Found.Kind.DIRECTORY || isElsewhere(path))) {
                all.add(Thing.of(standing.get()));
            }
        }

        /// A file with one name is not noted: when it goes, one of the person's may get its number.
        private static boolean isElsewhere(Path file) throws IOException {
            try {
                return Files.getAttribute(file, "unix:nlink", LinkOption.NOFOLLOW_LINKS)
                                instanceof Integer names
                        && names > 1;
            } catch (NoSuchFileException e) {
                return false; // it has gone since
            }
        }

        /// @throws EnteredException when a path leads to the home, or into it
        void keepOut(Path path) throws IOException {
            if (directory.isEmpty()) {
                return;
            }
            var real = real(path);
            if (real.startsWith(real(directory.get()))) {
                throw new EnteredException();
            }
            var things = things();
            for (var at = real; at != null; at = at.getParent()) {
                var standing = Standing.at(at);
                if (standing.isPresent()) {
                    things.keepOut(standing.get());
                }
            }
        }

        /// What was there before may be the home, and what was not is not.
        ///
        /// @throws EnteredException when a directory is the home, by whatever name
        void keepOff(Path existing) throws IOException {
            if (directory.isPresent() && Files.isSameFile(existing, directory.get())) {
                throw new EnteredException();
            }
        }

        /// The home as a walk from `root`, which follows no links, meets it; empty when it does
        /// not.
        Optional<Path> below(Path root) throws IOException {
            if (directory.isEmpty()) {
                return Optional.empty();
            }
            var top = real(root);
            var home = real(directory.get());
            return home.startsWith(top)
                    ? Optional.of(root.resolve(top.relativize(home)))
                    : Optional.empty();
        }

        /// A path without links above its last name, which may be one or be nothing yet.
        private static Path real(Path path) throws IOException {
            var absolute = path.toAbsolutePath();
            var above = absolute.getParent();
            var name = absolute.getFileName();
            boolean isLast = Files.isSymbolicLink(absolute) || !Files.exists(absolute);
            return isLast && above != null && name != null
                    ? above.toRealPath().resolve(name)
                    : absolute.toRealPath();
        }
    }

    private final Path root;

    /// The home of this device, where it is below the root.
    private final Optional<Path> home;

    private final OwnHome.Things own;

    private LocalTree(Path root, Optional<Path> home, OwnHome.Things own) {
        this.root = root;
        this.home = home;
        this.own = own;
    }

    /// The thing at an absolute path.
    ///
    /// @param own is left out where it is met below
    /// @throws NoSuchFileException when nothing is there
    /// @throws OwnHome.EnteredException when it is the home of this device, or in it
    public static LocalTree at(String absolutePath, OwnHome own) throws IOException {
        var root = Found.NoTextException.path(absolutePath);
        if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
            throw new NoSuchFileException(absolutePath);
        }
        own.keepOut(root);
        return new LocalTree(root, own.below(root), own.things());
    }

    private boolean isHome(Path path) {
        return home.isPresent() && home.get().equals(path);
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
                    public FileVisitResult preVisitDirectory(
                            Path path, BasicFileAttributes attributes) {
                        return isHome(path)
                                ? FileVisitResult.SKIP_SUBTREE
                                : FileVisitResult.CONTINUE;
                    }

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
            if (isHome(path)) {
                throw new OwnHome.EnteredException();
            }
            found = Found.at(path, relative);
            own.keepOut(found.standing());
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
