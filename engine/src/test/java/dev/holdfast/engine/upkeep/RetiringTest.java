package dev.holdfast.engine.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.catalog.BodyOpener;
import dev.holdfast.engine.catalog.ChunkFacts;
import dev.holdfast.engine.catalog.memory.MemoryCatalog;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.namespace.Actor;
import dev.holdfast.engine.core.namespace.VolumeId;
import dev.holdfast.engine.core.placement.CalibratedRendezvous;
import dev.holdfast.engine.core.placement.Capacity;
import dev.holdfast.engine.core.placement.Layout;
import dev.holdfast.engine.core.record.JournalRecord.ChunksStamped;
import dev.holdfast.engine.core.record.JournalRecord.PledgeMoved;
import dev.holdfast.engine.core.repair.Pledge;
import dev.holdfast.engine.core.repair.PoolView;
import dev.holdfast.engine.core.repair.Presence;
import dev.holdfast.engine.core.repair.Stamp;
import dev.holdfast.engine.ledger.Ledger;
import dev.holdfast.engine.store.ChunkTag;
import dev.holdfast.engine.store.Pins;
import dev.holdfast.engine.store.memory.MemoryChunkStore;
import dev.holdfast.engine.wal.memory.MemoryJournal;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// A chunk that nobody needs goes when all others have heard of it, and stays when anybody wants
/// it.
class RetiringTest {

    private static final DeviceId ANN = new DeviceId(new Hash(1, 0, 0, 0));
    private static final DeviceId BOB = new DeviceId(new Hash(2, 0, 0, 0));
    private static final Hash ROUND = new Hash(5, 5, 5, 5);
    private static final Stamp STAMP =
            new Stamp(new VolumeId(new Hash(8, 8, 8, 8)), new Actor(ANN, 1), 1);
    private static final String TEXT = "a postcard from the sea";
    private static final ChunkId CHUNK = UpkeepTest.id(TEXT);
    private static final Retiring.Late NOTHING = () -> Optional.of(Set.of());

    private final MemoryChunkStore store = new MemoryChunkStore();
    private final Pins pins = new Pins();
    private final Ledger ledger;
    private final Others others = new Others();

    /// The other devices, which note what they are told or do not answer.
    private static final class Others implements Retiring.Telling {

        private final List<DeviceId> told = new ArrayList<>();
        private boolean isSilent;
        private Runnable meanwhile = () -> {};

        @Override
        public boolean tell(DeviceId device, List<ChunkId> ids) {
            told.add(device);
            meanwhile.run();
            return !isSilent;
        }
    }

    RetiringTest() throws Exception {
        ledger = Ledger.open(new MemoryJournal(), new MemoryCatalog(BodyOpener.NONE));
    }

    @BeforeEach
    void a_chunk_is_held() throws Exception {
        var sealed = ByteBuffer.wrap(TEXT.getBytes(StandardCharsets.UTF_8));
        store.append(CHUNK, sealed, new ChunkTag(3, STAMP, ChunkTag.Origin.HERE));
        store.sync();
        ledger.commit(new ChunksStamped(STAMP, 3, List.of(CHUNK)));
    }

    private Retiring retiring() throws Exception {
        var ports = new PledgeDesk.Ports(store, ledger, pins, () -> Instant.EPOCH);
        return new Retiring(new PledgeDesk(ANN, BOB::equals, ports));
    }

    private static PoolView pool(boolean isThere) {
        var bob = new Presence(isThere, Instant.EPOCH);
        var room = new TreeMap<>(Map.of(ANN, new Capacity(1L << 40)));
        var layout = new CalibratedRendezvous().layout(room, 3, Layout.PARTITION_BITS);
        return new PoolView(ANN, layout, Map.of(BOB, bob));
    }

    private List<ChunkFacts> facts() {
        return ledger.views().chunks().facts(List.of(CHUNK));
    }

    private void assertStays() {
        assertThat(store.index().contains(CHUNK)).isTrue();
        assertThat(ledger.views().chunks().held()).isOne();
    }

    @Test
    void it_goes_when_all_others_have_noted_it() throws Exception {
        assertThat(retiring().retire(facts(), NOTHING, pool(true), others)).isOne();
        assertThat(others.told).containsExactly(BOB);
        assertThat(store.index().contains(CHUNK)).isFalse();
        assertThat(ledger.views().chunks().held()).isZero();
    }

    @Test
    void it_stays_while_one_is_away_or_does_not_answer() throws Exception {
        assertThat(retiring().retire(facts(), NOTHING, pool(false), others)).isZero();
        assertThat(others.told).isEmpty();
        others.isSilent = true;
        assertThat(retiring().retire(facts(), NOTHING, pool(true), others)).isZero();
        assertStays();
    }

    @Test
    void it_stays_when_it_is_offered_meanwhile_though_that_says_nothing_new() throws Exception {
        var retiring = retiring();
        others.meanwhile = () -> retiring.revive(List.of(CHUNK));
        assertThat(retiring.retire(facts(), NOTHING, pool(true), others)).isZero();
        assertStays();
    }

    @Test
    void it_stays_when_a_name_needs_it_that_came_meanwhile_or_that_cannot_be_told()
            throws Exception {
        Retiring.Late needed = () -> Optional.of(Set.of(CHUNK));
        assertThat(retiring().retire(facts(), needed, pool(true), others)).isZero();
        assertThat(retiring().retire(facts(), Optional::empty, pool(true), others)).isZero();
        assertStays();
    }

    @Test
    void it_stays_when_a_put_counts_on_it_or_another_device_does() throws Exception {
        var before = facts();
        try (var pin = pins.open()) {
            pin.add(CHUNK);
            assertThat(retiring().retire(before, NOTHING, pool(true), others)).isZero();
        }
        var later = new Stamp(STAMP.volume(), STAMP.actor(), 2);
        ledger.commit(new ChunksStamped(later, 3, List.of(CHUNK)));
        assertThat(retiring().retire(before, NOTHING, pool(true), others)).isZero();
        ledger.commit(new PledgeMoved(BOB, ANN, ROUND, Pledge.State.GIVEN, List.of(CHUNK)));
        assertThat(retiring().retire(facts(), NOTHING, pool(true), others)).isZero();
        assertStays();
    }
}
