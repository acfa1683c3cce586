package dev.holdfast.engine.files;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.content.Content;
import dev.holdfast.engine.core.content.ManifestCursor;

import java.util.List;

/// Has content that the pool holds kept for one more volume.
///
/// The chunks that are here are stamped for it, as a put of the same bytes would stamp them. Those
/// that are not are left to their holders, who keep them while any name leads to them; only where
/// more copies are wanted than before are they fetched, for then copies are to be made anyway.
record Rekeeping(Rooms rooms, ContentReader reader, BufferPool buffers) {

    /// What is to be done while the chunks are kept, before the claim ends.
    interface Naming {
        void write() throws NodeException, InterruptedException;
    }

    /// @param isMore whether the volume wants more copies of it than there were to be
    record Kept(Content content, boolean isMore) {}

    void keep(Place.Volume volume, List<Kept> contents, Naming naming)
            throws NodeException, InterruptedException {
        var claim = rooms.names().openClaim(volume.id());
        try (var keeper = new ChunkKeeper(rooms, buffers, claim, volume.spec().factor())) {
            for (var content : contents) {
                keep(content, keeper);
            }
            keeper.commit();
            naming.write();
        } finally {
            rooms.names().closeClaim(claim);
        }
    }

    private void keep(Kept kept, ChunkKeeper keeper) throws NodeException, InterruptedException {
        try {
            var cursor = new ManifestCursor<NodeException>(kept.content, reader::node);
            for (var item = cursor.next(); item != null; item = cursor.next()) {
                boolean isHere = keeper.keepHere(item.ref(), !item.isChunk());
                if (!isHere && kept.isMore) {
                    keeper.keepFetched(item.ref(), !item.isChunk());
                } else if (!isHere && !item.isChunk()) {
                    return;
                }
            }
        } catch (MalformedException e) {
            throw Problems.damaged("The file's list of chunks", e);
        }
    }
}
