package dev.holdfast.engine.transfer;

import static dev.holdfast.engine.transfer.Neighbours.PATIENCE;
import static dev.holdfast.engine.transfer.Neighbours.chunks;
import static dev.holdfast.engine.transfer.Neighbours.ids;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.wire.Bitmap;
import dev.holdfast.engine.core.wire.TransferMessage.Declined;
import dev.holdfast.engine.core.wire.TransferMessage.Offer;
import dev.holdfast.engine.core.wire.TransferMessage.Refusal;
import dev.holdfast.engine.core.wire.TransferMessage.Stored;
import dev.holdfast.engine.core.wire.TransferMessage.Want;
import dev.holdfast.engine.net.NetException;
import dev.holdfast.engine.store.TestChunk;
import dev.holdfast.engine.store.memory.MemoryChunkStore;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;

/// A device gives chunks to its neighbours, who are honest, full, broken, or lie.
@Timeout(120)
class PushStoryTest {

    private final Neighbours street = new Neighbours();

    @AfterEach
    void everybody_leaves() {
        street.close();
    }

    @Test
    void what_was_stored_is_durable_and_stamped_there() throws Exception {
        var bob = street.honest("bob", new MemoryChunkStore());
        var chunks = street.kept(chunks(40, 1 << 20));
        var outcome = street.push(bob.id, chunks);
        assertThat(outcome.stored()).containsExactlyInAnyOrderElementsOf(ids(chunks));
        assertThat(outcome.declined()).isEmpty();
        assertThat(outcome.sentBytes()).isEqualTo(street.store.index().bytes());
        assertThat(bob.stamped).containsExactlyInAnyOrderElementsOf(ids(chunks));
        bob.store.loseUnsynced();
        for (var chunk : chunks) {
            assertThat(chunk.readFrom(bob.store)).isEqualTo(chunk.sealed());
        }
    }

    /// A stream that wants all of it, and then breaks off behind the first chunk.
    @Test
    void what_is_being_given_is_known_to_come_until_it_is_here_or_does_not_come() throws Exception {
        var bob = street.honest("bob", new MemoryChunkStore());
        var chunks = chunks(3, 5000);
        try (var stream = street.to(bob.id).open()) {
            stream.send(
                    new Offer(
                            Neighbours.sized(chunks), 3, TestChunk.TAG.stamp(), Neighbours.NONCE));
            assertThat(stream.receive(PATIENCE)).isInstanceOf(Want.class);
            assertThat(ids(chunks)).allMatch(bob.coming::contains);
            stream.sendBytes(ByteBuffer.wrap(chunks.get(0).sealed()));
            bob.coming.await(chunks.get(0).id());
            assertThat(bob.store.index().contains(chunks.get(0).id())).isTrue();
            assertThat(bob.coming.contains(chunks.get(1).id())).isTrue();
        }
        for (var chunk : chunks) {
            bob.coming.await(chunk.id());
            assertThat(bob.coming.contains(chunk.id())).isFalse();
        }
        assertThat(bob.store.index().contains(chunks.get(1).id())).isFalse();
    }

    @Test
    void what_is_held_is_proved_and_not_sent_again() throws Exception {
        var bob = street.honest("bob", new MemoryChunkStore());
        var chunks = street.kept(chunks(10, 5000));
        street.push(bob.id, chunks.subList(0, 7));
        bob.stamped.clear();
        var outcome = street.push(bob.id, chunks);
        assertThat(outcome.stored()).containsExactlyInAnyOrderElementsOf(ids(chunks));
        assertThat(outcome.sentBytes()).isEqualTo(3 * 5000 + 7 + 8 + 9);
        assertThat(bob.stamped).containsExactlyInAnyOrderElementsOf(ids(chunks));
    }

    @Test
    void a_damaged_copy_there_is_made_good_by_the_offer() throws Exception {
        var bob = street.honest("bob", new MemoryChunkStore());
        var chunks = street.kept(chunks(2, 5000));
        street.push(bob.id, chunks);
        bob.store.damage(chunks.getFirst().id(), 77);
        var outcome = street.push(bob.id, chunks);
        assertThat(outcome.stored()).hasSize(2);
        assertThat(outcome.sentBytes()).isEqualTo(5000);
        assertThat(chunks.getFirst().readFrom(bob.store)).isEqualTo(chunks.getFirst().sealed());
    }

