package dev.holdfast.engine.node;

import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.store.StoreException;
import dev.holdfast.engine.store.disk.PackCheck;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// The chunks of this device whose records are damaged. They are put aside in the store: not held,
/// not served and not counted, and their bytes stay. A start puts those that are remembered aside
/// again before anyone is served. Safe for many threads.
final class Damages {

    private static final Logger LOG = LoggerFactory.getLogger(Damages.class);

    private final PackCheck check;
    private final ScrubNotes notes;
    private final Semaphore woken = new Semaphore(0);

    Damages(PackCheck check, ScrubNotes notes) {
        this.check = check;
        this.notes = notes;
        var known = notes.damaged();
        known.removeAll(isolated(known));
        notes.sound(known);
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
            notes.damaged(isolated);
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

    /// Forgets those that are damaged no more, as a sound copy came or the chunk was let go.
    ///
    /// @return those
    List<ChunkId> settle() {
        var sound = notes.damaged().stream().filter(id -> !check.isAside(id)).toList();
        notes.sound(sound);
        return sound;
    }

    /// Waits until something is found, at most so long.
    void await(Duration most) throws InterruptedException {
        boolean _ = woken.tryAcquire(most.toNanos(), TimeUnit.NANOSECONDS);
        woken.drainPermits();
    }
}
