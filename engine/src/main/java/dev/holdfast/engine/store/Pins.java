package dev.holdfast.engine.store;

import dev.holdfast.engine.core.content.ChunkId;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Keeps chunks from being dropped while somebody is about to count on them: from the look whether
/// a chunk is held until it is written down that it is to stay. Safe for many threads; not durable.
public final class Pins {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition gone = lock.newCondition();
    private final Map<ChunkId, Integer> pinned = new HashMap<>();
    private final Set<ChunkId> going = new HashSet<>();

    /// Chunks that stay at least until this is closed. Safe for many threads.
    public final class Pin implements AutoCloseable {

        private final Set<ChunkId> ids = new HashSet<>();

        private Pin() {}

        /// Waits while the chunk is just being dropped, which takes as long as a disk does.
        public void add(ChunkId id) {
            lock.lock();
            try {
                while (going.contains(id)) {
                    gone.awaitUninterruptibly();
                }
                if (ids.add(id)) {
                    pinned.merge(id, 1, Integer::sum);
                }
            } finally {
                lock.unlock();
            }
        }

        public void addAll(Collection<ChunkId> all) {
            all.forEach(this::add);
        }

        /// Lets these go if nobody else has pinned them.
        public void removeAll(Collection<ChunkId> some) {
            lock.lock();
            try {
                some.stream().filter(ids::remove).forEach(Pins.this::unpin);
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void close() {
            lock.lock();
            try {
                ids.forEach(Pins.this::unpin);
                ids.clear();
            } finally {
                lock.unlock();
            }
        }
    }

    /// Chunks that may be dropped until this is closed; nobody can pin them meanwhile.
    public final class Going implements AutoCloseable {

        private final Set<ChunkId> ids;

        private Going(Set<ChunkId> ids) {
            this.ids = ids;
        }

        public boolean contains(ChunkId id) {
            return ids.contains(id);
        }

        @Override
        public void close() {
            lock.lock();
            try {
                going.removeAll(ids);
                gone.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    private void unpin(ChunkId id) {
        pinned.computeIfPresent(id, (_, n) -> n > 1 ? n - 1 : null);
    }

    /// An empty pin.
    public Pin open() {
        return new Pin();
    }

    /// Those of these that are not pinned, and that nobody else is dropping.
    public Going going(Collection<ChunkId> ids) {
        lock.lock();
        try {
            var free = new HashSet<ChunkId>();
            for (var id : ids) {
                if (!pinned.containsKey(id) && going.add(id)) {
                    free.add(id);
                }
            }
            return new Going(Set.copyOf(free));
        } finally {
            lock.unlock();
        }
    }
}
