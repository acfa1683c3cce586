package dev.holdfast.engine.transfer;

import static dev.holdfast.engine.transfer.Neighbours.NONCE;
import static dev.holdfast.engine.transfer.Neighbours.PATIENCE;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.buffers.Shelf;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.wire.Bitmap;
import dev.holdfast.engine.core.wire.TransferMessage.Offer;
import dev.holdfast.engine.core.wire.TransferMessage.Sized;
import dev.holdfast.engine.core.wire.TransferMessage.Stored;
import dev.holdfast.engine.core.wire.TransferMessage.Want;
import dev.holdfast.engine.net.NetException;
import dev.holdfast.engine.net.Stream;
import dev.holdfast.engine.store.TestChunk;
import dev.holdfast.engine.store.memory.MemoryChunkStore;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/// What a receiver that takes its time can make a sender and the path hold: counted, not weighed.
@Timeout(120)
class SlowTargetTest {

    private static final int CHUNK = 1 << 20;

    /// What may be sent on a stream before anything of it is read, and how far that may grow.
    private static final int WINDOW = 1 << 20;

    private static final int WINDOW_MAX = 16 << 20;

    /// Heads of frames, the offer and other words.
    private static final int WORDS_MAX = 64 << 10;

    private static final Duration GLANCE = Duration.ofMillis(5);

    private final Neighbours street = new Neighbours();
    private final CountDownLatch over = new CountDownLatch(1);

    @AfterEach
    void everybody_leaves() {
        over.countDown();
        street.close();
    }

    @Test
    void D5_a_target_that_reads_slowly_is_sent_no_more_than_it_has_room_for() throws Exception {
        var slow = street.odd("slow", (from, stream) -> takesSlowly(stream));
        var outcome = street.push(slow, street.kept(chunks(64)));
        assertThat(outcome.stored()).hasSize(64);
    }

    /// Reads the next chunk when the sender has filled the room there was.
    private void takesSlowly(Stream stream) throws NetException, InterruptedException {
        var chunks = wanted(stream);
        long left = chunks.stream().mapToLong(Sized::length).sum();
        long read = 0;
        for (var chunk : chunks) {
            awaitCarried(Neighbours.id("slow"), read + Math.min(WINDOW, left));
            long unread = street.carriedTo(Neighbours.id("slow")) - read;
            assertThat(unread).isLessThan(WINDOW_MAX + WORDS_MAX);
            stream.receiveBytes(ByteBuffer.allocate(chunk.length()), PATIENCE);
            read += chunk.length();
            left -= chunk.length();
        }
        stream.send(new Stored(chunks.stream().map(Sized::id).toList()));
    }

    @Test
    void D5_a_target_that_reads_nothing_is_sent_one_window() throws Exception {
        var mute = street.odd("mute", (from, stream) -> takesNothing(stream));
        var chunks = street.kept(chunks(64));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var push = threads.submit(() -> street.push(mute, chunks));
            awaitCarried(mute, WINDOW);
            over.countDown();
            assertThat(push.get().stored()).isEmpty();
        }
        assertThat(street.carriedTo(mute)).isLessThan(WINDOW + WORDS_MAX);
    }

    /// All pushes that may be under way to it at once stand still, each with what it has read.
    @Test
    void D5_a_target_that_reads_nothing_holds_up_no_other() throws Exception {
        var mute = street.odd("mute", (from, stream) -> takesNothing(stream));
        var bob = street.honest("bob", new MemoryChunkStore());
        var chunks = street.kept(chunks(16));
        var pusher = new ChunkPusher(street.store, new Shelf());
        var load = new ChunkPusher.Load(Neighbours.sized(chunks), 3, TestChunk.TAG.stamp());
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> stuck =
                    List.of(
                            threads.submit(() -> pusher.push(street.to(mute), load, NONCE)),
                            threads.submit(() -> pusher.push(street.to(mute), load, NONCE)));
            awaitCarried(mute, WINDOW);
            assertThat(pusher.push(street.to(bob.id), load, NONCE).stored()).hasSize(16);
            assertThat(stuck).noneMatch(Future::isDone);
            over.countDown();
        }
    }

    private void takesNothing(Stream stream) throws NetException, InterruptedException {
        wanted(stream);
        over.await();
    }

    private static List<Sized> wanted(Stream stream) throws NetException, InterruptedException {
        var chunks = ((Offer) stream.receive(PATIENCE)).chunks();
        stream.send(new Want(Bitmap.of(chunks.size(), _ -> true), List.of()));
        return chunks;
    }

    private static List<TestChunk> chunks(int count) {
        return IntStream.range(0, count).mapToObj(n -> TestChunk.seeded(n, CHUNK)).toList();
    }

    /// Waits until so much has gone to a neighbour.
    private void awaitCarried(DeviceId to, long bytes) throws InterruptedException {
        while (street.carriedTo(to) < bytes) {
            synchronized (this) {
                wait(GLANCE.toMillis());
            }
        }
    }
}
