package dev.holdfast.engine.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.buffers.Shelf;
import dev.holdfast.engine.catalog.BodyOpener;
import dev.holdfast.engine.catalog.memory.MemoryCatalog;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.placement.CalibratedRendezvous;
import dev.holdfast.engine.core.placement.Capacity;
import dev.holdfast.engine.core.placement.Layout;
import dev.holdfast.engine.core.record.JournalRecord.ChunksStamped;
import dev.holdfast.engine.core.repair.Demand;
import dev.holdfast.engine.core.repair.HeldChunk;
import dev.holdfast.engine.core.repair.PoolView;
import dev.holdfast.engine.core.repair.Presence;
import dev.holdfast.engine.core.repair.Repair.PushOutcome;
import dev.holdfast.engine.core.repair.RepairPolicy;
import dev.holdfast.engine.core.wire.TransferMessage.Sized;
import dev.holdfast.engine.ledger.Ledger;
import dev.holdfast.engine.store.TestChunk;
import dev.holdfast.engine.store.memory.MemoryChunkStore;
import dev.holdfast.engine.transfer.Neighbours.Neighbour;
import dev.holdfast.engine.upkeep.CopyWaits;
import dev.holdfast.engine.upkeep.Pusher;
import dev.holdfast.engine.upkeep.Upkeep;
import dev.holdfast.engine.wal.memory.MemoryJournal;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;

/// A device gives each chunk to two of three neighbours, and one of them dies in the middle.
@Timeout(120)
class TakeOverTest {

    private static final InstantSource CLOCK = () -> Instant.ofEpochSecond(0, System.nanoTime());
    private static final int CHUNK = 1 << 20;
    private static final int FACTOR = 3;

    private final Neighbours street = new Neighbours();
    private final CountDownLatch died = new CountDownLatch(1);
    private final Set<DeviceId> dead = ConcurrentHashMap.newKeySet();
    private final Ledger ledger;

    TakeOverTest() throws Exception {
        ledger = Ledger.open(new MemoryJournal(), new MemoryCatalog(BodyOpener.NONE));
    }

    @AfterEach
    void everybody_leaves() {
        street.close();
    }

    /// In the offer, in the first chunk, where the second begins, and far behind.
    @ParameterizedTest(name = "after {0} bytes")
    @ValueSource(longs = {40, 300_000, CHUNK + 40_000, 5 * CHUNK + 700_000})
    void D4_another_takes_over_from_a_target_that_dies_within_a_chunk(long bytes) throws Exception {
        var bob = street.honest("bob", new MemoryChunkStore());
        var all = new ArrayList<>(List.of(bob));
        all.add(street.honest("cat", new MemoryChunkStore()));
        all.add(street.honest("dan", new MemoryChunkStore()));
        var layout = layout(all);
        var chunks = street.kept(owned(layout, bob.id, 12));
        ledger.commit(new ChunksStamped(TestChunk.TAG.stamp(), FACTOR, Neighbours.ids(chunks)));
        street.cutAfter(bob.id, bytes);

        var ports = new Upkeep.Ports(street.store, ledger, () -> Demand.UNKNOWN, way(), CLOCK);
        try (var upkeep = Upkeep.start(ports, view(layout), policy(), new CopyWaits())) {
            upkeep.wrote(Neighbours.ids(chunks));
            died.await();
            upkeep.poolChanged(view(layout));
            for (var chunk : chunks) {
                awaitHeld(chunk.id(), all.subList(1, 3));
            }
            assertThat(street.carriedTo(bob.id)).isLessThanOrEqualTo(bytes);
            assertThat(bob.store.index().bytes()).as("whole chunks only").isLessThan(bytes);
            for (var other : all.subList(1, 3)) {
                for (var chunk : chunks) {
                    assertThat(chunk.readFrom(other.store)).isEqualTo(chunk.sealed());
                }
            }
            assertThat(bob.store.index().ids()).containsAll(bob.stamped);
        }
    }

    private static Layout layout(List<Neighbour> others) {
        var capacities = new TreeMap<DeviceId, Capacity>();
        capacities.put(Neighbours.self(), new Capacity(1L << 40));
        others.forEach(other -> capacities.put(other.id, new Capacity(1L << 40)));
        return new CalibratedRendezvous().layout(capacities, FACTOR, Layout.PARTITION_BITS);
    }

    /// Chunks that one device and this one own, so that they all go there first.
    private static List<TestChunk> owned(Layout layout, DeviceId by, int count) {
        var owned = new ArrayList<TestChunk>();
        for (int seed = 0; owned.size() < count; seed++) {
            var chunk = TestChunk.seeded(seed, CHUNK);
            var owners = new HashSet<>(layout.owners(chunk.id(), FACTOR));
            if (owners.containsAll(List.of(by, Neighbours.self()))) {
                owned.add(chunk);
            }
        }
        return owned;
    }

    private PoolView view(Layout layout) {
        var others = new TreeMap<DeviceId, Presence>();
        layout.devices().stream()
                .filter(Predicate.not(Neighbours.self()::equals))
                .forEach(d -> others.put(d, new Presence(!dead.contains(d), CLOCK.instant())));
        return new PoolView(Neighbours.self(), layout, (Map<DeviceId, Presence>) others);
    }

    private static RepairPolicy policy() {
        var usual = RepairPolicy.DEFAULT;
        return new RepairPolicy(
                usual.repairAfter(), usual.urgentAfter(), usual.takeOverAfter(), 1L << 40);
    }

    private void awaitHeld(ChunkId chunk, List<Neighbour> by) throws InterruptedException {
        synchronized (dead) {
            while (!by.stream().allMatch(holder -> holder.stamped.contains(chunk))) {
                dead.wait();
            }
        }
    }

    private Pusher way() {
        return new Pusher() {
            @Override
            public PushOutcome push(DeviceId to, List<HeldChunk> chunks)
                    throws InterruptedException {
                var sized = chunks.stream().map(c -> new Sized(c.id(), c.length())).toList();
                var load = new ChunkPusher.Load(sized, FACTOR, TestChunk.TAG.stamp());
                var connection = street.to(to);
                var outcome =
                        new ChunkPusher(street.store, new Shelf())
                                .push(connection, load, Neighbours.NONCE);
                if (connection.traffic().ended().isPresent()) {
                    dead.add(to);
                    died.countDown();
                }
                synchronized (dead) {
                    dead.notifyAll();
                }
                return new PushOutcome(
                        List.copyOf(outcome.stored()),
                        List.copyOf(outcome.declined()),
                        List.copyOf(outcome.unreadable()),
                        outcome.sentBytes());
            }

            @Override
            public void tell(DeviceId to, List<ChunkId> chunks, List<DeviceId> holders) {
                // who else holds it is of no matter here
            }

            @Override
            public void confess(DeviceId to, List<ChunkId> chunks) {
                throw new AssertionError("nothing is lost here");
            }
        };
    }
}
