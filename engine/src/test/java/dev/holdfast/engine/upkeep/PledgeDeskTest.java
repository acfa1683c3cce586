package dev.holdfast.engine.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.catalog.BodyOpener;
import dev.holdfast.engine.catalog.memory.MemoryCatalog;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.namespace.Actor;
import dev.holdfast.engine.core.namespace.VolumeId;
import dev.holdfast.engine.core.record.JournalRecord.ChunksDropped;
import dev.holdfast.engine.core.record.JournalRecord.ChunksStamped;
import dev.holdfast.engine.core.record.JournalRecord.PledgeMoved;
import dev.holdfast.engine.core.repair.Pledge;
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
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What a device takes up from its journal about copies that were on their way out.
class PledgeDeskTest {

    private static final DeviceId ANN = new DeviceId(new Hash(1, 0, 0, 0));
    private static final DeviceId BOB = new DeviceId(new Hash(2, 0, 0, 0));
    private static final Hash ROUND = new Hash(5, 5, 5, 5);
    private static final Hash LATER = new Hash(6, 6, 6, 6);
    private static final Stamp STAMP =
            new Stamp(new VolumeId(new Hash(8, 8, 8, 8)), new Actor(ANN, 1), 1);
    private static final String TEXT = "a postcard from the sea";
    private static final ChunkId CHUNK = UpkeepTest.id(TEXT);

    private final MemoryChunkStore store = new MemoryChunkStore();
    private final Pins pins = new Pins();
    private final ChunksStamped stamped = new ChunksStamped(STAMP, 3, List.of(CHUNK));
    private final Ledger ledger;

    PledgeDeskTest() throws Exception {
        ledger = Ledger.open(new MemoryJournal(), new MemoryCatalog(BodyOpener.NONE));
    }

    @BeforeEach
    void a_chunk_is_held() throws Exception {
        var sealed = ByteBuffer.wrap(TEXT.getBytes(StandardCharsets.UTF_8));
        store.append(CHUNK, sealed, new ChunkTag(3, STAMP, ChunkTag.Origin.HERE));
        store.sync();
        ledger.commit(stamped);
    }

    @Test
    void what_the_journal_says_is_dropped_goes_out_of_the_store() throws Exception {
        ledger.commit(List.of(new ChunksDropped(List.of(CHUNK)), moved(Pledge.State.DROPPED)));
        var desk = open(Set.of(BOB));
        assertThat(store.index().contains(CHUNK)).isFalse();
        assertThat(desk.untold(BOB)).containsOnlyKeys(new PledgeDesk.Letter(BOB, ROUND, true));
    }

    @Test
    void unless_it_was_stored_anew() throws Exception {
        ledger.commit(List.of(new ChunksDropped(List.of(CHUNK)), moved(Pledge.State.DROPPED)));
        ledger.commit(stamped);
        open(Set.of(BOB));
        assertThat(store.index().contains(CHUNK)).isTrue();
    }

    @Test
    void an_asking_that_a_crash_cut_off_is_given_up_and_the_copy_stays() throws Exception {
        ledger.commit(moved(Pledge.State.ASKED));
        var desk = open(Set.of(BOB));
        assertThat(store.index().contains(CHUNK)).isTrue();
        assertThat(desk.untold(BOB)).containsOnlyKeys(new PledgeDesk.Letter(BOB, ROUND, false));
        desk.noted(BOB, ROUND, List.of(CHUNK));
        assertThat(desk.untold(BOB)).isEmpty();
        assertThat(ledger.views().pledges().of(CHUNK)).isEmpty();
    }

    @Test
    void a_pledge_to_a_device_that_left_while_this_one_was_off_is_over() throws Exception {
        ledger.commit(new PledgeMoved(BOB, ANN, ROUND, Pledge.State.GIVEN, List.of(CHUNK)));
        open(Set.of());
        assertThat(ledger.views().pledges().of(CHUNK)).isEmpty();
    }

    @Test
    void a_copy_that_the_disk_has_lost_is_held_no_more_when_all_know() throws Exception {
        store.remove(List.of(CHUNK));
        var before = ledger.views().chunks().facts(List.of(CHUNK));
        assertThat(open(Set.of(BOB)).forgo(before)).isEqualTo(1);
        assertThat(ledger.views().chunks().held()).isZero();
    }

    @Test
    void it_stays_on_the_books_when_it_came_back_meanwhile() throws Exception {
        var before = ledger.views().chunks().facts(List.of(CHUNK));
        assertThat(open(Set.of(BOB)).forgo(before)).isZero();
        assertThat(ledger.views().chunks().held()).isOne();
    }

    @Test
    void and_when_somebody_counts_on_it_or_has_it_pledged() throws Exception {
        store.remove(List.of(CHUNK));
        var before = ledger.views().chunks().facts(List.of(CHUNK));
        var desk = open(Set.of(BOB));
        try (var pin = pins.open()) {
            pin.add(CHUNK);
            assertThat(desk.forgo(before)).isZero();
        }
        ledger.commit(
                new ChunksStamped(new Stamp(STAMP.volume(), STAMP.actor(), 2), 3, List.of(CHUNK)));
        assertThat(desk.forgo(before)).as("a put came upon it").isZero();
        ledger.commit(new PledgeMoved(BOB, ANN, ROUND, Pledge.State.GIVEN, List.of(CHUNK)));
        var now = ledger.views().chunks().facts(List.of(CHUNK));
        assertThat(open(Set.of(BOB)).forgo(now)).isZero();
        assertThat(ledger.views().chunks().held()).isOne();
    }

    @Test
    void a_device_that_was_put_out_a_moment_ago_gets_no_pledge() throws Exception {
        var members = new HashSet<>(Set.of(BOB));
        var desk = open(members);
        assertThat(desk.asked(BOB, ROUND, List.of(CHUNK))).containsKey(CHUNK);
        members.remove(BOB);
        desk.removed(BOB);
        assertThat(desk.asked(BOB, LATER, List.of(CHUNK))).isEmpty();
        assertThat(desk.forgo(ledger.views().chunks().facts(List.of(CHUNK)), _ -> true)).isOne();
    }

    private PledgeDesk open(Set<DeviceId> others) throws Exception {
        var ports = new PledgeDesk.Ports(store, ledger, pins, () -> Instant.EPOCH);
        return new PledgeDesk(ANN, others::contains, ports);
    }

    private static PledgeMoved moved(Pledge.State state) {
        return new PledgeMoved(ANN, BOB, ROUND, state, List.of(CHUNK));
    }
}
