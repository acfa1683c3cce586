package dev.holdfast.engine.transfer;

import static dev.holdfast.engine.transfer.Neighbours.PATIENCE;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.core.wire.Bitmap;
import dev.holdfast.engine.core.wire.TransferMessage.Offer;
import dev.holdfast.engine.core.wire.TransferMessage.Sized;
import dev.holdfast.engine.core.wire.TransferMessage.Stored;
import dev.holdfast.engine.core.wire.TransferMessage.Want;
import dev.holdfast.engine.net.LinkConditions;
import dev.holdfast.engine.net.NetException;
import dev.holdfast.engine.net.Stream;
import dev.holdfast.engine.store.TestChunk;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/// Chunks over a path on which an answer takes its time. What is under way is counted; how fast it
/// is told by `LagBench`.
@Timeout(120)
class LongPathTest {

    private static final LinkConditions LONG = LinkConditions.roundTrip(Duration.ofMillis(20));
    private static final int CHUNK = 1 << 20;

    /// What every stream may carry unread from the start.
    private static final int WINDOW = 1 << 20;

    private static final Duration GLANCE = Duration.ofMillis(5);

    private final Neighbours street = new Neighbours();
    private long unread;

    @AfterEach
    void everybody_leaves() {
        street.close();
    }

    /// Who sends what is wanted and only then waits pays two round trips for an offer, whatever is
    /// in it.
    @Test
    void D12_all_that_is_wanted_is_sent_before_anything_of_it_is_confirmed() throws Exception {
        var bob = street.odd("bob", (from, stream) -> confirm(stream, take(stream)));
        street.path(bob, LONG);
        assertThat(street.push(bob, street.kept(chunks(32))).stored()).hasSize(32);
    }

    /// Each offer has a stream of its own; a window that began anew each time would fill a fraction
    /// of the path.
    @Test
    void D12_a_later_offer_begins_with_the_window_that_an_earlier_one_had_to_reach()
            throws Exception {
        var bob =
                street.odd(
                        "bob",
                        (from, stream) -> {
                            var chunks = wanted(stream);
                            noteUnread();
                            confirm(stream, read(stream, chunks));
                        });
        street.path(bob, LONG);
        var chunks = street.kept(chunks(32));
        for (int i = 0; i < 20 && unread <= 2 * WINDOW; i++) {
            assertThat(street.push(bob, chunks).stored()).hasSize(32);
        }
        assertThat(unread).isGreaterThan(2 * WINDOW);
    }

    /// Waits until a sender has no more room, and counts what came.
    private void noteUnread() throws InterruptedException {
        var bob = Neighbours.id("bob");
        long before = street.carriedTo(bob);
        long now = before;
        while (now - before < WINDOW || street.carriedTo(bob) != now) {
            now = street.carriedTo(bob);
            synchronized (this) {
                wait(4 * GLANCE.toMillis() + 2 * LONG.delay().toMillis());
            }
        }
        unread = now - before;
    }

    private static List<Sized> take(Stream stream) throws NetException, InterruptedException {
        return read(stream, wanted(stream));
    }

    private static List<Sized> wanted(Stream stream) throws NetException, InterruptedException {
        var chunks = ((Offer) stream.receive(PATIENCE)).chunks();
        stream.send(new Want(Bitmap.of(chunks.size(), _ -> true), List.of()));
        return chunks;
    }

    private static List<Sized> read(Stream stream, List<Sized> chunks)
            throws NetException, InterruptedException {
        for (var chunk : chunks) {
            stream.receiveBytes(ByteBuffer.allocate(chunk.length()), PATIENCE);
        }
        return chunks;
    }

    private static void confirm(Stream stream, List<Sized> chunks)
            throws NetException, InterruptedException {
        stream.send(new Stored(chunks.stream().map(Sized::id).toList()));
    }

    private static List<TestChunk> chunks(int count) {
        return IntStream.range(0, count).mapToObj(n -> TestChunk.seeded(n, CHUNK)).toList();
    }
}
