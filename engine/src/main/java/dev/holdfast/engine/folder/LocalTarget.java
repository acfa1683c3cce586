package dev.holdfast.engine.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/// Where something a person gets shall stand: in which directory, under which name.
///
/// @param directory an absolute path
public record LocalTarget(String directory, String name) {

    /// As `cp` reads a destination: an existing directory receives the thing under its own name,
    /// any other path names it anew. The root of a volume has no name of its own, so what is in it
    /// goes straight into an existing directory.
    ///
    /// @throws NoSuchFileException when the directory is not there
    /// @throws LocalTree.OwnHome.EnteredException when it would be in the home of this device
    public static LocalTarget of(String destination, String ownName, LocalTree.OwnHome own)
            throws IOException {
        var path = Found.NoTextException.path(destination).toAbsolutePath().normalize();
        var named = Files.isDirectory(path) && !ownName.isEmpty() ? path.resolve(ownName) : path;
        var parent = named.getParent();
        var last = named.getFileName();
        if (parent == null || last == null) {
            throw new IOException("the root of the file system cannot be replaced");
        }
        if (!Files.exists(parent)) {
            throw new NoSuchFileException(parent.toString());
        }
        if (!Files.isDirectory(parent)) {
            throw new NotDirectoryException(parent.toString());
        }
        own.keepOut(named);
        return new LocalTarget(parent.toString(), last.toString());
    }
}
