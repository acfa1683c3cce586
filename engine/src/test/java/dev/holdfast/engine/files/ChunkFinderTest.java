package dev.holdfast.engine.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.content.ChunkKey;
import dev.holdfast.engine.core.content.ChunkRef;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.store.ChunkStore;
import dev.holdfast.engine.store.Coming;
import dev.holdfast.engine.store.StoreException;
import dev.holdfast.engine.store.TestChunk;
import dev.holdfast.engine.store.memory.MemoryChunkStore;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;

/// Copies move while they are looked for.
@Timeout(120)
class ChunkFinderTest {

    private final TestChunk chunk = TestChunk.seeded(1, 5_000);
    private final ChunkRef ref =
            new ChunkRef(chunk.id(), new ChunkKey(new Hash(1, 2, 3, 4)), chunk.sealed().length);
    private final Coming coming = new Coming();
    private final ByteBuffer into = ByteBuffer.allocate(chunk.sealed().length);
    private Rooms.Cache cache = Rooms.Cache.NONE;
    private volatile boolean isDamaged;

    /// Others that have nothing; `meanwhile` happens while they are asked.
    private record Nobody(Meanwhile meanwhile) implements Rooms.Peers {

        interface Meanwhile {
            void happens() throws StoreException;
        }

        @Override
        public void fetch(ChunkId id, ByteBuffer into) throws NodeException {
            into.put((byte) 1);
            try {
                meanwhile.happens();
            } catch (StoreException e) {
                throw new AssertionError(e);
            }
            throw new NodeException(
                    Problem.Code.UNREACHABLE, "Nobody gave a sound copy.", "Try again.");
        }

        @Override
        public void fetchMany(List<ChunkId> ids, Rooms.Arrival arrival) {
            throw new AssertionError("many were asked for");
        }

        @Override
        public void spoiled(ChunkId id) {
            throw new AssertionError("nothing is damaged");
        }

        @Override
        public void wrote(Rooms.Written written) {
            throw new AssertionError("nothing is written");
        }

        @Override
        public Rooms.Copied await(Rooms.Awaited awaited, LongConsumer done) {
            throw new AssertionError("nothing is waited for");
        }
    }

    @Test
    void what_another_device_gives_away_to_this_one_is_found_here() throws Exception {
        ChunkStore store = new MemoryChunkStore();
        finder(store, () -> chunk.appendTo(store)).read(ref, into);
        assertThat(into.array()).isEqualTo(chunk.sealed());
    }

    @Test
    void what_nobody_has_is_told() {
        var finder = finder(new MemoryChunkStore(), () -> {});
        assertThatThrownBy(() -> finder.read(ref, into)).hasMessageContaining("Nobody gave");
    }

    @Test
    void what_is_just_being_given_to_this_device_is_waited_for_and_nobody_is_asked()
            throws Exception {
        var store = new MemoryChunkStore();
        var finder = finder(store, () -> fail("somebody was asked"));
        try (var gift = coming.open(List.of(chunk.id()))) {
            finder.readMany(List.of(chunk.id()), (_, _) -> fail("it did not come this way"));
            var reader = Thread.currentThread();
            var giver = new FutureTask<>(() -> giveOnceWaited(reader, gift, store), null);
            Thread.ofPlatform().daemon().start(giver);
            finder.read(ref, into);
            giver.get();
        }
        assertThat(into.array()).isEqualTo(chunk.sealed());
    }

    /// Who takes it in has hashed it, and who opens it finds out whether it still is the chunk.
    @Test
    void what_was_just_given_is_not_hashed_once_more() throws Exception {
        var store = new MemoryChunkStore();
        var finder = finder(store, () -> fail("somebody was asked"));
        try (var gift = coming.open(List.of(chunk.id()))) {
            var reader = Thread.currentThread();
            var giver = new FutureTask<>(() -> giveOnceWaited(reader, gift, store), null);
            isDamaged = true;
            Thread.ofPlatform().daemon().start(giver);
            finder.read(ref, into);
            giver.get();
        }
        assertThat(into.array()).isNotEqualTo(chunk.sealed());
        assertThatThrownBy(() -> store.read(chunk.id(), into.clear()))
                .isInstanceOf(StoreException.class);
    }

    @Test
    void what_was_to_be_given_and_did_not_come_is_asked_for() {
        var asked = new AtomicInteger();
        var finder = finder(new MemoryChunkStore(), asked::incrementAndGet);
        coming.open(List.of(chunk.id())).close();
        assertThatThrownBy(() -> finder.read(ref, into)).hasMessageContaining("Nobody gave");
        assertThat(asked).hasValue(1);
    }

    /// The person's own file has it, at once or as a list that takes reading all of a file.
    private Rooms.Cache lying(boolean isList) {
        return new Rooms.Cache() {
            @Override
            public boolean read(ChunkId id, ByteBuffer into) {
                return !isList && given(into);
            }

            @Override
            public boolean list(ChunkId id, ByteBuffer into) {
                return isList && given(into);
            }

            private boolean given(ByteBuffer into) {
                into.put(chunk.sealed());
                return true;
            }
        };
    }

    @Test
    void what_lies_in_a_linked_folder_is_asked_of_nobody() throws Exception {
        cache = lying(false);
        finder(new MemoryChunkStore(), () -> fail("somebody was asked")).read(ref, into);
        assertThat(into.array()).isEqualTo(chunk.sealed());
    }

    @Test
    void a_list_is_made_again_only_when_nobody_has_it() throws Exception {
        cache = lying(true);
        var asked = new AtomicInteger();
        finder(new MemoryChunkStore(), asked::incrementAndGet).read(ref, into);
        assertThat(asked).hasValue(1);
        assertThat(into.array()).isEqualTo(chunk.sealed());
    }

    private void giveOnceWaited(Thread reader, Coming.Gift gift, MemoryChunkStore store) {
        while (reader.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        try {
            chunk.appendTo(store);
        } catch (StoreException e) {
            throw new AssertionError(e);
        }
        if (isDamaged) {
            store.damage(chunk.id(), 7);
        }
        gift.ended(chunk.id());
    }

    private ChunkFinder finder(ChunkStore store, Nobody.Meanwhile meanwhile) {
        return new ChunkFinder(store, coming, cache, new Nobody(meanwhile));
    }
}
