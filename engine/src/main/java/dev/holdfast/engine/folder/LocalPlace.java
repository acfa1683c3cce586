package dev.holdfast.engine.folder;

import dev.holdfast.engine.folder.LocalTree.OwnHome;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// A directory of the person's that receives what they get. While it is open, every name is
/// resolved below its handle and no link is followed, so nothing that happens to its path meanwhile
/// can lead a write elsewhere. Where the system has no such handles, each step looks for links by
/// itself. Safe for many threads.
@SuppressWarnings("StreamResourceLeak") // a handle lives as long as its place, which closes it
public final class LocalPlace implements AutoCloseable {

    /// Gets that may grow one version of one file at once, with links that were cut off and left.
    private static final int TURNS_MAX = 1_000;

    private final Path path;
    private final DirectoryStream<Path> handle;
    private final FolderSteps steps;
    private @Nullable Set<String> leftovers;

    private LocalPlace(Path path, DirectoryStream<Path> handle, FolderSteps steps) {
        this.path = path;
        this.handle = handle;
        this.steps = steps;
    }

    /// Parts that were here before this began one of its own.
    private synchronized Set<String> leftovers() throws IOException {
        if (leftovers == null) {
            leftovers = Parts.in(handle);
        }
        return leftovers;
    }

    /// Opens the directory that shall hold what is placed. The person named this path, so links in
    /// it are theirs and are followed.
    public static LocalPlace open(String absolutePath) throws IOException {
        return open(Found.NoTextException.path(absolutePath), FolderSteps.UNTOLD);
    }

    static LocalPlace open(Path path, FolderSteps steps) throws IOException {
        return new LocalPlace(path, Files.newDirectoryStream(path), steps);
    }

    private LocalPlace of(Path child, DirectoryStream<Path> opened) {
        return new LocalPlace(child, opened, steps);
    }

    /// Something that is done here.
    public interface Deed {
        void run() throws IOException;
    }

    void step(String what, Deed deed) throws IOException {
        steps.reached("folder/" + what + "/before");
        deed.run();
        steps.reached("folder/" + what + "/after");
    }

    /// Opens, and makes if need be, the directory `name` in this one. A link of that name is
    /// refused.
    public LocalPlace directory(String name) throws IOException {
        return directory(name, OwnHome.NONE);
    }

