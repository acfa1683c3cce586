package dev.holdfast.engine.node;

import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.repair.Stamp;
import dev.holdfast.engine.files.Rooms;
import dev.holdfast.engine.upkeep.Evictions;
import dev.holdfast.engine.wal.JournalException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;

/// Makes room for a put that finds none: first of what nobody needs, then of what the put itself
/// has stored here and others have.
record RoomMaker(OpenHome home, Clearing clearing, Evictions evictions) implements Rooms.Relief {

    private static final Logger LOG = LoggerFactory.getLogger(RoomMaker.class);

    @Override
    public boolean makeRoom(Stamp claim, List<ChunkId> staged) throws InterruptedException {
        boolean _ = clearing.clear();
        if (clearing.squeeze()) {
            return true;
        }
        home.claims().streams(claim);
        try {
            var gone = evictions.relieve(staged);
            LOG.debug("{} of {} chunks of a put went to make room.", gone.size(), staged.size());
            boolean _ = clearing.squeeze();
            return !gone.isEmpty();
        } catch (JournalException e) {
            LOG.error("Chunks cannot go to make room.", e);
            return false;
        }
    }
}
