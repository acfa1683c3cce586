package dev.holdfast.engine.files;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.content.ChunkRef;
import dev.holdfast.engine.core.content.Content;
import dev.holdfast.engine.store.ChunkStore;
import dev.holdfast.engine.store.Coming;
import dev.holdfast.engine.store.StoreException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.ByteBuffer;
import java.util.List;

/// Finds a chunk: here when it is sound here or is just being given to this device, else in a file
/// of a linked folder, else at a peer.
record ChunkFinder(ChunkStore store, Coming coming, Rooms.Cache cache, Rooms.Peers peers)
        implements ContentReader.ChunkSource {

    private static final Logger LOG = LoggerFactory.getLogger(ChunkFinder.class);

    /// One that is just being given is waited for, and is the chunk as far as whoever took it in
    /// can tell, so it is opened like any that lies here.
    @Override
    public void read(ChunkRef ref, ByteBuffer into) throws NodeException, InterruptedException {
        try {
            if (store.readUnchecked(ref.id(), into)) {
                return;
            }
            coming.await(ref.id());
            if (store.readUnchecked(ref.id(), into)) {
                return;
            }
        } catch (StoreException e) {
            LOG.debug("Chunk {} cannot be read here at once.", ref.id(), e);
            into.clear();
        }
        readSound(ref, into);
    }

    @Override
    public void readSound(ChunkRef ref, ByteBuffer into)
            throws NodeException, InterruptedException {
        try {
            if (!store.read(ref.id(), into)) {
                fetch(ref, into);
            }
        } catch (StoreException e) {
            LOG.warn("A sound copy is looked for elsewhere: {}", e.getMessage());
            if (e.kind() == StoreException.Kind.DAMAGED) {
                peers.spoiled(ref.id());
            }
            into.clear();
            fetchInstead(ref, into, e);
        }
    }

    static ChunkFinder of(Rooms rooms) {
        var keeping = rooms.keeping();
        return new ChunkFinder(keeping.store(), keeping.coming(), keeping.cache(), rooms.peers());
    }

    /// Whether a content has to come from another device, as far as its first chunk tells.
    boolean isElsewhere(Content content) {
        return switch (content) {
            case Content.Empty _ -> false;
            case Content.One(var ref, _) -> !store.index().contains(ref.id());
            case Content.Tree(var ref, _, _, _) -> !store.index().contains(ref.id());
        };
    }

    /// Whoever has given a copy away has it no more; the one that it was given to may be this
    /// device, which has it by then.
    private void fetch(ChunkRef ref, ByteBuffer into)
            throws StoreException, NodeException, InterruptedException {
        try {
            boolean _ = cache.readOr(peers::fetch, ref.id(), into);
        } catch (NodeException e) {
            into.clear();
            if (!store.read(ref.id(), into)) {
                throw e;
            }
        }
    }

    /// Finds small chunks, many at once. What does not come at once, or is here, is not handed
    /// over: it is to be read by itself.
    void readMany(List<ChunkId> ids, Rooms.Arrival arrival) throws InterruptedException {
        var index = store.index();
        var absent =
                ids.stream().filter(id -> !coming.contains(id) && !index.contains(id)).toList();
        if (!absent.isEmpty()) {
            peers.fetchMany(absent, arrival);
        }
    }

    @Override
    public boolean isHere(ChunkRef ref) {
        return store.index().contains(ref.id());
    }

    /// When nobody else has it, what is wrong here is what the person must hear.
    private void fetchInstead(ChunkRef ref, ByteBuffer into, StoreException why)
            throws NodeException, InterruptedException {
        try {
            boolean _ = cache.readOr(peers::fetch, ref.id(), into);
        } catch (NodeException e) {
            var told = Problems.of(why);
            told.addSuppressed(e);
            throw told;
        }
    }
}
