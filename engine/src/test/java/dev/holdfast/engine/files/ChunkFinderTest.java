package dev.holdfast.engine.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.content.ChunkKey;
import dev.holdfast.engine.core.content.ChunkRef;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.store.ChunkStore;
import dev.holdfast.engine.store.StoreException;
import dev.holdfast.engine.store.TestChunk;
import dev.holdfast.engine.store.memory.MemoryChunkStore;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.util.function.LongConsumer;

/// Copies move while they are looked for.
class ChunkFinderTest {

    private final TestChunk chunk = TestChunk.seeded(1, 5_000);
    private final ChunkRef ref =
            new ChunkRef(chunk.id(), new ChunkKey(new Hash(1, 2, 3, 4)), chunk.sealed().length);
    private final ByteBuffer into = ByteBuffer.allocate(chunk.sealed().length);

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
        new ChunkFinder(store, new Nobody(() -> chunk.appendTo(store))).read(ref, into);
        assertThat(into.array()).isEqualTo(chunk.sealed());
    }

    @Test
    void what_nobody_has_is_told() {
        var finder = new ChunkFinder(new MemoryChunkStore(), new Nobody(() -> {}));
        assertThatThrownBy(() -> finder.read(ref, into)).hasMessageContaining("Nobody gave");
    }
}
