package dev.holdfast.engine.node;

import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.store.StoreException;
import dev.holdfast.engine.store.disk.DiskChunkStore;
import dev.holdfast.engine.store.disk.PackCheck;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// The chunks of this device whose records are damaged. They are put aside in the store: not held,
/// not served and not counted, and their bytes stay. A start puts those that are remembered aside
/// again before anyone is served. Safe for many threads.
final class Damages {

    private static final Logger LOG = LoggerFactory.getLogger(Damages.class);

    private final DiskChunkStore store;
    private final PackCheck check;
    private final ScrubNotes notes;
    private final Semaphore woken = new Semaphore(0);
    private final AtomicBoolean asked = new AtomicBoolean();

    Damages(DiskChunkStore store, ScrubNotes notes) {
        this.store = store;
        check = store.check();
        this.notes = notes;
        var sound = new ArrayList<ChunkId>();
        var room = PackCheck.room();
        notes.places()
                .forEach(
                        (id, spot) -> {
                            if (!isAsideAgain(id, spot, room)) {
                                sound.add(id);
                            }
                        });
        notes.sound(sound);
    }

    /// What cannot be looked at now is not forgotten. The store may know only an older record of
    /// the chunk, which is damaged as well; what is put aside is the one that was last.
    private boolean isAsideAgain(ChunkId id, Optional<PackCheck.Spot> spot, ByteBuffer room) {
        try {
            boolean isIsolated = check.isolate(id, room);
            boolean isPutAside = spot.isPresent() && check.putAside(id, spot.get());
            return isIsolated || isPutAside;
        } catch (StoreException e) {
            LOG.warn("Chunk {} cannot be looked at.", id, e);
            return true;
        }
    }

    ScrubNotes notes() {
        return notes;
    }

    /// Somebody found these damaged.
    ///
    /// @return how many of them are, and were not known to be
    int found(Collection<ChunkId> ids) {
        var isolated = isolated(ids);
        if (!isolated.isEmpty()) {
            LOG.warn("{} damaged chunks are put aside.", isolated.size());
            var spots = new LinkedHashMap<ChunkId, PackCheck.Spot>();
            isolated.forEach(id -> check.aside(id).ifPresent(spot -> spots.put(id, spot)));
            notes.damaged(spots);
            woken.release();
        }
        return isolated.size();
    }

    private List<ChunkId> isolated(Collection<ChunkId> ids) {
        var isolated = new ArrayList<ChunkId>();
        if (ids.isEmpty()) {
            return isolated;
        }
        var room = PackCheck.room();
        for (var id : ids) {
            try {
                if (check.isolate(id, room)) {
                    isolated.add(id);
                }
            } catch (StoreException e) {
                LOG.warn("Chunk {} cannot be looked at.", id, e);
            }
        }
        return isolated;
    }

    /// All that are damaged now.
    Set<ChunkId> now() {
        var ids = notes.damaged();
        ids.removeIf(id -> !check.isAside(id));
        return ids;
    }

    /// Forgets those that are damaged no more, as a sound copy came or the chunk was let go, once
    /// that is durable.
    ///
    /// @return those
    List<ChunkId> settle() throws StoreException {
        var sound = notes.damaged().stream().filter(id -> !check.isAside(id)).toList();
        if (!sound.isEmpty()) {
            store.sync();
            notes.sound(sound);
        }
        return sound;
    }

    /// A person wants what is damaged to be mended now, whatever it costs.
    void ask() {
        asked.set(true);
        woken.release();
    }

    /// Waits until something is found or a person asks, at most so long.
    ///
    /// @return whether a person has asked since the last time
    boolean await(Duration most) throws InterruptedException {
        boolean _ = woken.tryAcquire(most.toNanos(), TimeUnit.NANOSECONDS);
        woken.drainPermits();
        return asked.getAndSet(false);
    }
}
