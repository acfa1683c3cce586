package dev.holdfast.engine.store;

import dev.holdfast.engine.core.content.ChunkId;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Chunks that other devices are just giving to this one, so that nobody asks for them meanwhile.
/// Safe for many threads; not durable.
public final class Coming {

    /// How long none of them may come before who waits for one looks elsewhere.
    public static final Duration STILL_MAX = Duration.ofSeconds(10);

    /// How long one is waited for at the most: behind much else from a slow device it comes later
    /// than from another that has it, and a device that gives little by little keeps nobody.
    public static final Duration MOST = Duration.ofSeconds(30);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private final Map<ChunkId, Integer> coming = new HashMap<>();
    private final Duration stillMax;
    private final Duration most;
    private long moves;

    public Coming() {
        this(STILL_MAX, MOST);
    }

    /// @param stillMax instead of [#STILL_MAX]
    /// @param most instead of [#MOST]
    public Coming(Duration stillMax, Duration most) {
        this.stillMax = stillMax;
        this.most = most;
    }

    /// What one device is giving, until this is closed. Serves one thread.
    public final class Gift implements AutoCloseable {

        private final Set<ChunkId> ids;

        private Gift(Collection<ChunkId> ids) {
            this.ids = new HashSet<>(ids);
        }

        /// This one is in the store now, or does not come.
        public void ended(ChunkId id) {
            if (ids.remove(id)) {
                leave(Set.of(id));
            }
        }

        @Override
        public void close() {
            leave(ids);
            ids.clear();
        }
    }

    /// These are on their way from now on.
    public Gift open(Collection<ChunkId> ids) {
        var gift = new Gift(ids);
        lock.lock();
        try {
            gift.ids.forEach(id -> coming.merge(id, 1, Integer::sum));
        } finally {
            lock.unlock();
        }
        return gift;
    }

    private void leave(Set<ChunkId> ids) {
        lock.lock();
        try {
            ids.forEach(id -> coming.computeIfPresent(id, (_, n) -> n > 1 ? n - 1 : null));
            moves += ids.size();
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    public boolean contains(ChunkId id) {
        lock.lock();
        try {
            return coming.containsKey(id);
        } finally {
            lock.unlock();
        }
    }

    /// Waits for a chunk as long as it is on its way and some come, but not for ever. At once when
    /// it is not.
    public void await(ChunkId id) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long end = System.nanoTime() + most.toNanos();
            long seen = moves;
            long left = Math.min(stillMax.toNanos(), most.toNanos());
            while (coming.containsKey(id) && left > 0) {
                left = moved.awaitNanos(left);
                if (moves != seen) {
                    seen = moves;
                    left = Math.min(stillMax.toNanos(), end - System.nanoTime());
                }
            }
        } finally {
            lock.unlock();
        }
    }
}
