package dev.holdfast.engine.folder;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Who besides its owner may read and write a file, where the system keeps that. What takes the
/// place of a file is open to nobody to whom that one was closed.
final class Access {

    /// The same for others as for the group, and for the group as for others. Who is in the group
    /// of the one file is among the others of one that has another group.
    private static final Map<PosixFilePermission, PosixFilePermission> CROSSED =
            Map.of(
                    PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_READ,
                    PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE,
                    PosixFilePermission.GROUP_EXECUTE, PosixFilePermission.OTHERS_EXECUTE,
                    PosixFilePermission.OTHERS_READ, PosixFilePermission.GROUP_READ,
                    PosixFilePermission.OTHERS_WRITE, PosixFilePermission.GROUP_WRITE,
                    PosixFilePermission.OTHERS_EXECUTE, PosixFilePermission.GROUP_EXECUTE);

    private static final Set<PosixFilePermission> OWNERS =
            Set.of(
                    PosixFilePermission.OWNER_READ,
                    PosixFilePermission.OWNER_WRITE,
                    PosixFilePermission.OWNER_EXECUTE);

    private static final Set<PosixFilePermission> OWNER_GROWS =
            Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private Access() {}

    /// What the system says of a file; empty when no file is there, or nothing is said.
    static Optional<PosixFileAttributes> of(LocalPlace place, Path name) throws IOException {
        var view = place.view(name, PosixFileAttributeView.class);
        if (view == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(view.readAttributes()).filter(PosixFileAttributes::isRegularFile);
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
    }

    /// What a file begins with that takes the place of another.
    static FileAttribute<?>[] like(Optional<Set<PosixFilePermission>> former) {
        if (former.isEmpty()) {
            return new FileAttribute<?>[0];
        }
        var open = EnumSet.copyOf(OWNER_GROWS);
        open.addAll(former.get());
        open.removeAll(
                Set.of(
                        PosixFilePermission.OWNER_EXECUTE,
                        PosixFilePermission.GROUP_EXECUTE,
                        PosixFilePermission.OTHERS_EXECUTE));
        return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(open)};
    }

    /// Closes a file to all to whom the one is closed whose place it takes.
    ///
    /// @return who may do what now, where that was changed
    static Optional<Set<PosixFilePermission>> narrow(
            LocalPlace place, Path file, PosixFileAttributes former) throws IOException {
        var view = place.view(file, PosixFileAttributeView.class);
        if (view == null) {
            return Optional.empty();
        }
        var now = view.readAttributes();
        boolean isSameGroup = now.group().equals(former.group());
        var open = EnumSet.noneOf(PosixFilePermission.class);
        open.addAll(now.permissions());
        open.removeIf(each -> !OWNERS.contains(each) && !isAllowed(each, former, isSameGroup));
        if (open.equals(now.permissions())) {
            return Optional.empty();
        }
        view.setPermissions(open);
        return Optional.of(open);
    }

    private static boolean isAllowed(
            PosixFilePermission each, PosixFileAttributes former, boolean isSameGroup) {
        var allowed = former.permissions();
        return allowed.contains(each)
                && (isSameGroup || allowed.contains(CROSSED.getOrDefault(each, each)));
    }
}
