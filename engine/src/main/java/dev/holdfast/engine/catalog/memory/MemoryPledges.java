package dev.holdfast.engine.catalog.memory;

import dev.holdfast.engine.catalog.PledgesView;
import dev.holdfast.engine.catalog.Whole;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.record.JournalRecord.PledgeMoved;
import dev.holdfast.engine.core.repair.Pledge;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// Pledges in the order of the ring.
final class MemoryPledges implements PledgesView {

    private final TreeMap<Pledge, Pledge.State> pledges =
            new TreeMap<>(
                    Comparator.comparing(Pledge::chunk)
                            .thenComparing(Pledge::asker)
                            .thenComparing(Pledge::pledger)
                            .thenComparing(Pledge::round));

    synchronized void move(PledgeMoved moved) {
        for (var id : moved.ids()) {
            var pledge = new Pledge(id, moved.asker(), moved.pledger(), moved.round());
            if (moved.state() == Pledge.State.RELEASED) {
                pledges.remove(pledge);
            } else {
                pledges.put(pledge, moved.state());
            }
        }
    }

    synchronized void loseAllOf(DeviceId device) {
        pledges.keySet().removeIf(pledge -> isWith(pledge, device));
    }

    synchronized <X extends Exception> void tell(Whole.Telling<X> telling) throws X {
        for (var pledge : pledges.entrySet()) {
            telling.pledge(new Standing(pledge.getKey(), pledge.getValue()));
        }
        telling.finish();
    }

    synchronized void forget() {
        pledges.clear();
    }

    private static boolean isWith(Pledge pledge, DeviceId device) {
        return pledge.asker().equals(device) || pledge.pledger().equals(device);
    }

    @Override
    public synchronized List<Standing> of(ChunkId chunk) {
        return pledges.entrySet().stream()
                .filter(e -> e.getKey().chunk().equals(chunk))
                .map(e -> new Standing(e.getKey(), e.getValue()))
                .toList();
    }

    @Override
    public synchronized List<Standing> with(DeviceId other, Optional<ChunkId> after, int limit) {
        return pledges.entrySet().stream()
                .filter(e -> isWith(e.getKey(), other))
                .filter(e -> after.isEmpty() || e.getKey().chunk().compareTo(after.get()) > 0)
                .limit(Math.min(limit, PAGE_MAX))
                .map(e -> new Standing(e.getKey(), e.getValue()))
                .toList();
    }
}
