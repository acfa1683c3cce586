package dev.holdfast.engine.upkeep;

import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.membership.DeviceId;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/// Copies that were let go not long ago, so that word of them which comes late is not believed.
/// Safe for many threads.
final class Leavers {

    /// Copies remembered; the one let go first is forgotten first.
    private static final int COPIES_MAX = 65_536;

    private record Copy(DeviceId holder, ChunkId chunk) {}

    private final LinkedHashSet<Copy> gone = new LinkedHashSet<>();
    private final ReentrantLock lock = new ReentrantLock();

    void left(DeviceId holder, Collection<ChunkId> ids) {
        lock.lock();
        try {
            for (var id : ids) {
                gone.addLast(new Copy(holder, id));
                if (gone.size() > COPIES_MAX) {
                    gone.removeFirst();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /// The device itself has confirmed a copy anew.
    void returned(DeviceId holder, Collection<ChunkId> ids) {
        lock.lock();
        try {
            if (!gone.isEmpty()) {
                ids.forEach(id -> gone.remove(new Copy(holder, id)));
            }
        } finally {
            lock.unlock();
        }
    }

    /// Those of these that the device has not let go.
    List<ChunkId> still(DeviceId holder, Collection<ChunkId> ids) {
        lock.lock();
        try {
            return ids.stream().filter(id -> !gone.contains(new Copy(holder, id))).toList();
        } finally {
            lock.unlock();
        }
    }
}
