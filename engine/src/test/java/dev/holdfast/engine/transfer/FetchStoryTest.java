package dev.holdfast.engine.transfer;

import static dev.holdfast.engine.transfer.Neighbours.PATIENCE;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.buffers.Shelf;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.content.ChunkRef;
import dev.holdfast.engine.core.hash.Sha256;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.wire.TransferMessage.Found;
import dev.holdfast.engine.core.wire.TransferMessage.GetChunks;
import dev.holdfast.engine.net.NetException;
import dev.holdfast.engine.net.Served;
import dev.holdfast.engine.store.TestChunk;
import dev.holdfast.engine.store.memory.MemoryChunkStore;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// A device fetches a chunk from neighbours, of whom some lie, stall or have lost it.
@Timeout(120)
class FetchStoryTest {

    private final Neighbours street = new Neighbours();
    private final TestChunk lake = TestChunk.seeded(1, 3_000_000);
    private final AtomicInteger asked = new AtomicInteger();
    private final Set<DeviceId> absent = ConcurrentHashMap.newKeySet();

    /// Nobody is hurried in a test that does not say so.
    private Duration hedgeAfter = PATIENCE;

    private Duration silence = PATIENCE;

    private final CountDownLatch theEnd = new CountDownLatch(1);

    @AfterEach
    void everybody_leaves() {
        theEnd.countDown();
        street.close();
    }

    private DeviceId holder(String name) throws Exception {
        var store = new MemoryChunkStore();
        lake.appendTo(store);
        return street.honest(name, store).id;
    }

    private DeviceId liar(String name) throws Exception {
        return street.odd(
                name,
                (_, stream) -> {
                    stream.receive(PATIENCE);
                    var tampered = lake.sealed().clone();
                    tampered[1_500_000] ^= 1;
                    stream.send(new Found(tampered.length));
                    stream.sendBytes(ByteBuffer.wrap(tampered));
                });
    }

    /// Begins, and then says nothing until the test is over.
    private DeviceId staller(String name, int bytes) throws Exception {
        Served.Conversation stall =
                (_, stream) -> {
                    stream.receive(PATIENCE);
                    stream.send(new Found(lake.sealed().length));
                    stream.sendBytes(ByteBuffer.wrap(lake.sealed(), 0, bytes));
                    theEnd.await();
                };
        return street.odd(name, stall);
    }

    private byte[] fetched(List<DeviceId> likely, List<DeviceId> others) throws Exception {
        var into = ByteBuffer.allocate(ChunkRef.SEALED_MAX);
        fetcher(likely, others).fetch(lake.id(), into);
        var bytes = new byte[into.flip().remaining()];
        into.get(bytes);
        return bytes;
    }

    private ChunkFetcher fetcher(List<DeviceId> likely, List<DeviceId> others) {
        return new ChunkFetcher(
                street::connection,
                new ChunkFetcher.Holders() {
                    @Override
                    public List<DeviceId> likely(ChunkId id) {
                        return likely;
                    }

                    @Override
                    public List<DeviceId> ask(ChunkId id) {
                        asked.incrementAndGet();
                        return others;
                    }

                    @Override
                    public void absent(DeviceId device, ChunkId id) {
                        absent.add(device);
                    }
                },
                new ChunkFetcher.Waits(
                        hedgeAfter, new Patience(silence, PATIENCE), System::nanoTime),
                new Shelf());
    }

    @Test
    void a_holder_gives_the_chunk_and_nobody_else_is_asked() throws Exception {
        assertThat(fetched(List.of(holder("bob"), liar("eve")), List.of()))
                .isEqualTo(lake.sealed());
        assertThat(asked).hasValue(0);
    }

    @Test
    void a_tampered_chunk_is_refused_and_fetched_from_another_holder() throws Exception {
        assertThat(fetched(List.of(liar("eve"), holder("bob")), List.of()))
                .isEqualTo(lake.sealed());
    }

    @Test
    void one_that_lost_it_and_one_that_left_are_passed_over() throws Exception {
        var lost = street.honest("ann", new MemoryChunkStore()).id;
        var left = new DeviceId(lake.id().hash());
        assertThat(fetched(List.of(lost, left, holder("bob")), List.of())).isEqualTo(lake.sealed());
        assertThat(absent).as("who was there and had no copy").containsExactly(lost);
    }

    @Test
    void one_whose_copy_is_damaged_says_so_and_is_passed_over() throws Exception {
        var ann = street.honest("ann", new MemoryChunkStore());
        lake.appendTo(ann.store);
        ann.store.damage(lake.id(), 12);
        assertThat(fetched(List.of(ann.id, holder("bob")), List.of())).isEqualTo(lake.sealed());
        assertThat(absent).containsExactly(ann.id);
        assertThat(ann.spoiled).containsExactly(lake.id());
    }

    @Test
    void one_that_stalls_before_or_within_the_bytes_is_raced_by_the_next() throws Exception {
        hedgeAfter = Duration.ofMillis(20);
        var slow = List.of(staller("ann", 0), staller("dan", 1_000_000), holder("bob"));
        assertThat(fetched(slow, List.of())).isEqualTo(lake.sealed());
    }

    @Test
    void a_liar_that_is_faster_than_a_sound_holder_does_not_win() throws Exception {
        hedgeAfter = Duration.ofMillis(20);
        var odd = List.of(staller("dan", 10), liar("eve"), liar("mal"), holder("bob"));
        assertThat(fetched(odd, List.of())).isEqualTo(lake.sealed());
    }

