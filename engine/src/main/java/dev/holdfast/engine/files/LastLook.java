package dev.holdfast.engine.files;

import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.sync.Action.Agree;
import dev.holdfast.engine.core.sync.Agreed;
import dev.holdfast.engine.core.sync.Item;
import dev.holdfast.engine.core.sync.Present;
import dev.holdfast.engine.core.tree.Shown;
import dev.holdfast.engine.folder.Found;
import dev.holdfast.engine.folder.GrowingFile;
import dev.holdfast.engine.folder.LocalPlace;
import dev.holdfast.engine.folder.Standing;

import java.io.IOException;
import java.util.Optional;

/// Looks at a place of a linked folder right before it is changed, and right after. Serves one
/// thread at a time.
final class LastLook implements FileGrower.LastLook {

    private final EntryPath path;
    private final Optional<Present> over;
    private final LocalPlace in;
    private Optional<Standing> ours = Optional.empty();

    /// @param over what is to be replaced, looked at when a file is finished
    /// @param in the directory of the place
    LastLook(EntryPath path, Optional<Present> over, LocalPlace in) {
        this.path = path;
        this.over = over;
        this.in = in;
    }

    /// Somebody was quicker.
    static final class LateException extends IOException {

        private static final long serialVersionUID = 1;

        LateException(EntryPath path) {
            super("/" + path.text() + " was changed meanwhile");
        }
    }

    /// The file system takes the name for that of something else.
    static final class TakenException extends IOException {

        private static final long serialVersionUID = 1;

        TakenException(EntryPath path) {
            super("/" + path.text() + " is taken for another name");
        }
    }

    /// @throws LateException when something else stands there than expected
    static void check(EntryPath path, Optional<Standing> now, Optional<Present> expected)
            throws LateException {
        if (!now.map(Standing::sight).equals(expected.map(Present::sight))) {
            throw new LateException(path);
        }
    }

    /// Looks at what a file replaces, and at the file itself.
    @Override
    public void look(GrowingFile finished) throws IOException {
        ours = finished.look();
        look();
    }

    /// Looks at what is replaced. That nothing is there says something of this directory only if it
    /// still has its name.
    void look() throws IOException {
        check(path, in.look(path.name()), over);
        if (!in.isInPlace()) {
            throw new LateException(path);
        }
    }

    /// Both have what was placed, unless it was changed again already.
    Optional<Agree> agreed(Shown shown) throws IOException {
        return agreed(path, in.look(path.name()), shown, ours);
    }

    /// @param now what stands there now
    /// @param ours how a file looked before it had this name, which changes nothing but the time of
    ///   its last change
    static Optional<Agree> agreed(
            EntryPath path, Optional<Standing> now, Shown shown, Optional<Standing> ours) {
        var item = Item.of(shown).orElseThrow();
        return now.filter(standing -> isOurs(standing, item, ours))
                .map(standing -> new Present(item, standing.sight()))
                .map(here -> new Agree(path, Agreed.on(here, shown)));
    }

    private static boolean isOurs(Standing now, Item item, Optional<Standing> ours) {
        return switch (item) {
            case Item.Directory() -> now.kind() == Found.Kind.DIRECTORY;
            case Item.Symlink(var target) ->
                    now.kind() == Found.Kind.SYMLINK && now.target().equals(target);
            case Item.File _ ->
                    ours.filter(before -> before.executable() == now.executable())
                            .map(Standing::sight)
                            .filter(now.sight()::isSameContentAs)
                            .isPresent();
        };
    }
}
