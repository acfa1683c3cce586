package dev.holdfast.engine.files;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.core.namespace.Entry;
import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.sync.Action.Agree;
import dev.holdfast.engine.core.sync.Action.InFolder;
import dev.holdfast.engine.core.sync.Action.MoveInFolder;
import dev.holdfast.engine.core.sync.Action.Place;
import dev.holdfast.engine.core.sync.Action.PutAside;
import dev.holdfast.engine.core.sync.Action.RemoveInFolder;
import dev.holdfast.engine.core.sync.Agreed;
import dev.holdfast.engine.core.sync.Item;
import dev.holdfast.engine.core.sync.Present;
import dev.holdfast.engine.core.sync.Sight;
import dev.holdfast.engine.core.tree.Shown;
import dev.holdfast.engine.folder.Found;
import dev.holdfast.engine.folder.GrowingFile;
import dev.holdfast.engine.folder.LinkedFolder;
import dev.holdfast.engine.folder.LocalPlace;
import dev.holdfast.engine.folder.Standing;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.util.Optional;

/// Changes a linked folder, one thing at a time. Right before something is replaced, removed or
/// renamed it is looked at again: what does not look as it did is a person's, and stays.
final class FolderChanges {

    private final LinkedFolder folder;
    private final FileGrower grower;

    FolderChanges(LinkedFolder folder, FileGrower grower) {
        this.folder = folder;
        this.grower = grower;
    }

    /// Somebody was quicker.
    private static final class LateException extends IOException {

        private static final long serialVersionUID = 1;

        LateException(EntryPath path) {
            super("/" + path.text() + " was changed meanwhile");
        }
    }

    /// What became of a change.
    ///
    /// @param isMade false when it was left out
    /// @param agreed what folder and volume have in common then, if anything
    record Made(boolean isMade, Optional<Agree> agreed) {}

    /// Makes a change, unless somebody was quicker.
    ///
    /// @throws DirectoryNotEmptyException when things are in a directory that is to go, and stay
    Made make(InFolder action) throws IOException, NodeException, InterruptedException {
        try {
            return new Made(true, made(action));
        } catch (LateException e) {
            return new Made(false, Optional.empty());
        } finally {
            if (!(action instanceof Place)) {
                folder.leave();
            }
        }
    }

    private Optional<Agree> made(InFolder action)
            throws IOException, NodeException, InterruptedException {
        return switch (action) {
            case Place(var path, var shown, var over) -> place(path, shown, over);
            case MoveInFolder(var path, var from, var here, var shown) -> {
                check(from, Optional.of(here));
                check(path, Optional.empty());
                folder.rename(from, path);
                yield agreed(path, shown, Optional.of(here.sight()));
            }
            case RemoveInFolder(var path, var here) -> {
                remove(path, here);
                yield Optional.empty();
            }
            case PutAside(var path, var to, var here) -> {
                check(path, Optional.of(here));
                check(to, Optional.empty());
                folder.rename(path, to);
                yield Optional.empty();
            }
        };
    }

    /// The last look.
    private void check(EntryPath path, Optional<Present> expected) throws IOException {
        check(path, folder.look(path), expected);
    }

    private static void check(EntryPath path, Optional<Standing> now, Optional<Present> expected)
            throws IOException {
        if (!now.map(Standing::sight).equals(expected.map(Present::sight))) {
            throw new LateException(path);
        }
    }

    private Optional<Agree> place(EntryPath path, Shown shown, Optional<Present> over)
            throws IOException, NodeException, InterruptedException {
        check(path, over);
        var in = folder.directory(path.parent(), true);
        var name = path.name();
        var ours = Optional.<Sight>empty();
        boolean isOther = over.filter(here -> isOtherKind(here.item(), shown)).isPresent();
        if (shown.isDirectory()) {
            if (isOther) {
                in.remove(name);
            }
            in.directory(name).close();
        } else {
            if (isOther && over.orElseThrow().item().isDirectory()) {
                in.removeDirectory(name);
            }
            ours = put(path, shown, over.filter(here -> !here.item().isDirectory()), in);
        }
        in.force();
        return agreed(path, shown, ours);
    }

    private static boolean isOtherKind(Item item, Shown shown) {
        return item.isDirectory() != shown.isDirectory();
    }

    private Optional<Sight> put(EntryPath path, Shown shown, Optional<Present> over, LocalPlace in)
            throws IOException, NodeException, InterruptedException {
        return switch (GetVerb.kind(shown).orElse(null)) {
            case Entry.File file -> {
                var last = new LastLook(path, over, in);
                grower.grow(file, path.name(), in, _ -> {}, last);
                yield last.ours;
            }
            case Entry.Symlink(var target, _) -> {
                in.link(path.name(), target);
                yield Optional.empty();
            }
            case null, default -> throw new IOException("nothing that can be placed");
        };
    }

    private void remove(EntryPath path, Present here) throws IOException {
        check(path, Optional.of(here));
        var in = folder.directory(path.parent(), false);
        if (here.item().isDirectory()) {
            in.removeDirectory(path.name());
        } else {
            in.remove(path.name());
        }
        in.force();
    }

    /// Looks at what a file replaces, and at the file itself.
    private static final class LastLook implements FileGrower.LastLook {

        private final EntryPath path;
        private final Optional<Present> over;
        private final LocalPlace in;
        private Optional<Sight> ours = Optional.empty();

        LastLook(EntryPath path, Optional<Present> over, LocalPlace in) {
            this.path = path;
            this.over = over;
            this.in = in;
        }

        @Override
        public void look(GrowingFile finished) throws IOException {
            ours = finished.look().map(Standing::sight);
            check(path, in.look(path.name()), over);
        }
    }

    /// Both have it now, unless it was changed again already.
    ///
    /// @param ours how it looked before it had this name, which changes nothing but the time of its
    ///   last change
    private Optional<Agree> agreed(EntryPath path, Shown shown, Optional<Sight> ours)
            throws IOException {
        var item = Item.of(shown).orElseThrow();
        return folder.look(path)
                .filter(now -> isOurs(now, item, ours))
                .map(now -> new Present(item, now.sight()))
                .map(here -> new Agree(path, Agreed.on(here, shown)));
    }

    private static boolean isOurs(Standing now, Item item, Optional<Sight> ours) {
        return switch (item) {
            case Item.Directory() -> now.kind() == Found.Kind.DIRECTORY;
            case Item.Symlink(var target) ->
                    now.kind() == Found.Kind.SYMLINK && now.target().equals(target);
            case Item.File(_, _, var executable) ->
                    now.executable() == executable
                            && ours.filter(now.sight()::isSameContentAs).isPresent();
        };
    }
}
