package dev.holdfast.engine.files;

import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.folder.LinkedFolder;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The directories of a linked folder in which something is being done. One thread at a time enters
/// them, one directory after the other; any leaves what was entered.
final class Nests implements AutoCloseable {

    private final LinkedFolder folder;
    private final boolean isMade;
    private final Set<Nest> open = ConcurrentHashMap.newKeySet();
    private @Nullable Nest last;

    /// @param isMade whether a directory that is missing is made
    Nests(LinkedFolder folder, boolean isMade) {
        this.folder = folder;
        this.isMade = isMade;
    }

    /// Opens a directory, if it is not the last one that was. The caller leaves it.
    Nest enter(EntryPath directory) throws IOException {
        if (last == null || !last.path().equals(directory)) {
            leave();
            last = new Nest(directory, folder.directory(directory, isMade).again(), open);
        }
        return last.enter();
    }

    /// Lets the last directory go; it may be another one by the time of the next.
    void leave() {
        if (last != null) {
            last.leave();
            last = null;
        }
    }

    /// Closes all, whoever is in them.
    @Override
    public void close() {
        open.forEach(Nest::close);
    }
}
