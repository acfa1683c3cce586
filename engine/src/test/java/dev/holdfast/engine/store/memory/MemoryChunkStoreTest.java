package dev.holdfast.engine.store.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.store.ChunkStore;
import dev.holdfast.engine.store.ChunkStoreContract;
import dev.holdfast.engine.store.StoreException;
import dev.holdfast.engine.store.TestChunk;

import org.junit.jupiter.api.Test;

class MemoryChunkStoreTest extends ChunkStoreContract {

    @Override
    protected ChunkStore emptyStore() {
        return new MemoryChunkStore();
    }

    @Test
    void is_full_at_its_limit_and_has_room_again_after_a_removal() throws Exception {
        var store = new MemoryChunkStore(1500);
        var chunk = TestChunk.seeded(1, 1000);
        var next = TestChunk.seeded(2, 1000);
        chunk.appendTo(store);
        assertThatThrownBy(() -> next.appendTo(store))
                .isInstanceOfSatisfying(
                        StoreException.class,
                        e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.FULL));
        store.remove(java.util.List.of(chunk.id()));
        assertThat(next.appendTo(store)).isTrue();
    }

    @Test
    void loses_on_command_what_was_not_synced() throws Exception {
        var store = new MemoryChunkStore();
        var synced = TestChunk.seeded(1, 1000);
        var unsynced = TestChunk.seeded(2, 1000);
        synced.appendTo(store);
        store.sync();
        unsynced.appendTo(store);
        store.loseUnsynced();
        assertThat(store.index().ids()).containsExactly(synced.id());
        assertThat(store.index().bytes()).isEqualTo(1000);
    }
}
