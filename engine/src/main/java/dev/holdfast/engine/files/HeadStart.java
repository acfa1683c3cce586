package dev.holdfast.engine.files;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.WaitPolicy;
import dev.holdfast.engine.core.content.ChunkId;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/// Lets chunks be with the other devices before they are named: what is named is asked for at once,
/// also by who is just being given it. Files are read on meanwhile. Serves one thread.
final class HeadStart {

    /// How long no chunk may come by its copies. Then the rest of the names is not held back any
    /// more: who has no room, or does not answer, keeps nobody from what is there.
    static final Duration STILL_MAX = Duration.ofSeconds(10);

    private final Rooms rooms;
    private final Place.Volume volume;
    private int awaited;
    private boolean isGivenUp;

    HeadStart(Rooms rooms, Place.Volume volume) {
        this.rooms = rooms;
        this.volume = volume;
    }

    /// Has all that was kept so far copied, and waits for those that were kept first: copies are
    /// made in about the order in which the chunks came.
    ///
    /// @param kept how many to wait for
    void next(PutSession put, int kept) throws NodeException, InterruptedException {
        put.give();
        if (kept > awaited) {
            var chunks = put.keeper().kept(awaited, kept);
            awaited = kept;
            await(chunks);
        }
    }

    /// Waits for all that was kept so far.
    void finish(PutSession put) throws NodeException, InterruptedException {
        next(put, put.keeper().count());
    }

    private void await(Set<ChunkId> chunks) throws InterruptedException {
        var all = new Rooms.Wanted(Optional.of(new WaitPolicy.All()), STILL_MAX);
        var awaited = new Rooms.Awaited(volume.id(), volume.spec(), Set.of(), chunks, all);
        var copied = new AtomicLong();
        while (!isGivenUp && !chunks.isEmpty()) {
            long before = copied.get();
            var copies = rooms.peers().await(awaited, copied::set).copies();
            if (copies.min() >= Math.min(copies.wanted(), copies.possible())) {
                return;
            }
            isGivenUp = copied.get() <= before;
        }
    }
}
