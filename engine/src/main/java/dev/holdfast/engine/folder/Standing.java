package dev.holdfast.engine.folder;

import dev.holdfast.engine.core.sync.Sight;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// What the system says of a name in a directory; a link is not followed.
///
/// @param disk the number of the disk it is on; 0 where the system does not say
/// @param modifiedNanos when its content last changed, since 1970 UTC
/// @param target what a symbolic link says; empty for all else
public record Standing(
        Found.Kind kind,
        Sight sight,
        long disk,
        long modifiedNanos,
        boolean executable,
        String target) {

    private static final String FACTS = "unix:mode,dev,ino,size,lastModifiedTime,ctime";

    /// The bits of a mode that say what it is, and their values.
    private static final int TYPE = 0170000;

    private static final int FILE = 0100000;
    private static final int DIRECTORY = 0040000;
    private static final int SYMLINK = 0120000;

    /// The bit of a mode that lets the owner execute.
    private static final int EXECUTE = 0100;

    static Optional<Standing> at(Path path) throws IOException {
        try {
            return Optional.of(
                    FileSystems.getDefault().supportedFileAttributeViews().contains("unix")
                            ? of(path, Files.readAttributes(path, FACTS, LinkOption.NOFOLLOW_LINKS))
                            : plain(path));
        } catch (NoSuchFileException | NotDirectoryException e) {
            return Optional.empty();
        }
    }

    private static Standing of(Path path, Map<String, Object> facts) throws IOException {
        if (!(facts.get("mode") instanceof Integer mode
                && facts.get("ino") instanceof Long inode
                && facts.get("dev") instanceof Long disk
                && facts.get("size") instanceof Long bytes
                && facts.get("lastModifiedTime") instanceof FileTime modified
                && facts.get("ctime") instanceof FileTime changed)) {
            throw new IOException("the system does not say what " + path + " is");
        }
        var kind =
                switch (mode & TYPE) {
                    case FILE -> Found.Kind.FILE;
                    case DIRECTORY -> Found.Kind.DIRECTORY;
                    case SYMLINK -> Found.Kind.SYMLINK;
                    default -> Found.Kind.OTHER;
                };
        long size = kind == Found.Kind.DIRECTORY ? disk : bytes;
        var sight = sight(kind, inode, size, nanos(modified), nanos(changed));
        boolean isExecutable = kind == Found.Kind.FILE && (mode & EXECUTE) != 0;
        return new Standing(kind, sight, disk, nanos(modified), isExecutable, target(path, kind));
    }

    /// Where a system tells no more: no inode, and no time of last change but that of the content.
    private static Standing plain(Path path) throws IOException {
        var facts =
                Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        var kind =
                facts.isSymbolicLink()
                        ? Found.Kind.SYMLINK
                        : facts.isDirectory()
                                ? Found.Kind.DIRECTORY
                                : facts.isRegularFile() ? Found.Kind.FILE : Found.Kind.OTHER;
        long modified = nanos(facts.lastModifiedTime());
        long size = kind == Found.Kind.DIRECTORY ? 0 : facts.size();
        var sight = sight(kind, 0, size, modified, nanos(facts.creationTime()));
        return new Standing(kind, sight, 0, modified, false, target(path, kind));
    }

    /// A directory is the same whatever comes and goes in it.
    private static Sight sight(
            Found.Kind kind, long inode, long size, long modified, long changed) {
        return kind == Found.Kind.DIRECTORY
                ? new Sight(inode, size, 0, 0)
                : new Sight(inode, size, modified, changed);
    }

    private static String target(Path path, Found.Kind kind) throws IOException {
        return kind == Found.Kind.SYMLINK
                ? Found.NoTextException.text(Files.readSymbolicLink(path), "its target")
                : "";
    }

    private static long nanos(FileTime time) {
        return time.to(TimeUnit.NANOSECONDS);
    }
}
