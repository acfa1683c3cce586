package dev.holdfast.engine.files;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.core.content.Content;
import dev.holdfast.engine.core.namespace.Entry;
import dev.holdfast.engine.core.tree.Shown;
import dev.holdfast.engine.folder.Found;
import dev.holdfast.engine.folder.LocalTree;
import dev.holdfast.engine.folder.SeenFiles;

import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;

/// Tells files whose content is what the volume shows in their place, without reading them: each
/// was read before and has not changed since, and all of its chunks are still here.
record Unchanged(SeenFiles seen, ContentReader reader, InstantSource clock) {

    /// The content of an unchanged file; its chunks are in the keeper's books then.
    Optional<Content> content(
            Found found, Optional<SeenFiles.Sight> sight, Place place, ChunkKeeper keeper)
            throws NodeException {
        var shown = place.shown().flatMap(Shown::version);
        if (sight.isEmpty()
                || shown.isEmpty()
                || !(shown.get().entry().kind() instanceof Entry.File(var content, _, _))) {
            return Optional.empty();
        }
        boolean isSame =
                content.length() == found.size()
                        && seen.held(sight.get(), content.root())
                        && keeper.keepAgain(content, reader::node);
        return isSame ? Optional.of(content) : Optional.empty();
    }

    /// A file has just been read to its end.
    ///
    /// @param before how it looked before
    /// @return whether it is still as the walk has found it: one that was written to meanwhile may
    ///   have been read half old, half new
    boolean hasStayed(Found found, Optional<SeenFiles.Sight> before, Content content)
            throws IOException {
        var now = before.isEmpty() ? before : seen.look(found);
        if (now.isEmpty()) {
            return LocalTree.isUnchanged(found);
        }
        if (now.equals(before)) {
            seen.remember(now.get(), content.root(), clock.instant());
        }
        return now.get().isAs(found);
    }
}
