package dev.holdfast.engine.folder;

import java.io.IOException;
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
    public static Found at(Path path, String relative) throws IOException {
        var standing = Standing.at(path);
        return new Found(
                path.toString(),
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
}
