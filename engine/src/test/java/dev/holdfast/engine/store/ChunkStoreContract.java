package dev.holdfast.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.content.ChunkRef;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

/// What every `ChunkStore` promises. A store's own test extends this and says how to make one.
public abstract class ChunkStoreContract {

    /// An empty store; the subclass closes it after the test.
    protected abstract ChunkStore emptyStore() throws Exception;

    @Test
    void gives_back_what_was_appended_before_and_after_the_sync() throws Exception {
        var store = emptyStore();
        var chunk = TestChunk.seeded(1, 100_000);
        assertThat(chunk.appendTo(store)).isTrue();
        assertThat(chunk.readFrom(store)).isEqualTo(chunk.sealed());
        store.sync();
        assertThat(chunk.readFrom(store)).isEqualTo(chunk.sealed());
    }

    @Test
    void keeps_chunks_of_every_length_up_to_the_greatest() throws Exception {
        var store = emptyStore();
        var chunks = new ArrayList<TestChunk>();
        for (int length :
                new int[] {1, 63, 64, 65, 4095, 4096, 4097, 1 << 20, ChunkRef.SEALED_MAX}) {
            var chunk = TestChunk.seeded(length, length);
            chunk.appendTo(store);
            chunks.add(chunk);
        }
        store.sync();
        for (var chunk : chunks) {
            assertThat(chunk.readFrom(store)).isEqualTo(chunk.sealed());
            assertThat(store.index().length(chunk.id())).hasValue(chunk.sealed().length);
        }
    }

    @Test
    void has_nothing_before_the_first_append() throws Exception {
        var store = emptyStore();
        var chunk = TestChunk.seeded(1, 10);
        assertThat(store.read(chunk.id(), ByteBuffer.allocate(10))).isFalse();
        assertThat(store.index().contains(chunk.id())).isFalse();
        assertThat(store.index().length(chunk.id())).isEmpty();
        assertThat(store.index().size()).isZero();
        assertThat(store.index().ids()).isEmpty();
        store.sync();
    }

    @Test
    void refuses_an_empty_and_an_overlong_chunk() throws Exception {
        var store = emptyStore();
        var id = TestChunk.seeded(1, 1).id();
        for (int length : new int[] {0, ChunkRef.SEALED_MAX + 1}) {
            assertThatThrownBy(() -> store.append(id, ByteBuffer.allocate(length), TestChunk.TAG))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void appending_twice_is_harmless_and_takes_no_room() throws Exception {
        var store = emptyStore();
        var chunk = TestChunk.seeded(1, 1000);
        assertThat(chunk.appendTo(store)).isTrue();
        assertThat(chunk.appendTo(store)).isFalse();
        assertThat(store.index().size()).isEqualTo(1);
        assertThat(store.index().bytes()).isEqualTo(1000);
    }

    @Test
    void takes_heap_and_direct_buffers_and_leaves_their_position() throws Exception {
        var store = emptyStore();
        var chunk = TestChunk.seeded(1, 5000);
        var direct =
                ByteBuffer.allocateDirect(6000).position(7).put(chunk.sealed()).flip().position(7);
        store.append(chunk.id(), direct, TestChunk.TAG);
        assertThat(direct.position()).isEqualTo(7);
        var into = ByteBuffer.allocateDirect(6000).position(3);
        assertThat(store.read(chunk.id(), into)).isTrue();
        assertThat(into.position()).isEqualTo(5003);
        assertThat(into.flip().position(3)).isEqualTo(ByteBuffer.wrap(chunk.sealed()));
    }

    @Test
    void is_not_changed_by_writing_to_the_callers_array() throws Exception {
        var store = emptyStore();
        var chunk = TestChunk.seeded(1, 1000);
        var mine = chunk.sealed().clone();
        store.append(chunk.id(), ByteBuffer.wrap(mine), TestChunk.TAG);
        mine[0] ^= 1;
        assertThat(chunk.readFrom(store)).isEqualTo(chunk.sealed());
    }

    @Test
    void refuses_to_read_into_too_little_room() throws Exception {
        var store = emptyStore();
        var chunk = TestChunk.seeded(1, 1000);
        chunk.appendTo(store);
        var into = ByteBuffer.allocate(999);
        assertThatThrownBy(() -> store.read(chunk.id(), into))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.readUnchecked(chunk.id(), into))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(into.position()).isZero();
    }

    @Test
    void refuses_bytes_that_are_not_what_the_id_names() throws Exception {
        var store = emptyStore();
        var chunk = TestChunk.seeded(1, 1000);
        var other = chunk.sealed().clone();
        other[500] ^= 1;
        store.append(chunk.id(), ByteBuffer.wrap(other), TestChunk.TAG);
        var into = ByteBuffer.allocate(1000);
        assertThatThrownBy(() -> store.read(chunk.id(), into))
                .isInstanceOfSatisfying(
                        StoreException.class,
                        e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.DAMAGED));
        assertThat(into.position()).isZero();
    }

