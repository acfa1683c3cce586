package dev.holdfast.engine.files;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.content.Content;
import dev.holdfast.engine.core.content.ManifestCursor;

import java.util.List;

/// Has content that the pool holds kept for one more volume.
///
/// The chunks that are here are stamped for it, as a put of the same bytes would stamp them. Those
/// that are not are fetched for that: only a stamp tells the devices that look after a chunk how
/// many copies its volumes ask for.
record Rekeeping(Rooms rooms, ContentReader reader, BufferPool buffers) {

    /// What is to be done while the chunks are kept, before the claim ends.
    interface Naming {
        void write() throws NodeException, InterruptedException;
    }

    void keep(Place.Volume volume, List<Content> contents, Naming naming)
            throws NodeException, InterruptedException {
        var claim = rooms.names().openClaim(volume.id());
        boolean isNamed = false;
        try (var keeper = new ChunkKeeper(rooms, buffers, claim, volume.spec().factor())) {
            for (var content : contents) {
                keep(content, keeper);
            }
            keeper.commit();
            naming.write();
            isNamed = true;
        } finally {
            if (isNamed) {
                rooms.names().closeClaim(claim);
            } else {
                rooms.names().leaveClaim(claim, false);
            }
        }
    }

    private void keep(Content content, ChunkKeeper keeper)
            throws NodeException, InterruptedException {
        try {
            var cursor = new ManifestCursor<NodeException>(content, reader::node);
            for (var item = cursor.next(); item != null; item = cursor.next()) {
                keeper.keepKnown(item.ref(), !item.isChunk());
            }
        } catch (MalformedException e) {
            throw Problems.damaged("The file's list of chunks", e);
        }
    }
}
