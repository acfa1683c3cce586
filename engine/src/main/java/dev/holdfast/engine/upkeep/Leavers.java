package dev.holdfast.engine.upkeep;

import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.membership.DeviceId;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/// Copies that were let go not long ago, so that word of them which comes late is not believed.
/// Safe for many threads.
final class Leavers {

    /// Copies remembered; the one let go first is forgotten first.
    private static final int COPIES_MAX = 65_536;

    private record Copy(DeviceId holder, ChunkId chunk) {}

    private final LinkedHashMap<Copy, Long> gone = new LinkedHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private long lefts;

    /// A moment: what is let go after it is told from what was let go before.
    long mark() {
        lock.lock();
        try {
            return lefts;
        } finally {
            lock.unlock();
        }
    }

    void left(DeviceId holder, Collection<ChunkId> ids) {
        lock.lock();
        try {
            lefts++;
            for (var id : ids) {
                gone.putLast(new Copy(holder, id), lefts);
                if (gone.size() > COPIES_MAX) {
                    gone.pollFirstEntry();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /// The device itself has confirmed copies anew, when it was asked at `since` or later.
    ///
    /// @return those of them that it has not let go since
    List<ChunkId> returned(DeviceId holder, Collection<ChunkId> ids, long since) {
        lock.lock();
        try {
            var back =
                    ids.stream()
                            .filter(id -> gone.getOrDefault(new Copy(holder, id), 0L) <= since)
                            .toList();
            back.forEach(id -> gone.remove(new Copy(holder, id)));
            return back;
        } finally {
            lock.unlock();
        }
    }

    /// Those of these that the device has not let go.
    List<ChunkId> still(DeviceId holder, Collection<ChunkId> ids) {
        lock.lock();
        try {
            return ids.stream().filter(id -> !gone.containsKey(new Copy(holder, id))).toList();
        } finally {
            lock.unlock();
        }
    }
}
