package dev.holdfast.engine.core.sync;

import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.namespace.Entry;
import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.sync.Action.InVolume;
import dev.holdfast.engine.core.sync.Action.MoveInVolume;
import dev.holdfast.engine.core.sync.Action.RemoveInVolume;
import dev.holdfast.engine.core.sync.Action.Upload;
import dev.holdfast.engine.core.tree.Edits;
import dev.holdfast.engine.core.tree.Projection;
import dev.holdfast.engine.core.tree.Shown;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// Says in a change of a volume what an action asks for, if the volume still is as it was when that
/// was decided.
///
/// @param edits the change; it sees the volume while nobody else can write
/// @param top where in the volume the folder's root is
/// @param kinds what an upload's content became in the volume
/// @param fresh numbers for what is made
public record Writing(
        Edits edits, EntryPath top, Function<Upload, Entry.Kind> kinds, Supplier<Hash> fresh) {

    /// What became of an action.
    public enum Result {
        WRITTEN,
        /// The volume has changed: the next look decides anew.
        CHANGED,
        /// The volume cannot keep both: the folder's version is to be put aside.
        PUT_ASIDE
    }

    /// Whether what an action says can share a change with what others say of other places. All
    /// that touches more than its own place gets a change of its own.
    public static boolean isSimple(InVolume action, Edits edits, EntryPath top) {
        return switch (action) {
            case Upload(var path, _, var over, var beside) ->
                    beside.isEmpty() && isPlain(over) && edits.isAlone(below(top, path));
            case MoveInVolume(var path, var from, _, var shown) ->
                    isPlain(Optional.of(shown))
                            && edits.isAlone(below(top, path))
                            && edits.isAlone(below(top, from));
            case RemoveInVolume(var path, var shown) ->
                    isPlain(Optional.of(shown)) && edits.isAlone(below(top, path));
        };
    }

    private static boolean isPlain(Optional<Shown> shown) {
        return shown.filter(Shown::isConflict).isEmpty();
    }

    public Result write(InVolume action) {
        return switch (action) {
            case Upload upload -> upload(upload);
            case MoveInVolume(var path, var from, _, var shown) -> {
                if (!stands(from, Optional.of(shown)) || !stands(path, Optional.empty())) {
                    yield Result.CHANGED;
                }
                edits.move(shown, below(top, path));
                yield Result.WRITTEN;
            }
            case RemoveInVolume(var path, var shown) -> {
                if (!stands(path, Optional.of(shown))) {
                    yield Result.CHANGED;
                }
                edits.remove(shown);
                yield Result.WRITTEN;
            }
        };
    }

    private Result upload(Upload upload) {
        if (!stands(upload.path(), upload.over())) {
            return Result.CHANGED;
        }
        var path = below(top, upload.path());
        var kind = kinds.apply(upload);
        if (upload.beside().isEmpty()) {
            edits.write(path, kind, fresh.get());
            return Result.WRITTEN;
        }
        var from = upload.beside().get().from();
        return edits.beside(path, kind, from, fresh.get()) ? Result.WRITTEN : Result.PUT_ASIDE;
    }

    private boolean stands(EntryPath path, Optional<Shown> expected) {
        var found = Projection.find(edits.tree(), below(top, path));
        return found.flatMap(Shown::version).equals(expected.flatMap(Shown::version))
                && found.isPresent() == expected.isPresent();
    }

    /// Why a place of the folder can be none in the volume; empty when it can.
    public static Optional<String> fault(EntryPath top, EntryPath path) {
        return top.isRoot() ? Optional.empty() : EntryPath.fault(top.text() + "/" + path.text());
    }

    /// A place of the folder in the volume.
    public static EntryPath below(EntryPath top, EntryPath path) {
        if (top.isRoot() || path.isRoot()) {
            return top.isRoot() ? path : top;
        }
        return new EntryPath(top.text() + "/" + path.text());
    }

    /// A place of the volume as it is named in the folder.
    public static EntryPath inFolder(EntryPath top, EntryPath path) {
        var names = path.names();
        return new EntryPath(String.join("/", names.subList(top.names().size(), names.size())));
    }
}