    @Test
    void a_full_device_says_so_and_keeps_what_it_had_room_for() throws Exception {
        var bob = street.honest("bob", new MemoryChunkStore(25_000));
        var chunks = street.kept(chunks(8, 5000));
        var outcome = street.push(bob.id, chunks);
        assertThat(outcome.stored()).containsExactlyInAnyOrderElementsOf(ids(chunks.subList(0, 4)));
        assertThat(outcome.declined())
                .containsExactlyInAnyOrderElementsOf(ids(chunks.subList(4, 8)));
        assertThat(bob.stamped).hasSize(4);
    }

    @Test
    void a_device_without_a_share_takes_nothing_and_is_sent_nothing() throws Exception {
        var bob = street.honest("bob", new MemoryChunkStore());
        bob.hasShare = false;
        var chunks = street.kept(chunks(3, 5000));
        var outcome = street.push(bob.id, chunks);
        assertThat(outcome.declined()).containsExactlyInAnyOrderElementsOf(ids(chunks));
        assertThat(outcome.sentBytes()).isZero();
    }

    @Test
    void a_device_that_has_all_it_grants_is_sent_nothing_and_keeps_what_it_has() throws Exception {
        var bob = street.honest("bob", new MemoryChunkStore());
        var chunks = street.kept(chunks(8, 5000));
        bob.shareBytes = 3 * 5000 + 100;
        var outcome = street.push(bob.id, chunks);
        assertThat(outcome.stored()).containsExactlyInAnyOrderElementsOf(ids(chunks.subList(0, 3)));
        assertThat(outcome.declined()).hasSize(5);
        assertThat(bob.stamped).hasSize(3);

        var again = street.push(bob.id, chunks.subList(3, 8));
        assertThat(again.declined()).hasSize(5);
        assertThat(again.sentBytes()).isZero();
        var held = street.push(bob.id, chunks.subList(0, 3));
        assertThat(held.stored()).hasSize(3);

        bob.shareBytes = Long.MAX_VALUE;
        assertThat(street.push(bob.id, chunks).stored()).hasSize(8);
    }

    @Test
    void what_cannot_be_written_down_is_not_stored() throws Exception {
        var bob = street.honest("bob", new MemoryChunkStore());
        bob.diskIsBroken = true;
        var chunks = street.kept(chunks(3, 5000));
        var outcome = street.push(bob.id, chunks);
        assertThat(outcome.stored()).isEmpty();
        assertThat(outcome.declined()).hasSize(3);
    }

    @Test
    void whoever_claims_to_hold_a_chunk_without_its_bytes_is_not_believed() throws Exception {
        var liar =
                street.odd(
                        "liar",
                        (_, stream) -> {
                            var offer = (Offer) stream.receive(PATIENCE);
                            int count = offer.chunks().size();
                            var proofs = Collections.nCopies(count, new Hash(1, 1, 1, 1));
                            stream.send(new Want(Bitmap.of(count, _ -> false), proofs));
                        });
        var outcome = street.push(liar, street.kept(chunks(5, 5000)));
        assertThat(outcome.stored()).isEmpty();
        assertThat(outcome.declined()).isEmpty();
    }

    @Test
    void whoever_acknowledges_what_it_did_not_want_is_not_believed() throws Exception {
        var stranger = TestChunk.seeded(99, 10).id();
        var liar =
                street.odd(
                        "liar",
                        (_, stream) -> {
                            var offer = (Offer) stream.receive(PATIENCE);
                            stream.send(
                                    new Want(
                                            Bitmap.of(offer.chunks().size(), _ -> true),
                                            List.of()));
                            stream.send(new Stored(List.of(stranger)));
                            stream.receiveBytes(ByteBuffer.allocate(5000), PATIENCE);
                        });
        var outcome = street.push(liar, street.kept(chunks(1, 5000)));
        assertThat(outcome.stored()).isEmpty();
    }

