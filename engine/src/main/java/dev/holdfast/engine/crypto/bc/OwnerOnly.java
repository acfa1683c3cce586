package dev.holdfast.engine.crypto.bc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.AclFileAttributeView;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// Permissions of a file that nobody but its owner may open: 0600, or an access list with one
/// entry.
final class OwnerOnly {

    private static final Set<PosixFilePermission> READ_WRITE =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private OwnerOnly() {}

    /// What a file in `directory` is created with, so that it is never open to others.
    static FileAttribute<?>[] attributes(Path directory) throws IOException {
        if (Files.getFileAttributeView(directory, PosixFileAttributeView.class) != null) {
            return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(READ_WRITE)};
        }
        if (Files.getFileAttributeView(directory, AclFileAttributeView.class) != null) {
            return new FileAttribute<?>[] {new OwnersList(listOf(directory))};
        }
        return new FileAttribute<?>[0];
    }

    /// True when nobody else may open the file.
    static boolean holdsFor(Path path) throws IOException {
        var posix =
                Files.getFileAttributeView(
                        path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        return posix == null || READ_WRITE.containsAll(posix.readAttributes().permissions());
    }

    /// Shuts out everybody else.
    static void apply(Path path) throws IOException {
        var posix =
                Files.getFileAttributeView(
                        path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        var list = Files.getFileAttributeView(path, AclFileAttributeView.class);
        if (posix != null) {
            posix.setPermissions(READ_WRITE);
        } else if (list != null) {
            list.setAcl(listOf(path));
        }
    }

    private static List<AclEntry> listOf(Path directory) throws IOException {
        return List.of(
                AclEntry.newBuilder()
                        .setType(AclEntryType.ALLOW)
                        .setPrincipal(Files.getOwner(directory))
                        .setPermissions(EnumSet.allOf(AclEntryPermission.class))
                        .build());
    }

    private record OwnersList(List<AclEntry> value) implements FileAttribute<List<AclEntry>> {
        @Override
        public String name() {
            return "acl:acl";
        }
    }
}
