package dev.holdfast.engine.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.buffers.Shelf;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.content.ChunkRef;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.wire.TransferMessage.Found;
import dev.holdfast.engine.store.TestChunk;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/// How long the only holder of a chunk is waited for, in a time that passes by command.
@Timeout(120)
class SlowPathTest {

    /// The least rate that a person may set. Bytes a second.
    private static final int RATE = 64 << 10;

    private static final int PIECE = 16 << 10;

    private static final Duration FOR_A_PIECE = Duration.ofMillis(1000L * PIECE / RATE);

    private final SlowPath path = new SlowPath();
    private final TestChunk lake = TestChunk.seeded(1, 1 << 20);
    private final TestChunk pond = TestChunk.seeded(2, 50_000);
    private final TestChunk pool = TestChunk.seeded(3, 50_000);

    private byte[] fetched() throws Exception {
        var into = ByteBuffer.allocate(ChunkRef.SEALED_MAX);
        fetcher(1).fetch(lake.id(), into);
        var bytes = new byte[into.flip().remaining()];
        into.get(bytes);
        return bytes;
    }

    /// All likely holders are behind the path.
    private ChunkFetcher fetcher(int likely) {
        var patience = new Patience(ChunkFetcher.SILENCE_MAX, ChunkFetcher.CHUNK_MAX);
        return new ChunkFetcher(
                _ -> Optional.of(path),
                new ChunkFetcher.Holders() {
                    @Override
                    public List<DeviceId> likely(ChunkId id) {
                        return Collections.nCopies(likely, path.peer().device());
                    }

                    @Override
                    public List<DeviceId> ask(ChunkId id) {
                        return List.of();
                    }

                    @Override
                    public void absent(DeviceId device, ChunkId id) {
                        throw new AssertionError("it has the chunk");
                    }
                },
                new ChunkFetcher.Waits(ChunkFetcher.HEDGE_AFTER, patience, path::nanos),
                new Shelf());
    }

    private void othersFirst(int bytes) {
        for (int i = 0; i < bytes / PIECE; i++) {
            path.others(FOR_A_PIECE);
        }
    }

    private void then(TestChunk chunk) {
        path.words(Duration.ZERO, new Found(chunk.sealed().length));
        for (int at = 0; at < chunk.sealed().length; at += PIECE) {
            path.bytes(FOR_A_PIECE, piece(chunk, at));
        }
    }

    private static ByteBuffer piece(TestChunk chunk, int at) {
        var sealed = chunk.sealed();
        return ByteBuffer.wrap(sealed, at, Math.min(PIECE, sealed.length - at)).slice();
    }

    @ParameterizedTest(name = "behind {0} MiB")
    @ValueSource(ints = {0, 1, 5, 16, 30})
    void on_a_narrow_path_a_chunk_comes_after_all_that_was_asked_for_before_it(int ahead)
            throws Exception {
        othersFirst(ahead << 20);
        then(lake);
        assertThat(fetched()).isEqualTo(lake.sealed());
    }

    @Test
    void pieces_that_take_turns_with_those_of_others_are_waited_for() throws Exception {
        path.words(Duration.ZERO, new Found(lake.sealed().length));
        for (int at = 0; at < lake.sealed().length; at += PIECE) {
            othersFirst(16 * PIECE);
            path.bytes(FOR_A_PIECE, piece(lake, at));
        }
        assertThat(fetched()).isEqualTo(lake.sealed());
    }

    @Test
    void a_holder_from_which_no_bulk_comes_is_lost_though_it_says_other_things() {
        assertThatThrownBy(this::fetched).isInstanceOf(NodeException.class);
        assertThat(path.passed()).isEqualTo(ChunkFetcher.SILENCE_MAX);
    }

    @Test
    void a_holder_that_falls_silent_in_the_middle_is_lost_that_long_after_its_last_byte() {
        othersFirst(5 << 20);
        path.words(Duration.ZERO, new Found(lake.sealed().length));
        path.bytes(FOR_A_PIECE, piece(lake, 0));
        var last = FOR_A_PIECE.multipliedBy((5 << 20) / PIECE + 1);

        assertThatThrownBy(this::fetched).isInstanceOf(NodeException.class);
        assertThat(path.passed()).isEqualTo(last.plus(ChunkFetcher.SILENCE_MAX));
    }

    @Test
    void a_holder_that_drips_the_chunk_is_left_when_that_has_taken_too_long() {
        path.words(Duration.ZERO, new Found(lake.sealed().length));
        for (int i = 0; i < 1_000; i++) {
            path.bytes(Duration.ofSeconds(5), ByteBuffer.wrap(lake.sealed(), i, 1).slice());
        }
        isLeftInTime();
    }

    @Test
    void a_holder_that_drips_all_else_is_left_as_well() {
        for (int i = 0; i < 1_000; i++) {
            path.others(Duration.ofSeconds(5));
        }
        isLeftInTime();
    }

    private void isLeftInTime() {
        assertThatThrownBy(this::fetched).isInstanceOf(NodeException.class);
        assertThat(path.passed())
                .isBetween(ChunkFetcher.CHUNK_MAX, ChunkFetcher.CHUNK_MAX.plusMinutes(1));
    }

    @Test
    void the_only_holder_of_many_is_waited_for_behind_all_else() throws Exception {
        othersFirst(5 << 20);
        then(pond);
        then(pool);
        assertThat(many(1)).containsExactly(pond.id(), pool.id());
    }

    @Test
    void one_of_two_holders_of_many_is_waited_for_only_while_it_gives() throws Exception {
        then(pond);
        othersFirst(5 << 20);
        then(pool);
        assertThat(many(2)).containsExactly(pond.id());
        assertThat(path.passed()).isLessThan(ChunkFetcher.SILENCE_MAX);
    }

    private List<ChunkId> many(int holders) throws InterruptedException {
        var arrived = new ArrayList<ChunkId>();
        var wanted = List.of(pond.id(), pool.id());
        fetcher(holders).fetchMany(wanted, (id, _) -> arrived.add(id));
        return arrived;
    }
}