    @Test
    void other_bytes_than_the_ids_are_refused() throws Exception {
        var bob = street.honest("bob", new MemoryChunkStore());
        var chunks = chunks(2, 5000);
        try (var stream = street.to(bob.id).open()) {
            stream.send(
                    new Offer(
                            Neighbours.sized(chunks), 3, TestChunk.TAG.stamp(), Neighbours.NONCE));
            assertThat(stream.receive(PATIENCE)).isInstanceOf(Want.class);
            var tampered = chunks.get(0).sealed().clone();
            tampered[2500] ^= 1;
            stream.sendBytes(ByteBuffer.wrap(tampered));
            stream.sendBytes(ByteBuffer.wrap(chunks.get(1).sealed()));
            List<ChunkId> wrong = List.of(chunks.get(0).id());
            assertThat(stream.receive(PATIENCE))
                    .isEqualTo(new Declined(wrong, Refusal.NOT_THE_CHUNK));
            assertThat(stream.receive(PATIENCE)).isEqualTo(new Stored(List.of(chunks.get(1).id())));
        }
        assertThat(bob.store.index().ids()).containsExactly(chunks.get(1).id());
    }

    @Test
    void a_receiver_that_leaves_midway_has_stored_nothing_it_did_not_say() throws Exception {
        var rude =
                street.odd(
                        "rude",
                        (from, stream) -> {
                            var offer = (Offer) stream.receive(PATIENCE);
                            stream.send(
                                    new Want(
                                            Bitmap.of(offer.chunks().size(), _ -> true),
                                            List.of()));
                            stream.receiveBytes(ByteBuffer.allocate(5000), PATIENCE);
                            stream.send(new Stored(List.of(offer.chunks().getFirst().id())));
                            stream.receiveBytes(ByteBuffer.allocate(100), PATIENCE);
                            throw new NetException(NetException.Kind.RESET, "enough");
                        });
        var chunks = street.kept(chunks(30, 5000));
        var outcome = street.push(rude, chunks);
        assertThat(ids(chunks).subList(0, 1)).containsAll(outcome.stored());
        assertThat(outcome.declined()).isEmpty();
    }

    @Test
    void a_chunk_that_is_damaged_here_is_refused_there_and_named_here() throws Exception {
        var bob = street.honest("bob", new MemoryChunkStore());
        var chunks = street.kept(chunks(3, 5000));
        street.store.damage(chunks.get(1).id(), 9);
        var outcome = street.push(bob.id, chunks);
        assertThat(outcome.unreadable()).containsExactly(chunks.get(1).id());
        assertThat(outcome.declined()).isEmpty();
        assertThat(outcome.stored())
                .containsExactlyInAnyOrder(chunks.get(0).id(), chunks.get(2).id());
        assertThat(bob.store.index().contains(chunks.get(1).id())).isFalse();
    }

    @Test
    void a_chunk_that_is_damaged_here_is_no_witness_of_what_others_hold() throws Exception {
        var bob = street.honest("bob", new MemoryChunkStore());
        var chunks = street.kept(chunks(2, 5000));
        street.push(bob.id, chunks);
        street.store.damage(chunks.get(1).id(), 9);
        var outcome = street.push(bob.id, chunks);
        assertThat(outcome.stored()).containsExactly(chunks.get(0).id());
        assertThat(outcome.unreadable()).containsExactly(chunks.get(1).id());
        assertThat(outcome.sentBytes()).isZero();
    }

    @Test
    void who_calls_sound_bytes_wrong_has_declined_them() throws Exception {
        var chunks = street.kept(chunks(1, 5000));
        List<ChunkId> all = ids(chunks);
        var wrong =
                street.odd(
                        "wrong",
                        (_, stream) -> {
                            stream.receive(PATIENCE);
                            stream.send(new Want(Bitmap.of(1, _ -> true), List.of()));
                            stream.receiveBytes(ByteBuffer.allocate(5000), PATIENCE);
                            stream.send(new Declined(all, Refusal.NOT_THE_CHUNK));
                        });
        var outcome = street.push(wrong, chunks);
        assertThat(outcome.declined()).containsExactlyElementsOf(all);
        assertThat(outcome.unreadable()).isEmpty();
    }

    @Test
    void what_asks_nothing_about_chunks_is_refused() throws Exception {
        var bob = street.honest("bob", new MemoryChunkStore());
        try (var stream = street.to(bob.id).open()) {
            stream.send(new Stored(List.of(TestChunk.seeded(1, 1).id())));
            assertThatThrownBy(() -> stream.receive(PATIENCE)).isInstanceOf(NetException.class);
        }
    }
}
