package dev.holdfast.engine.store.disk;

import dev.holdfast.engine.core.content.ChunkId;

import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/// Damaged records that are put aside: their chunks are not held any more, and their bytes stay
/// until the chunk is appended anew or let go, for something may be saved of them by other means.
/// Changed under the store's lock, read without it. A store that is opened again knows nothing of
/// it until it is told.
final class Quarantine {

    private final Map<ChunkId, Long> places = new ConcurrentHashMap<>();

    void add(ChunkId id, long place) {
        places.put(id, place);
    }

    boolean holds(ChunkId id) {
        return places.containsKey(id);
    }

    OptionalLong place(ChunkId id) {
        var place = places.get(id);
        return place == null ? OptionalLong.empty() : OptionalLong.of(place);
    }

    void release(ChunkId id) {
        places.remove(id);
    }

    /// The slots of the packs that may not be deleted because of it.
    Set<Integer> slots() {
        return places.values().stream().map(Place::slot).collect(Collectors.toSet());
    }
}
