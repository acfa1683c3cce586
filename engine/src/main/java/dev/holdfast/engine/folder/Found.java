package dev.holdfast.engine.folder;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// One thing met on a walk of the person's files.
///
/// @param path where it is on this machine
/// @param relative its path below where the walk began, with slashes; empty for the beginning
///   itself
/// @param standing how it looked then
public record Found(String path, String relative, Standing standing) {

    /// What can be stored.
    public enum Kind {
        FILE,
        DIRECTORY,
        SYMLINK,
        /// A socket, a pipe, a device: nothing that has content to keep.
        OTHER
    }

    /// What stands at a path now.
    ///
    /// @throws NoSuchFileException when nothing does
    /// @throws NoTextException when its name, or what it links to, is no text
    public static Found at(Path path, String relative) throws IOException {
        var standing = Standing.at(path);
        return new Found(
                NoTextException.text(path, "its name"),
                relative,
                standing.orElseThrow(() -> new NoSuchFileException(path.toString())));
    }

    /// The same as it is now.
    ///
    /// @throws NoSuchFileException when nothing is there any more
    public Found again() throws IOException {
        return at(Path.of(path), relative);
    }

    /// Whether this, seen later, has the length and the time of last change that it had. A file of
    /// which that is not so after its last byte was read may have been read half old, half new.
    public boolean isAs(Found earlier) {
        return kind() == earlier.kind()
                && size() == earlier.size()
                && standing.modifiedNanos() == earlier.standing.modifiedNanos();
    }

    public Kind kind() {
        return standing.kind();
    }

    /// Bytes of a file, else 0.
    public long size() {
        return kind() == Kind.FILE ? standing.sight().size() : 0;
    }

    /// Whether it was met below that directory on the same walk.
    public boolean isBelow(Found directory) {
        return directory.relative.isEmpty()
                ? !relative.isEmpty()
                : relative.startsWith(directory.relative + "/");
    }

    /// The bytes of a name, or of what a link says, stand for no text in the encoding of this
    /// system, or a text has no bytes in it. Kept as a text, it would come back as another name.
    public static final class NoTextException extends IOException {

        private static final long serialVersionUID = 1;

        /// What stands in a text for bytes that are none.
        private static final char UNREADABLE = '\uFFFD';

        private NoTextException(String what) {
            super(what);
        }

        /// The path that a text says.
        static Path path(String text) throws NoTextException {
            try {
                return Path.of(text);
            } catch (InvalidPathException e) {
                var why = new NoTextException("no file can have this name here: " + e.getReason());
                why.initCause(e);
                throw why;
            }
        }

        /// The text that says a path, and says that path alone.
        ///
        /// @param whose begins the sentence when there is none
        static String text(Path path, String whose) throws NoTextException {
            var text = path.toString();
            if (text.indexOf(UNREADABLE) >= 0 && !isSaidBy(text, path)) {
                throw new NoTextException(whose + " is no text here");
            }
            return text;
        }

        private static boolean isSaidBy(String text, Path path) {
            try {
                return path.getFileSystem().getPath(text).equals(path);
            } catch (InvalidPathException e) {
                return false;
            }
        }
    }
}
