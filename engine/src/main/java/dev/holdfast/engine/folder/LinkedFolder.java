package dev.holdfast.engine.folder;

import dev.holdfast.engine.core.namespace.EntryPath;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// A directory of the person's that is kept in step with a volume, held open: all names are
/// resolved below its handle and no link is followed. Serves one thread.
public final class LinkedFolder implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LinkedFolder.class);

    /// What stands in a name for bytes that are no letter.
    private static final char UNREADABLE = '\uFFFD';

    private final Path path;
    private final LocalPlace top;

    /// Directories in which a walk met parts of files.
    private final Set<EntryPath> littered = new TreeSet<>();

    /// The directory opened last; what comes next is often in the same one.
    private Optional<Inner> inner = Optional.empty();

    private record Inner(EntryPath path, LocalPlace place) {}

    /// Sees what a walk meets. A directory comes before what is in it.
    public interface Visitor {

        /// @return of a directory, whether what is in it is to be visited
        boolean seen(EntryPath path, Standing standing) throws IOException;

        /// Nothing can be said of a place and of what is below it.
        void unread(EntryPath path, IOException why);

        /// A name that no volume can have.
        void unfit(String name, String why);
    }

    private LinkedFolder(Path path, LocalPlace top) {
        this.path = path;
        this.top = top;
    }

    /// @throws NoSuchFileException when nothing is there
    public static LinkedFolder open(String absolutePath, FolderSteps steps) throws IOException {
        var path = Found.NoTextException.path(absolutePath);
        if (!Files.isDirectory(path)) {
            throw Files.exists(path)
                    ? new NotDirectoryException(absolutePath)
                    : new NoSuchFileException(absolutePath);
        }
        return new LinkedFolder(path, LocalPlace.open(path, steps));
    }

    /// Where it is.
    public String path() {
        return path.toString();
    }

    /// What makes all that is changed in it durable at once, where there is such a thing. The
    /// caller closes it.
    public Optional<FileSystemSync> together() {
        return top.together();
    }

    /// Which directory this is: another one in its place, or an empty one below which nothing is
    /// mounted any more, gives another text.
    ///
    /// @param known what was said of it before. A file system that does not know when a directory
    ///   was made tells when it was last changed; then it is the same one if its inode is
    public String root(String known) throws IOException {
        var facts = Files.readAttributes(path, BasicFileAttributes.class);
        var inode =
                FileSystems.getDefault().supportedFileAttributeViews().contains("unix")
                        ? Files.getAttribute(path, "unix:ino")
                        : 0;
        boolean isUndated = facts.creationTime().equals(facts.lastModifiedTime());
        return isUndated && known.startsWith(inode + " ")
                ? known
                : inode + " " + facts.creationTime();
    }

    /// Whether the file system takes names for one that differ in the case of their letters, as far
    /// as the names that are here can tell. Nothing is written to find out; where no name is, it
    /// may be so.
    ///
    /// @param known what was directly in it: the first that has letters may do, so that not all
    ///   names need be read
    public boolean foldsCase(Iterator<EntryPath> known) throws IOException {
        while (known.hasNext()) {
            var name = known.next().name();
            if (!swapped(name).equals(name)) {
                boolean isToldApart = top.look(name).isPresent() && !isFound(others(name));
                return !isToldApart && foldsCase();
            }
        }
        return foldsCase();
    }

    private boolean foldsCase() throws IOException {
        var names = Set.copyOf(top.names());
        for (var name : names) {
            var others = others(name);
            if (!others.isEmpty() && Collections.disjoint(names, others)) {
                return isFound(others);
            }
        }
        return names.isEmpty();
    }

    private boolean isFound(Set<String> others) throws IOException {
        for (var other : others) {
            if (top.look(other).isPresent()) {
                return true;
            }
        }
        return false;
    }

    /// Two ways to write a name in other letters: of one that was looked up before, a system may
    /// remember for a while that nothing is there.
    private static Set<String> others(String name) {
        var others = new LinkedHashSet<String>();
        others.add(swapped(name));
        for (int i = 0; i < name.length() && others.size() < 2; i++) {
            others.add(
                    name.substring(0, i)
                            + swapped(name.substring(i, i + 1))
                            + name.substring(i + 1));
            others.remove(name);
        }
        return others;
    }

    private static String swapped(String name) {
        var upper = name.toUpperCase(Locale.ROOT);
        return upper.equals(name) ? name.toLowerCase(Locale.ROOT) : upper;
    }

    /// Whether a file is executable only when it was made so. Some file systems show all as they
    /// were mounted. Tried out with a file that goes again.
    ///
    /// @return nothing where it cannot be tried out
    /// @throws IOException when the directory has just gone
    public Optional<Boolean> keepsExecutable() throws IOException {
        try (var trial = top.file("executable", "trial")) {
            return Optional.of(trial.keepsExecutable());
        } catch (NoSuchFileException e) {
            throw e;
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /// Visits all that is here now, this directory first.
    public void walk(Visitor visitor) throws IOException, InterruptedException {
        if (visitor.seen(EntryPath.ROOT, standing(EntryPath.ROOT))) {
            walk(top, EntryPath.ROOT, visitor);
        }
    }

    /// Visits what is in a directory, and below it as far as the visitor goes on.
    ///
    /// @throws NoSuchFileException when there is none, or what leads to it is another thing now
    public void list(EntryPath directory, Visitor visitor)
            throws IOException, InterruptedException {
        try (var place = directory(directory, false).again()) {
            walk(place, directory, visitor);
        }
    }

    /// What stands at a place now, the root included.
    ///
    /// @throws NoSuchFileException when nothing does
    public Standing standing(EntryPath at) throws IOException {
        var standing = at.isRoot() ? Standing.at(path) : look(at);
        return standing.orElseThrow(() -> new NoSuchFileException(path.resolve(at.text()) + ""));
    }

    private void walk(LocalPlace place, EntryPath at, Visitor visitor)
            throws IOException, InterruptedException {
        var places = new HashSet<String>();
        for (var name : place.names()) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            if (PartName.isPart(name)) {
                littered.add(at);
                continue;
            }
            var text = at.isRoot() ? name : at.text() + "/" + name;
            var fault = EntryPath.fault(text);
            if (fault.isPresent()) {
                visitor.unfit(text, fault.get());
                continue;
            }
            var child = new EntryPath(text);
            if (places.add(child.key())) {
                visit(place, child, visitor);
            } else {
                visitor.unfit(
                        text, "another name is the same but for how its letters are composed");
            }
        }
    }

    private void visit(LocalPlace in, EntryPath path, Visitor visitor) throws InterruptedException {
        try {
            var standing = in.look(path.name());
            if (standing.isEmpty()) {
                if (path.name().indexOf(UNREADABLE) >= 0) {
                    visitor.unfit(path.text(), "the bytes of its name are no text here");
                }
                return;
            }
            if (standing.get().kind() == Found.Kind.OTHER) {
                throw new IOException("it is no file, directory or symbolic link");
            }
            boolean isWanted = visitor.seen(path, standing.get());
            if (isWanted && standing.get().kind() == Found.Kind.DIRECTORY) {
                try (var below = in.inner(path.name())) {
                    walk(below, path, visitor);
                }
            }
        } catch (IOException e) {
            visitor.unread(path, e);
        }
    }

    /// What stands at a place now.
    public Optional<Standing> look(EntryPath at) throws IOException {
        try {
            return directory(at.parent(), false).look(at.name());
        } catch (NoSuchFileException | NotDirectoryException e) {
            return Optional.empty();
        }
    }

    /// Whether nothing stands at a place under just this name.
    public boolean isGone(EntryPath at) throws IOException {
        if (look(at).isEmpty()) {
            return true;
        }
        for (var each = at; !each.isRoot(); each = each.parent()) {
            if (directory(each.parent(), false).isTaken(each.name())) {
                return true;
            }
        }
        return false;
    }

    /// The directory at a place, open until another one is asked for.
    ///
    /// @param make whether it and those above it are made where they are missing
    public LocalPlace directory(EntryPath at, boolean make) throws IOException {
        if (inner.isPresent() && inner.get().path.equals(at)) {
            return inner.get().place;
        }
        leave();
        var place = top.again();
        try {
            for (var name : at.names()) {
                var next = make ? made(place, name) : place.inner(name);
                place.close();
                place = next;
            }
        } catch (IOException e) {
            place.close();
            throw e;
        }
        inner = Optional.of(new Inner(at, place));
        return place;
    }

    /// A directory that had to be made is durable: what is in it is noted to be there.
    private static LocalPlace made(LocalPlace in, String name) throws IOException {
        try {
            return in.inner(name);
        } catch (NoSuchFileException e) {
            LOG.debug("{} is made.", name, e);
        }
        var made = in.directory(name);
        try {
            in.force();
        } catch (IOException e) {
            made.close();
            throw e;
        }
        return made;
    }

    /// Gives a thing another name. Neither name may be looked at by others meanwhile.
    ///
    /// @param isForced whether both directories are durable on return
    public void rename(EntryPath from, EntryPath to, boolean isForced) throws IOException {
        try (var target = directory(to.parent(), true).again()) {
            var source = directory(from.parent(), false);
            source.rename(from.name(), target, to.name());
            if (isForced) {
                target.force();
                source.force();
            }
        }
    }

    /// Removes parts of files that a walk met and that nobody is growing.
    public void tidy() throws IOException {
        for (var at : Set.copyOf(littered)) {
            tidy(at);
        }
    }

    /// Removes such parts from a directory that is to go itself.
    public void tidy(EntryPath at) throws IOException {
        if (littered.remove(at)) {
            leave();
            try {
                directory(at, false).tidy();
            } catch (NoSuchFileException | NotDirectoryException e) {
                LOG.debug("{} has gone with its parts.", at, e);
            }
        }
    }

    /// Closes what was opened last; after a change above it, it may be another directory.
    public void leave() throws IOException {
        if (inner.isPresent()) {
            var place = inner.get().place;
            inner = Optional.empty();
            place.close();
        }
    }

    @Override
    public void close() throws IOException {
        try (top) {
            leave();
        }
    }
}