    /// The same, but for the home of this device.
    ///
    /// @throws OwnHome.EnteredException when `name` is it
    public LocalPlace directory(String name, OwnHome own) throws IOException {
        var child = path.resolve(single(name));
        try {
            step("make", () -> Files.createDirectory(child));
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)) {
                throw new NotDirectoryException(child.toString());
            }
            own.keepOff(child);
        }
        if (handle instanceof SecureDirectoryStream<Path> secure) {
            return of(child, secure.newDirectoryStream(single(name), LinkOption.NOFOLLOW_LINKS));
        }
        return of(child, Files.newDirectoryStream(child));
    }

    /// Opens the directory `name` in this one. A link of that name is refused.
    ///
    /// @throws java.nio.file.NoSuchFileException when nothing is there
    LocalPlace inner(String name) throws IOException {
        var child = path.resolve(single(name));
        if (!(handle instanceof SecureDirectoryStream<Path>)
                && !Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)) {
            throw new NotDirectoryException(child.toString());
        }
        return of(child, opened(child, single(name)));
    }

    private DirectoryStream<Path> opened(Path child, Path name) throws IOException {
        if (!(handle instanceof SecureDirectoryStream<Path> secure)) {
            return Files.newDirectoryStream(child);
        }
        try {
            return secure.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS);
        } catch (FileSystemException e) {
            throw Files.isSymbolicLink(child) ? new NotDirectoryException(child.toString()) : e;
        }
    }

    /// The same directory, opened once more.
    public LocalPlace again() throws IOException {
        return of(path, stream());
    }

    private DirectoryStream<Path> stream() throws IOException {
        return handle instanceof SecureDirectoryStream<Path> secure
                ? secure.newDirectoryStream(Path.of("."), LinkOption.NOFOLLOW_LINKS)
                : Files.newDirectoryStream(path);
    }

    /// The names in it now, in order.
    List<String> names() throws IOException {
        var names = new ArrayList<String>();
        try (var again = stream()) {
            for (var each : again) {
                var name = each.getFileName();
                if (name != null) {
                    names.add(name.toString());
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        names.sort(null);
        return names;
    }

    /// What a name in it stands for now; empty when for nothing.
    public Optional<Standing> look(String name) throws IOException {
        return Standing.at(path.resolve(single(name))).map(steps::standing);
    }

    /// Whether what a name stands for has another one, which the file system takes for the same.
    public boolean isTaken(String name) throws IOException {
        return look(name).isPresent() && !names().contains(name);
    }

    /// Opens a file to read it. A link put in its place meanwhile is refused.
    @SuppressWarnings("MustBeClosedChecker") // whoever gets it closes it
    public FileChannel read(String name) throws IOException {
        return channel(single(name), Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
    }

    /// Removes a file or link.
    public void remove(String name) throws IOException {
        delete(single(name));
    }

    /// Removes a directory.
    ///
    /// @throws java.nio.file.DirectoryNotEmptyException when something is in it
    public void removeDirectory(String name) throws IOException {
        var directory = single(name);
        step(
                "delete",
                () -> {
                    if (handle instanceof SecureDirectoryStream<Path> secure) {
                        secure.deleteDirectory(directory);
                    } else {
                        Files.delete(path.resolve(directory));
                    }
                });
    }

    /// Gives what has a name here another one, in this directory or another.
    void rename(String name, LocalPlace to, String newName) throws IOException {
        step("rename", () -> renameNow(name, to, newName));
    }

    private void renameNow(String name, LocalPlace to, String newName) throws IOException {
        if (handle instanceof SecureDirectoryStream<Path> secure
                && to.handle instanceof SecureDirectoryStream<Path> target) {
            secure.move(single(name), target, to.single(newName));
        } else {
            Files.move(path.resolve(single(name)), to.path.resolve(to.single(newName)));
        }
    }

    /// Begins a file that appears under `name` when it is finished, or goes on with what a get of
    /// the same version has left. Parts of other versions of it that nobody is growing go.
    ///
    /// @param version names what the file will hold
    public GrowingFile file(String name, String version) throws IOException {
        var last = single(name);
        var part = PartName.of(name, version);
        for (var leftover : leftovers()) {
            if (part.isOfSameFile(leftover) && !leftover.equals(part.text(0))) {
                removeLeftover(leftover);
            }
        }
        var taken = new ArrayList<String>();
        for (int turn = 0; turn < TURNS_MAX; turn++) {
            var text = part.text(turn);
            try {
                return GrowingFile.begin(this, Path.of(text), last).after(taken);
            } catch (FileAlreadyExistsException _) {
                var goingOn = leftovers().remove(text) ? Parts.goOn(this, text, last) : null;
                if (goingOn != null) {
                    return goingOn.after(taken);
                }
                taken.add(text);
            }
        }
        throw new IOException("all " + TURNS_MAX + " temporary names are taken");
    }

    /// Whether its path still leads to this directory: what is looked at is found by the path, and
    /// what is done by the handle, which follows the directory when that gets another name.
    public boolean isInPlace() throws IOException {
        if (!(handle instanceof SecureDirectoryStream<Path> secure)) {
            return true;
        }
        var held = secure.getFileAttributeView(BasicFileAttributeView.class).readAttributes();
        try {
            var found = Files.readAttributes(path, BasicFileAttributes.class);
            return Objects.equals(held.fileKey(), found.fileKey());
        } catch (NoSuchFileException | NotDirectoryException e) {
            return false;
        }
    }

    /// Makes a symbolic link, in place of a file or link of that name. Its target is never followed
    /// here.
    ///
    /// @param look what is done right before it gets its name; when that fails, nothing is changed
    public void link(String name, String target, Deed look) throws IOException {
        var named = single(name);
        var temporary = linked(PartName.of(name, target), Found.NoTextException.path(target));
        try {
            look.run();
            move(temporary, named);
        } catch (IOException e) {
            delete(temporary);
            throw e;
        }
    }

    private Path linked(PartName part, Path target) throws IOException {
        for (int turn = 0; turn < TURNS_MAX; turn++) {
            var temporary = Path.of(part.text(turn));
            try {
                step("link", () -> Files.createSymbolicLink(path.resolve(temporary), target));
                return temporary;
            } catch (FileAlreadyExistsException _) {
                // by a get beside this one, or one that was cut off; the next may be free
            }
        }
        throw new IOException("all " + TURNS_MAX + " temporary names are taken");
    }

    /// Removes the parts that were here before this began one of its own, that nobody has gone on
    /// with and nobody is growing.
    public void tidy() throws IOException {
        for (var leftover : leftovers()) {
            removeLeftover(leftover);
        }
    }

    private void removeLeftover(String name) throws IOException {
        if (leftovers().remove(name)) {
            if (Files.isSymbolicLink(path.resolve(name))) {
                delete(Path.of(name)); // nobody grows a link
            } else {
                Parts.removeIfLeft(this, name);
            }
        }
    }

    /// Gives this directory its time.
    public void dress(Instant mtime) throws IOException {
        Files.setLastModifiedTime(path, FileTime.from(mtime));
    }

    /// Makes its time and the names in it durable.
    public void force() throws IOException {
        if (!isWindows()) {
            try (var directory = FileChannel.open(path, StandardOpenOption.READ)) {
                step("sync", () -> directory.force(true));
            }
        }
    }

    /// What makes all that is placed in here and below durable at once, where there is such a
    /// thing. The caller closes it.
    public Optional<FileSystemSync> together() {
        return LinuxSync.of(path).map(all -> all.syncing(() -> step("force", all::sync)));
    }

    @Override
    public void close() throws IOException {
        handle.close();
    }

    /// @param attributes of a file that is made
    FileChannel channel(
            Path name, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
            throws IOException {
        if (handle instanceof SecureDirectoryStream<Path> secure
                && secure.newByteChannel(name, options, attributes) instanceof FileChannel file) {
            return file;
        }
        return FileChannel.open(path.resolve(name), options, attributes);
    }

    void move(Path from, Path to) throws IOException {
        step("name", () -> moveNow(from, single(to.toString())));
    }

    private void moveNow(Path from, Path to) throws IOException {
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

    void delete(Path name) throws IOException {
        step("delete", () -> deleteNow(name));
    }

    private void deleteNow(Path name) throws IOException {
        if (handle instanceof SecureDirectoryStream<Path> secure) {
            secure.deleteFile(name);
        } else {
            Files.deleteIfExists(path.resolve(name));
        }
    }

    <V extends FileAttributeView> @Nullable V view(Path name, Class<V> type) {
        return handle instanceof SecureDirectoryStream<Path> secure
                ? secure.getFileAttributeView(name, type, LinkOption.NOFOLLOW_LINKS)
                : Files.getFileAttributeView(path.resolve(name), type, LinkOption.NOFOLLOW_LINKS);
    }

    /// How many names a file has, as far as the system says.
    int names(Path name) throws IOException {
        var file = path.resolve(name);
        return file.getFileSystem().supportedFileAttributeViews().contains("unix")
                        && Files.getAttribute(file, "unix:nlink", LinkOption.NOFOLLOW_LINKS)
                                instanceof Integer count
                ? count
                : 1;
    }

    /// Windows has no handle of a directory that could be synced; its file system journals names.
    private static boolean isWindows() {
        return System.getProperty("os.name", "").startsWith("Windows");
    }

    private Path single(String name) throws IOException {
        var only = Found.NoTextException.path(name);
        if (only.getNameCount() != 1
                || only.isAbsolute()
                || List.of("", ".", "..").contains(name)) {
            throw new IOException("\"" + name + "\" is not one name");
        }
        var there = steps.name(path.toString(), name);
        return there.equals(name) ? only : Found.NoTextException.path(there);
    }
}
