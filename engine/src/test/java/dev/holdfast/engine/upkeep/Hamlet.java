package dev.holdfast.engine.upkeep;

import dev.holdfast.engine.catalog.BodyOpener;
import dev.holdfast.engine.catalog.Views;
import dev.holdfast.engine.catalog.memory.MemoryCatalog;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.namespace.Actor;
import dev.holdfast.engine.core.namespace.VolumeId;
import dev.holdfast.engine.core.record.JournalRecord.ChunksStamped;
import dev.holdfast.engine.core.repair.Demand;
import dev.holdfast.engine.core.repair.HeldChunk;
import dev.holdfast.engine.core.repair.Repair.PushOutcome;
import dev.holdfast.engine.core.repair.RepairPolicy;
import dev.holdfast.engine.core.repair.Stamp;
import dev.holdfast.engine.ledger.Ledger;
import dev.holdfast.engine.store.ChunkStore;
import dev.holdfast.engine.store.ChunkTag;
import dev.holdfast.engine.store.Pins;
import dev.holdfast.engine.store.StoreException;
import dev.holdfast.engine.store.memory.MemoryChunkStore;
import dev.holdfast.engine.wal.JournalException;
import dev.holdfast.engine.wal.memory.MemoryJournal;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// A few devices with real ledgers and stores in memory, and upkeep running on each.
final class Hamlet implements AutoCloseable {

    private static final InstantSource CLOCK = () -> Instant.ofEpochSecond(0, System.nanoTime());
    static final VolumeId VOLUME = new VolumeId(new Hash(8, 8, 8, 8));
    private static final Duration LOOK_EVERY = Duration.ofMillis(20);
    private static final RepairPolicy POLICY =
            new RepairPolicy(
                    Duration.ofHours(12), Duration.ofMinutes(5), Duration.ofMillis(50), 1L << 30);

    private final List<House> houses = new ArrayList<>();

    /// What the volumes ask for, as everybody knows at once.
    volatile Demand demand = Demand.UNKNOWN;

    Duration evictAfter = Duration.ofMillis(20);

    /// How fast copies go, in bytes a second; at 0 only those that somebody asks for.
    long goingRate = 1L << 40;

    private final AtomicLong rounds = new AtomicLong();
    private final AtomicLong released = new AtomicLong();
    private final Set<Integer> liars = new ConcurrentSkipListSet<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition happened = lock.newCondition();
    private final Parish parish;

    private final class House implements Pusher, Pledgers {
        final int number;
        final ChunkStore store = new MemoryChunkStore();
        final CopyWaits waits = new CopyWaits();
        final Ledger ledger;
        final Pins pins = new Pins();
        volatile @Nullable Upkeep upkeep;
        volatile @Nullable Evictions evictions;

        House(int number) {
            this.number = number;
            try {
                ledger = Ledger.open(new MemoryJournal(), new MemoryCatalog(BodyOpener.NONE));
            } catch (JournalException e) {
                throw new AssertionError(e);
            }
        }

        void start() {
            var ports = new Upkeep.Ports(store, ledger, () -> demand, this, CLOCK);
            upkeep = Upkeep.start(ports, parish.view(number), POLICY, waits);
        }

        /// As the rooms above do whenever chunks came.
        void stir() {
            Optional.ofNullable(evictions).ifPresent(Evictions::stir);
        }

