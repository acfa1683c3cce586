package dev.holdfast.engine.upkeep;

import dev.holdfast.engine.catalog.ChunksView;
import dev.holdfast.engine.catalog.Views;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.namespace.Dot;
import dev.holdfast.engine.core.namespace.VolumeId;
import dev.holdfast.engine.core.repair.CopiesWatch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;
import java.util.function.Predicate;

/// Those who wait for durable copies of what they wrote. Safe for many threads.
public final class CopyWaits {

    /// Chunks looked up at once when a wait begins.
    private static final int PAGE_CHUNKS = 1024;

    private final List<Wait> waits = new CopyOnWriteArrayList<>();

    /// What is waited for.
    ///
    /// @param batches those that name the chunks, in their volume: of each writer the latest
    /// @param counting the devices whose copies count
    public record Wanted(
            VolumeId volume, Set<Dot> batches, Set<ChunkId> chunks, Set<DeviceId> counting) {

        public Wanted {
            batches = Set.copyOf(batches);
            chunks = Set.copyOf(chunks);
            counting = Set.copyOf(counting);
        }
    }

    /// Begins to count, from what is known already. What is asked for was made durable here: this
    /// device has the batches, and every chunk that has not gone again.
    ///
    /// @param isHere whether this device has a chunk
    public Wait open(Wanted wanted, DeviceId self, Predicate<ChunkId> isHere, Views views) {
        var wait = new Wait(wanted);
        // Listening first: what is confirmed while the views are read counts twice, which is once.
        waits.add(wait);
        if (wanted.batches().isEmpty()) {
            wanted.counting().forEach(wait::nothingToName);
        }
        for (var batch : wanted.batches()) {
            wait.named(self, batch);
            for (var holder : views.batches().holders(wanted.volume(), batch)) {
                wait.named(holder, batch);
            }
        }
        wait.stored(self, wanted.chunks().stream().filter(isHere).toList());
        if (!Set.of(self).containsAll(wanted.counting())) {
            countOthers(wait, views.chunks());
        }
        return wait;
    }

    private static void countOthers(Wait wait, ChunksView chunks) {
        var all = List.copyOf(wait.wanted.chunks());
        for (int i = 0; i < all.size(); i += PAGE_CHUNKS) {
            var page = all.subList(i, Math.min(all.size(), i + PAGE_CHUNKS));
            var held = new HashMap<DeviceId, List<ChunkId>>();
            for (var facts : chunks.facts(page)) {
                for (var holder : facts.holders()) {
                    held.computeIfAbsent(holder, _ -> new ArrayList<>()).add(facts.id());
                }
            }
            held.forEach(wait::stored);
        }
    }

    /// A device has confirmed that it holds these durably.
    public void stored(DeviceId device, Collection<ChunkId> chunks) {
        waits.forEach(wait -> wait.stored(device, chunks));
    }

    /// A device has confirmed that it holds a writer's batches durably, up to this one.
    public void named(DeviceId device, VolumeId volume, Dot upTo) {
        waits.stream()
                .filter(wait -> wait.wanted.volume().equals(volume))
                .forEach(wait -> wait.named(device, upTo));
    }

    private static boolean covers(Dot upTo, Dot batch) {
        return upTo.actor().equals(batch.actor()) && upTo.n() >= batch.n();
    }

    /// One who waits. To be closed.
    public final class Wait implements AutoCloseable {

        private final Wanted wanted;
        private final CopiesWatch watch;
        private final Map<DeviceId, Set<Dot>> unnamed = new HashMap<>();
        private final ReentrantLock lock = new ReentrantLock();
        private final Condition counted = lock.newCondition();

        private Wait(Wanted wanted) {
            this.wanted = wanted;
            watch = new CopiesWatch(wanted.chunks());
        }

        /// Waits until there are so many copies of everything, but no longer than `patience`.
        ///
        /// @param done is told, now and then, how many chunks have so many
        /// @return how many copies there are
        public int await(int copies, Duration patience, LongConsumer done)
                throws InterruptedException {
            long left = patience.toNanos();
            while (true) {
                var seen = look(copies);
                done.accept(seen.chunks());
                if (seen.copies() >= copies || left <= 0) {
                    return seen.copies();
                }
                left = awaitMore(seen, copies, left);
            }
        }

        /// @param copies the fewest of any chunk
        /// @param chunks how many chunks have as many as wanted
        private record Seen(int copies, int chunks) {}

        private Seen look(int copies) {
            lock.lock();
            try {
                return new Seen(watch.copies(), watch.chunksWith(copies));
            } finally {
                lock.unlock();
            }
        }

        /// @return nanoseconds left
        private long awaitMore(Seen seen, int copies, long nanos) throws InterruptedException {
            lock.lock();
            try {
                long left = nanos;
                while (look(copies).equals(seen) && left > 0) {
                    left = counted.awaitNanos(left);
                }
                return left;
            } finally {
                lock.unlock();
            }
        }

        /// The devices that have all of it, and its name.
        public Set<DeviceId> holders() {
            lock.lock();
            try {
                return watch.holders();
            } finally {
                lock.unlock();
            }
        }

        private void stored(DeviceId device, Collection<ChunkId> chunks) {
            count(device, () -> watch.stored(device, chunks));
        }

        private void nothingToName(DeviceId device) {
            count(device, () -> watch.named(device));
        }

        private void named(DeviceId device, Dot upTo) {
            count(
                    device,
                    () -> {
                        var lacks =
                                unnamed.computeIfAbsent(
                                        device, _ -> new HashSet<>(wanted.batches()));
                        if (lacks.removeIf(batch -> covers(upTo, batch)) && lacks.isEmpty()) {
                            watch.named(device);
                        }
                    });
        }

        private void count(DeviceId device, Runnable counting) {
            if (wanted.counting().contains(device)) {
                lock.lock();
                try {
                    counting.run();
                    counted.signalAll();
                } finally {
                    lock.unlock();
                }
            }
        }

        @Override
        public void close() {
            waits.remove(this);
        }
    }
}
