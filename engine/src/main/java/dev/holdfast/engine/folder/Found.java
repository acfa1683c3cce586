package dev.holdfast.engine.folder;

import java.time.Instant;

/// One thing met on a walk of the person's files.
///
/// @param path where it is on this machine
/// @param relative its path below where the walk began, with slashes; empty for the beginning
///   itself
/// @param size bytes of a file, else 0
/// @param target what a symbolic link says, verbatim; empty for all else
public record Found(
        String path,
        String relative,
        Kind kind,
        long size,
        Instant mtime,
        boolean executable,
        String target) {

    /// What can be stored.
    public enum Kind {
        FILE,
        DIRECTORY,
        SYMLINK,
        /// A socket, a pipe, a device: nothing that has content to keep.
        OTHER
    }

    /// Whether it was met below that directory on the same walk.
    public boolean isBelow(Found directory) {
        return directory.relative.isEmpty()
                ? !relative.isEmpty()
                : relative.startsWith(directory.relative + "/");
    }
}