    @Test
    void only_when_no_likely_holder_has_it_is_everybody_asked() throws Exception {
        var eve = liar("eve");
        assertThat(fetched(List.of(eve), List.of(eve, holder("bob")))).isEqualTo(lake.sealed());
        assertThat(asked).hasValue(1);
    }

    @Test
    void when_nobody_has_it_the_problem_says_so_and_what_to_do() throws Exception {
        var eve = liar("eve");
        assertThatThrownBy(() -> fetched(List.of(eve), List.of(eve)))
                .isInstanceOf(NodeException.class)
                .hasMessageContaining("None of the 1 devices asked gave a sound copy");
        assertThatThrownBy(() -> fetched(List.of(), List.of()))
                .isInstanceOf(NodeException.class)
                .hasMessageContaining("No device that can be reached now holds a part");
    }

    @Test
    void a_length_beyond_the_room_is_refused_before_a_byte_is_taken() throws Exception {
        var bob = holder("bob");
        var into = ByteBuffer.allocate(1000);
        assertThatThrownBy(() -> fetcher(List.of(bob), List.of()).fetch(lake.id(), into))
                .isInstanceOf(NodeException.class);
        assertThat(into.position()).isZero();
    }

    @Test
    void fills_what_is_left_of_a_buffer_that_is_not_empty() throws Exception {
        var into = ByteBuffer.allocate(ChunkRef.SEALED_MAX + 10).position(10);
        fetcher(List.of(liar("eve"), holder("bob")), List.of()).fetch(lake.id(), into);
        assertThat(into.position()).isEqualTo(10 + lake.sealed().length);
        assertThat(into.flip().position(10)).isEqualTo(ByteBuffer.wrap(lake.sealed()));
    }

    @Test
    void many_fetches_at_once_share_what_there_is() throws Exception {
        hedgeAfter = Duration.ofMillis(20);
        var holders = List.of(staller("dan", 10), liar("eve"), holder("bob"));
        var tasks = new ArrayList<Callable<byte[]>>();
        for (int n = 0; n < 12; n++) {
            tasks.add(() -> fetched(holders, List.of()));
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var done : threads.invokeAll(tasks)) {
                assertThat(done.get()).isEqualTo(lake.sealed());
            }
        }
    }

    @Test
    void of_a_cancelled_fetch_its_holder_sends_no_more_than_is_under_way() throws Exception {
        var broken = new CompletableFuture<NetException>();
        var bob =
                street.odd(
                        "bob",
                        (_, stream) -> {
                            stream.receive(PATIENCE);
                            stream.send(new Found(ChunkRef.SEALED_MAX));
                            try {
                                stream.sendBytes(ByteBuffer.allocate(ChunkRef.SEALED_MAX));
                            } catch (NetException e) {
                                broken.complete(e);
                            }
                        });
        try (var stream = street.to(bob).open()) {
            stream.send(new GetChunks(List.of(lake.id())));
            stream.receive(PATIENCE);
        }
        assertThat(broken.get().kind()).isEqualTo(NetException.Kind.ENDED);
    }

    private List<ChunkId> manyFrom(List<DeviceId> likely, List<TestChunk> wanted) throws Exception {
        var arrived = new CopyOnWriteArrayList<ChunkId>();
        fetcher(likely, List.of())
                .fetchMany(
                        Neighbours.ids(wanted),
                        (id, bytes) -> {
                            assertThat(Sha256.of(bytes)).isEqualTo(id.hash());
                            arrived.add(id);
                        });
        return arrived;
    }

    @Test
    void many_small_chunks_come_for_one_question() throws Exception {
        var chunks = Neighbours.chunks(2_000, 500);
        var bob = street.honest("bob", new MemoryChunkStore());
        for (var chunk : chunks) {
            chunk.appendTo(bob.store);
        }
        assertThat(manyFrom(List.of(bob.id), chunks)).isEqualTo(Neighbours.ids(chunks));
    }

    @Test
    void of_many_only_the_sound_ones_count_and_who_lacks_some_is_noted() throws Exception {
        var chunks = Neighbours.chunks(20, 500);
        var bob = street.honest("bob", new MemoryChunkStore());
        for (var chunk : chunks.subList(5, 20)) {
            chunk.appendTo(bob.store);
        }
        bob.store.damage(chunks.get(9).id(), 7);

        assertThat(manyFrom(List.of(bob.id), chunks))
                .hasSize(14)
                .doesNotContain(chunks.get(9).id());
        assertThat(absent).containsExactly(bob.id);
    }

    @Test
    void a_holder_of_many_that_stalls_lies_or_sends_too_much_is_left_in_time() throws Exception {
        silence = Duration.ofMillis(20);
        assertThat(manyFrom(List.of(staller("dan", 10)), List.of(lake))).isEmpty();
        var small = TestChunk.seeded(3, 500);
        var eve =
                street.odd(
                        "eve",
                        (_, stream) -> {
                            stream.receive(PATIENCE);
                            stream.send(new Found(500));
                            stream.sendBytes(ByteBuffer.allocate(500));
                            stream.send(new Found(ChunkFetcher.SMALL_MAX + 1));
                            theEnd.await();
                        });
        assertThat(manyFrom(List.of(eve), List.of(small, lake))).isEmpty();
        assertThat(manyFrom(List.of(), List.of(small))).isEmpty();
    }
}
