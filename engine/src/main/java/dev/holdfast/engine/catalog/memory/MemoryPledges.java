package dev.holdfast.engine.catalog.memory;

import dev.holdfast.engine.catalog.PledgesView;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.record.JournalRecord.PledgeMoved;
import dev.holdfast.engine.core.record.JournalRecord.PledgeState;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// Pledges in the order of the ring.
final class MemoryPledges implements PledgesView {

    private record Key(ChunkId chunk, DeviceId asker, DeviceId pledger) {}

    private final TreeMap<Key, PledgeState> pledges =
            new TreeMap<>(
                    Comparator.comparing(Key::chunk)
                            .thenComparing(Key::asker)
                            .thenComparing(Key::pledger));

    synchronized void move(PledgeMoved moved) {
        for (var id : moved.ids()) {
            var key = new Key(id, moved.asker(), moved.pledger());
            if (moved.state() == PledgeState.RELEASED) {
                pledges.remove(key);
            } else {
                pledges.put(key, moved.state());
            }
        }
    }

    synchronized void loseAllOf(DeviceId device) {
        pledges.keySet().removeIf(key -> isWith(key, device));
    }

    private static boolean isWith(Key key, DeviceId device) {
        return key.asker.equals(device) || key.pledger.equals(device);
    }

    @Override
    public synchronized List<Pledge> of(ChunkId chunk) {
        return pledges.keySet().stream()
                .filter(key -> key.chunk.equals(chunk))
                .map(this::pledge)
                .toList();
    }

    @Override
    public synchronized List<Pledge> with(DeviceId other, Optional<ChunkId> after, int limit) {
        return pledges.keySet().stream()
                .filter(key -> isWith(key, other))
                .filter(key -> after.isEmpty() || key.chunk.compareTo(after.get()) > 0)
                .limit(Math.min(limit, PAGE_MAX))
                .map(this::pledge)
                .toList();
    }

    private Pledge pledge(Key key) {
        return new Pledge(
                key.chunk, key.asker, key.pledger, pledges.getOrDefault(key, PledgeState.ASKED));
    }
}