    @Test
    void gives_them_to_a_caller_that_checks_by_itself() throws Exception {
        var store = emptyStore();
        var chunk = TestChunk.seeded(1, 1000);
        var other = chunk.sealed().clone();
        other[500] ^= 1;
        store.append(chunk.id(), ByteBuffer.wrap(other), TestChunk.TAG);
        var into = ByteBuffer.allocate(1002).position(2);
        assertThat(store.readUnchecked(chunk.id(), into)).isTrue();
        assertThat(into.flip().position(2)).isEqualTo(ByteBuffer.wrap(other));
        var unknown = TestChunk.seeded(2, 1000);
        assertThat(store.readUnchecked(unknown.id(), into.clear())).isFalse();
    }

    @Test
    void forgets_what_was_removed_and_takes_it_again() throws Exception {
        var store = emptyStore();
        var chunk = TestChunk.seeded(1, 1000);
        var kept = TestChunk.seeded(2, 1000);
        chunk.appendTo(store);
        kept.appendTo(store);
        store.remove(List.of(chunk.id(), TestChunk.seeded(3, 1).id()));
        store.sync();
        assertThat(store.index().ids()).containsExactly(kept.id());
        assertThat(store.index().bytes()).isEqualTo(1000);
        assertThat(store.read(chunk.id(), ByteBuffer.allocate(1000))).isFalse();
        assertThat(chunk.appendTo(store)).isTrue();
        assertThat(chunk.readFrom(store)).isEqualTo(chunk.sealed());
    }

    @Test
    void lists_ids_in_ring_order() throws Exception {
        var store = emptyStore();
        var ids = new ArrayList<ChunkId>();
        for (int seed = 0; seed < 500; seed++) {
            var chunk = TestChunk.seeded(seed, 50);
            chunk.appendTo(store);
            ids.add(chunk.id());
        }
        ids.sort(null);
        assertThat(store.index().ids()).containsExactlyElementsOf(ids);
    }

    @Test
    void takes_from_many_threads_at_once() throws Exception {
        var store = emptyStore();
        var tasks = new ArrayList<Callable<Void>>();
        for (int writer = 0; writer < 8; writer++) {
            int from = writer * 10;
            tasks.add(() -> appendSyncRead(store, from));
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var done : threads.invokeAll(tasks)) {
                done.get();
            }
        }
        assertThat(store.index().size()).isEqualTo(90);
    }

    private static Void appendSyncRead(ChunkStore store, int from) throws StoreException {
        for (int seed = from; seed < from + 20; seed++) { // half of each belongs to the next, too
            var chunk = TestChunk.seeded(seed, 10_000 + seed);
            chunk.appendTo(store);
            store.sync();
            assertThat(chunk.readFrom(store)).isEqualTo(chunk.sealed());
        }
        return null;
    }
}
