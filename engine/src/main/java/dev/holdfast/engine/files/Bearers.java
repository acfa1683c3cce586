package dev.holdfast.engine.files;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.content.Content;
import dev.holdfast.engine.core.content.ManifestCursor;
import dev.holdfast.engine.core.namespace.Entry;
import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.namespace.VolumeId;
import dev.holdfast.engine.core.tree.Shown;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Set;
import java.util.function.BiConsumer;

/// Finds the files that have certain chunks. What is shown now is looked at, not what it was.
record Bearers(Rooms rooms, TreeWalk walk, ContentReader reader) {

    private static final Logger LOG = LoggerFactory.getLogger(Bearers.class);

    /// @param bears is told of each place of each of the chunks, `VOLUME:/PATH`
    void find(Set<ChunkId> chunks, BiConsumer<String, ChunkId> bears) throws NodeException {
        walk.<NodeException>in(
                new VolumeId(rooms.pool().id().hash()),
                EntryPath.ROOT,
                volume -> {
                    if (kind(volume) instanceof Entry.Volume) {
                        find(volume, chunks, bears);
                    }
                });
    }

    private void find(Shown volume, Set<ChunkId> chunks, BiConsumer<String, ChunkId> bears)
            throws NodeException {
        var id = new VolumeId(volume.version().orElseThrow().entry().node());
        walk.<NodeException>below(
                id,
                EntryPath.ROOT,
                shown -> {
                    if (kind(shown) instanceof Entry.File file) {
                        var path = volume.path().text() + ":/" + shown.path().text();
                        find(file.content(), chunks, chunk -> bears.accept(path, chunk));
                    }
                });
    }

    private static Entry.@Nullable Kind kind(Shown shown) {
        return shown.version().map(version -> version.entry().kind()).orElse(null);
    }

    @FunctionalInterface
    private interface Bears {
        void bears(ChunkId chunk);
    }

    /// A list of chunks that is damaged itself, and that nobody else has, is looked at as far as it
    /// can be read.
    private void find(Content content, Set<ChunkId> chunks, Bears found) throws NodeException {
        try {
            var cursor = new ManifestCursor<NodeException>(content, reader::node);
            for (var item = cursor.next(); item != null; item = cursor.next()) {
                if (chunks.contains(item.ref().id())) {
                    found.bears(item.ref().id());
                }
            }
        } catch (MalformedException e) {
            LOG.warn("A file's list of chunks is not what it should be.", e);
        } catch (NodeException e) {
            if (e.problem().code() == Problem.Code.CANCELLED) {
                throw e;
            }
            LOG.warn("A file's list of chunks cannot be read: {}", e.getMessage());
        }
    }
}
