package dev.holdfast.engine.files;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.core.content.Content;
import dev.holdfast.engine.core.namespace.Entry;
import dev.holdfast.engine.core.tree.Shown;
import dev.holdfast.engine.folder.Found;
import dev.holdfast.engine.folder.SeenFiles;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;

/// Tells files whose content is what the volume shows in their place, without reading them: each
/// was read before and has not changed since, and all of its chunks are still here.
record Unchanged(SeenFiles seen, ContentReader reader, InstantSource clock) {

    private static final Logger LOG = LoggerFactory.getLogger(Unchanged.class);

    /// The content of an unchanged file; its chunks are in the keeper's books then.
    Optional<Content> content(Found found, Place place, ChunkKeeper keeper) throws NodeException {
        var shown = place.shown().flatMap(Shown::version);
        if (shown.isEmpty()
                || !(shown.get().entry().kind() instanceof Entry.File(var content, _, _))) {
            return Optional.empty();
        }
        boolean isSame =
                content.length() == found.size()
                        && isHeld(found, content)
                        && keeper.keepAgain(content, reader::node);
        return isSame ? Optional.of(content) : Optional.empty();
    }

    /// Looks anew: the walk may have been long ago.
    private boolean isHeld(Found found, Content content) {
        try {
            return seen.held(found.again(), content.root());
        } catch (IOException e) {
            LOG.debug("{} cannot be looked at.", found.path(), e);
            return false;
        }
    }

    /// A file has just been read to its end.
    ///
    /// @return whether it is still as the walk has found it
    boolean hasStayed(Found found, Content content) throws IOException {
        var now = found.again();
        if (now.equals(found)) {
            seen.remember(now, content.root(), clock.instant());
        }
        return now.isAs(found);
    }
}
