package dev.holdfast.engine.files;

import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.sync.Action.Agree;
import dev.holdfast.engine.core.sync.Action.InFolder;
import dev.holdfast.engine.core.sync.Action.MoveInFolder;
import dev.holdfast.engine.core.sync.Action.Place;
import dev.holdfast.engine.core.sync.Action.PutAside;
import dev.holdfast.engine.core.sync.Action.RemoveInFolder;
import dev.holdfast.engine.core.sync.Present;
import dev.holdfast.engine.folder.Found;
import dev.holdfast.engine.folder.LinkedFolder;
import dev.holdfast.engine.folder.Standing;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// Renames and removes in a linked folder, one thing at a time; what is placed has a room of its
/// own ([Placing]). Right before something is removed or renamed it is looked at again: what does
/// not look as it did is a person's, and stays.
final class FolderChanges {

    private final LinkedFolder folder;
    private final boolean isForced;

    /// Files of which a name has been taken away or changed here. Their other names look changed by
    /// that, and are not.
    private final Set<Long> touched = new HashSet<>();

    /// @param isForced whether each is made durable by itself
    FolderChanges(LinkedFolder folder, boolean isForced) {
        this.folder = folder;
        this.isForced = isForced;
    }

    /// What became of a change.
    ///
    /// @param isMade false when it was left out
    /// @param agreed what folder and volume have in common then, if anything
    record Made(boolean isMade, Optional<Agree> agreed) {}

    /// Makes a change, unless somebody was quicker.
    ///
    /// @throws DirectoryNotEmptyException when things are in a directory that is to go, and stay
    Made make(InFolder action) throws IOException {
        try {
            return new Made(true, made(action));
        } catch (LastLook.LateException e) {
            return new Made(false, Optional.empty());
        } finally {
            folder.leave();
        }
    }

    /// A file loses a name here.
    void touch(Present here) {
        touched.add(here.sight().inode());
    }

    private Optional<Agree> made(InFolder action) throws IOException {
        switch (action) {
            case MoveInFolder(var path, var from, var here, var shown) -> {
                folder.directory(path.parent(), true); // to be made takes longer than to look
                var before = folder.look(from);
                check(from, before, here);
                check(path, Optional.empty());
                folder.rename(from, path, isForced);
                touch(here);
                return LastLook.agreed(path, folder.look(path), shown, before);
            }
            case RemoveInFolder(var path, var here) -> remove(path, here);
            case PutAside(var path, var to, var here) -> {
                check(path, folder.look(path), here);
                check(to, Optional.empty());
                folder.rename(path, to, isForced);
                touch(here);
            }
            case Place _ -> throw new IllegalArgumentException("is placed with others");
        }
        return Optional.empty();
    }

    private void check(EntryPath path, Optional<Present> expected) throws IOException {
        LastLook.check(path, folder.look(path), expected);
    }

    /// A file with several names stays what it was when others of them go.
    private void check(EntryPath path, Optional<Standing> now, Present here) throws IOException {
        boolean isTouched =
                here.sight().inode() != 0
                        && touched.contains(here.sight().inode())
                        && now.filter(each -> each.kind() == Found.Kind.FILE)
                                .map(Standing::sight)
                                .filter(here.sight()::isSameContentAs)
                                .isPresent();
        if (!isTouched) {
            LastLook.check(path, now, Optional.of(here));
        }
    }

    private void remove(EntryPath path, Present here) throws IOException {
        check(path, folder.look(path), here);
        if (here.item().isDirectory()) {
            folder.tidy(path);
        }
        var in = folder.directory(path.parent(), false);
        if (here.item().isDirectory()) {
            in.removeDirectory(path.name());
        } else {
            in.remove(path.name());
            touch(here);
        }
        if (isForced) {
            in.force();
        }
    }
}