        void evict() {
            var ports = new Evictions.Ports(store, ledger, pins, CLOCK, Hamlet.this::round);
            var policy = new Evictions.Policy(evictAfter, goingRate);
            try {
                evictions =
                        Evictions.start(
                                ports,
                                new Evictions.Ways(this, this),
                                Objects.requireNonNull(upkeep),
                                parish.view(number),
                                policy);
            } catch (StoreException | JournalException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public Optional<Map<ChunkId, Hash>> ask(DeviceId pledger, Hash round, List<ChunkId> ids)
                throws InterruptedException {
            int there = number(pledger);
            var asked = houses.get(there).evictions;
            if (parish.offline.contains(there) || asked == null) {
                return Optional.empty();
            }
            var given = new HashMap<>(asked.asked(id(number), round, ids));
            if (liars.contains(there)) {
                ids.forEach(id -> given.put(id, round));
            }
            happened();
            return Optional.of(given);
        }

        @Override
        public boolean end(DeviceId pledger, Hash round, List<ChunkId> ids, boolean isDropped)
                throws InterruptedException {
            int there = number(pledger);
            var told = houses.get(there).evictions;
            released.addAndGet(isDropped ? 0 : ids.size());
            boolean isNoted =
                    !parish.offline.contains(there)
                            && told != null
                            && told.ended(id(number), round, ids, isDropped);
            happened();
            return isNoted;
        }

        @Override
        public Optional<Set<ChunkId>> held(DeviceId device, List<ChunkId> ids) {
            var held = new TreeSet<>(ids);
            held.removeIf(id -> !houses.get(number(device)).store.index().contains(id));
            return parish.offline.contains(number(device)) ? Optional.empty() : Optional.of(held);
        }

        @Override
        public PushOutcome push(DeviceId to, List<HeldChunk> chunks) throws InterruptedException {
            int there = number(to);
            if (parish.offline.contains(there) || parish.offline.contains(number)) {
                return PushOutcome.CUT;
            }
            long sent = 0;
            var ids = new ArrayList<ChunkId>();
            var gone = new ArrayList<ChunkId>();
            for (var chunk : chunks) {
                var sealed = ByteBuffer.allocate(chunk.length());
                if (!isRead(chunk.id(), sealed)) {
                    gone.add(chunk.id());
                    continue;
                }
                ids.add(chunk.id());
                houses.get(there).keep(chunk.id(), sealed.flip(), chunk.factor());
                sent += chunk.length();
            }
            var receiver = houses.get(there).upkeep;
            if (receiver != null) {
                receiver.arrived(ids);
                houses.get(there).stir();
            }
            happened();
            return new PushOutcome(ids, List.of(), gone, sent);
        }

        /// A copy may go between the wish to push it and the push.
        private boolean isRead(ChunkId id, ByteBuffer into) {
            try {
                return store.read(id, into);
            } catch (StoreException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void tell(DeviceId to, List<ChunkId> chunks, List<DeviceId> holders)
                throws InterruptedException {
            var receiver = houses.get(number(to)).upkeep;
            if (receiver != null) {
                receiver.confirmed(chunks, holders);
            }
            happened();
        }

        @Override
        public void confess(DeviceId to, List<ChunkId> chunks) throws InterruptedException {
            var receiver = houses.get(number(to)).upkeep;
            if (receiver != null && !parish.offline.contains(number(to))) {
                receiver.lost(id(number), chunks);
            }
            happened();
        }

        void keep(ChunkId id, ByteBuffer sealed, int factor) {
            var stamp = new Stamp(VOLUME, new Actor(id(number), 1), 1);
            try {
                store.append(id, sealed, new ChunkTag(factor, stamp, ChunkTag.Origin.PEER));
                store.sync();
                ledger.commit(new ChunksStamped(stamp, factor, List.of(id)));
            } catch (StoreException | JournalException e) {
                throw new AssertionError(e);
            }
        }
    }

    Hamlet(int size) {
        parish = new Parish(size, CLOCK);
        for (int i = 0; i < size; i++) {
            houses.add(new House(i));
        }
    }

    /// From now on every house parts from what belongs on others.
    void startEvicting() {
        houses.forEach(House::evict);
    }

    /// A house says it pledges whatever it is asked for, and proves nothing.
    void lies(int house) {
        liars.add(house);
    }

    /// How often someone was told that a copy stays after all.
    long released() {
        return released.get();
    }

    Pins pins(int house) {
        return houses.get(house).pins;
    }

    Set<Integer> owners(ChunkId chunk) {
        return parish.owners(chunk).stream().map(this::number).collect(Collectors.toSet());
    }

    /// A device is taken out of the pool, as one house sees it.
    void removes(int house, int gone) throws InterruptedException {
        var after = parish.view(house, gone);
        upkeep(house).poolChanged(after);
        evictions(house).poolChanged(after);
    }

    /// The others do without a device from now on.
    void parks(int absent) throws InterruptedException {
        parish.parks(absent);
        poolChanged(absent);
    }

    /// The copies of a device are to go to others.
    void drains(int house) throws InterruptedException {
        parish.drains(house);
        poolChanged(-1);
    }

    private void poolChanged(int unheard) throws InterruptedException {
        for (var each : houses) {
            if (each.number != unheard) {
                var view = parish.view(each.number);
                upkeep(each.number).poolChanged(view);
                Optional.ofNullable(each.evictions).ifPresent(going -> going.poolChanged(view));
            }
        }
    }

    Evictions evictions(int house) {
        return Objects.requireNonNull(houses.get(house).evictions);
    }

    private Hash round() {
        return new Hash(7, 7, 7, rounds.incrementAndGet());
    }

    void start() {
        houses.forEach(House::start);
    }

    ChunkId write(int house, String content) {
        var chunk = UpkeepTest.id(content);
        var sealed = ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8));
        houses.get(house).keep(chunk, sealed, 3);
        return chunk;
    }

    void wrote(int house, List<ChunkId> chunks) throws InterruptedException {
        upkeep(house).wrote(chunks);
        houses.get(house).stir();
    }

    void goesOffline(int house) {
        parish.offline.add(house);
    }

    void comesOnline(int house) throws InterruptedException {
        parish.offline.remove(house);
        poolChanged(-1);
    }

    void forgets(int house, ChunkId chunk) throws StoreException {
        houses.get(house).store.remove(List.of(chunk));
    }

    /// The device stops, its disk loses a chunk that its books know, and it starts again.
    void restarts(int house, ChunkId lost) throws StoreException {
        upkeep(house).close();
        forgets(house, lost);
        houses.get(house).start();
    }

    Set<Integer> holders(ChunkId chunk) {
        return houses.stream()
                .filter(house -> house.store.index().contains(chunk))
                .map(house -> house.number)
                .collect(Collectors.toSet());
    }

    boolean allHoldersKnow(ChunkId chunk) {
        int copies = holders(chunk).size();
        return known(chunk).allMatch(known -> known == copies);
    }

    /// Of how many copies each holder knows.
    IntStream known(ChunkId chunk) {
        return holders(chunk).stream()
                .map(number -> views(number).chunks().facts(List.of(chunk)))
                .mapToInt(all -> all.isEmpty() ? 0 : all.getFirst().copies());
    }

    private void happened() {
        lock.lock();
        try {
            happened.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Waits until it is so; the test's own timeout ends what never comes.
    void await(Callable<Boolean> condition) throws Exception {
        while (!condition.call()) {
            lock.lock();
            try {
                // What is journaled after the last message is seen at the next look.
                long _ = happened.awaitNanos(LOOK_EVERY.toNanos());
            } finally {
                lock.unlock();
            }
        }
    }

    Upkeep upkeep(int house) {
        return Objects.requireNonNull(houses.get(house).upkeep);
    }

    CopyWaits waits(int house) {
        return houses.get(house).waits;
    }

    Views views(int house) {
        return houses.get(house).ledger.views();
    }

    DeviceId id(int house) {
        return parish.id(house);
    }

    Set<DeviceId> ids() {
        return parish.ids();
    }

    @Override
    public void close() {
        for (var house : houses) {
            Optional.ofNullable(house.evictions).ifPresent(Evictions::close);
            Optional.ofNullable(house.upkeep).ifPresent(Upkeep::close);
        }
    }

    private int number(DeviceId id) {
        return (int) id.hash().w0() - 1;
    }
}
